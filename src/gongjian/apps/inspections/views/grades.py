"""Grades: rated rounds, the ranking of a level, why a place has its grade."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongjian.apps.inspections.models import Grade
from gongjian.apps.inspections.selectors import explaining, ratings, weights
from gongjian.apps.inspections.selectors.explaining import ScoreExplanation, ShareExplanation
from gongjian.apps.inspections.selectors.mine import level_word
from gongjian.apps.inspections.views.arithmetic import mean_equation, sheet_equation
from gongjian.apps.inspections.views.rankings import rank_rows, score_scale, share_words
from gongjian.apps.inspections.views.standings import quota_headline, share_headline, standing_rows
from gongjian.apps.inspections.views.supposing import suppose_context
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows, ancestors_of
from gongjian.core.errors import NotFound
from gongjian.engines import scoring

MOST_CELLS = 120
MOST_RANKED = 50


@allows(Right.RATINGS_VIEW)
@require_GET
def show_grade(request: ActorRequest, grade_id: int) -> HttpResponse:
    """Say why a place has its grade: by its sheets, or by the share of its children."""
    grade, history = ratings.get_grade_history(request.actor, grade_id)
    if grade.level == Level.COMMUNITY:
        return _show_score(request, grade, history)
    return _show_share(request, grade, history)


def _head(request: ActorRequest, grade: Grade, names: dict[str, str]) -> dict[str, Any]:
    ranking_url = reverse("inspections:ranking", args=[grade.round_id])
    above = [code for code in ancestors_of(grade.place_code) if code.startswith(grade.round.place_code)]
    return {
        "grade": grade,
        "round": grade.round,
        "scheme": grade.scheme,
        "place_name": names.get(grade.place_code, grade.place_code),
        "level_word": level_word(grade.level),
        "ranking_url": ranking_url,
        "crumbs": [
            {"label": _("评级"), "url": reverse("inspections:ratings")},
            {"label": grade.round.title, "url": ranking_url},
            *(
                {"label": names.get(code, code), "url": f"{ranking_url}?place={code}"}
                for code in above
                if len(code) >= Level.COUNTY
            ),
            {"label": names.get(grade.place_code, grade.place_code)},
        ],
    }


def _show_share(request: ActorRequest, grade: Grade, history: list[Grade]) -> HttpResponse:
    found = explaining.explain_share(request.actor, grade, in_full="suppose" in request.GET)
    names = names_of({*ancestors_of(grade.place_code), grade.place_code})
    children = {child.key: child for child in found.children}
    result = found.explanation.result
    rows = [_child_row(found, children[ranked.key], ranked) for ranked in found.ranking.ranked[:MOST_RANKED]]
    chosen = _chosen_child(found, request.GET.get("child", ""))
    context = {
        **_head(request, grade, names),
        "found": found,
        "history": history if len(history) > 1 else [],
        "explanation": found.explanation,
        "headline": share_headline(grade, found.standings, found.explanation.headline if result else ""),
        "standings": standing_rows(found.standings, names),
        "blocking_count": result.denominator - result.numerator if result else 0,
        "unpeopled": weights.without_people(grade),
        "notes": [note for note in found.explanation.sentences[1:] if note not in found.explanation.headline],
        "result": result,
        "share": share_words(result.numerator, result.denominator, result.rule)
        if result and result.denominator
        else "",
        "share_percent": result.share * 100 if result and result.share is not None else None,
        "threshold": result.rule.interval.low * 100 if result else None,
        "wanted": scoring.percent_exact(result.rule.interval.low) if result else "",
        "cells": _cells(found) if found.is_listed and len(found.children) <= MOST_CELLS else [],
        "child_word": level_word(found.child_level),
        "child_noun": result.rule.child_noun if result else "",
        "rows": rank_rows(rows),
        "scale": score_scale(rows, found.child_level),
        "is_score": found.child_level == Level.COMMUNITY,
        "unranked": [children[key] for key in found.ranking.missing],
        "unranked_count": found.unranked,
        "ranked_count": found.total - found.unranked,
        "more": found.total - found.unranked - len(rows),
        "chosen_id": found.child_grade_ids.get(chosen) if found.child_level == Level.COMMUNITY else None,
        "chosen_key": chosen,
        "chosen_name": children[chosen].name if chosen else "",
    }
    context |= suppose_context(found, request.GET)
    return render(request, "inspections/grade_share.html", context)


def _child_row(found: ShareExplanation, child: scoring.Child, ranked: scoring.Ranked) -> dict[str, Any]:
    by_score = [rule for rule in found.child_rules if rule.basis is scoring.Basis.SCORE]
    rated = scoring.rate_by_score(child.score, by_score) if child.score is not None else None
    best = found.child_rules[0] if found.child_rules else None
    return {
        "rank": ranked.rank,
        "key": child.key,
        "name": child.name,
        "score": ranked.score,
        "shown": share_words(*found.shares[child.key], best) if child.key in found.shares else "",
        "label": child.label or "",
        "gap": rated.gap if rated and rated.next_rule and not child.label else None,
        "to_next": rated.gap if rated else None,
        "next_label": rated.next_rule.label if rated and rated.next_rule else "",
        "is_barred": bool(rated and rated.label and not child.label),
        "threshold": best.interval.low if best and best.basis is scoring.Basis.SCORE else None,
        "best_label": best.label if best else "",
        "grade_id": found.child_grade_ids.get(child.key),
    }


def _chosen_child(found: ShareExplanation, wanted: str) -> str:
    """Pick the child asked for, else the nearest that blocks, else the last of the ranking."""
    if wanted in found.child_grade_ids:
        return wanted
    blocking = [
        blocker.child.key for blocker in found.explanation.blockers if blocker.child.score is not None
    ]
    ranked = [row.key for row in found.ranking.ranked]
    return next((key for key in [*blocking, *reversed(ranked)] if key in found.child_grade_ids), "")


def _cells(found: ShareExplanation) -> list[dict[str, str]]:
    """One cell a child: those that meet first, then the nearest that would close the gap, then the rest."""
    result = found.explanation.result
    if result is None:
        return []
    near = {blocker.child.key for blocker in found.explanation.nearest if blocker.gap is not None}
    cells = [{"state": "yes", "label": f"{child.name} {child.label}"} for child in result.meeting]
    ordered = [blocker for blocker in found.explanation.blockers if blocker.child.key in near]
    ordered += [blocker for blocker in found.explanation.blockers if blocker.child.key not in near]
    return cells + [
        {"state": "near" if blocker.child.key in near else "no", "label": blocker.sentence}
        for blocker in ordered
    ]


def _show_score(request: ActorRequest, grade: Grade, history: list[Grade]) -> HttpResponse:
    found = explaining.explain_score(request.actor, grade)
    names = names_of({*ancestors_of(grade.place_code), grade.place_code})
    context = {
        **_head(request, grade, names),
        **_score_context(found),
        "history": history,
        "standings": standing_rows(found.standings, names),
        "full_quota": quota_headline(grade, found.standings),
    }
    return render(request, "inspections/grade_score.html", context)


@allows(Right.RATINGS_VIEW)
@require_GET
def show_deductions(request: ActorRequest, grade_id: int) -> HttpResponse:
    """Show a community's sheets beside the ranking: a fragment, or its own page without scripts."""
    grade = ratings.get_grade(request.actor, grade_id)
    if grade.level != Level.COMMUNITY:
        raise NotFound
    found = explaining.explain_score(request.actor, grade)
    name = names_of([grade.place_code]).get(grade.place_code, grade.place_code)
    context = {"grade": grade, "place_name": name, **_score_context(found)}
    return render(request, "inspections/_deductions.html", context)


def _score_context(found: ScoreExplanation) -> dict[str, Any]:
    marked = found.sheets
    sheets_found = [row.sheet for row in marked]
    stale = [sheet for sheet in sheets_found if sheet.status != "submitted"]
    return {
        "rated": found.rated,
        "gap": found.rated.gap if found.rated.next_rule and found.grade.score is not None else None,
        "next_label": found.rated.next_rule.label if found.rated.next_rule else "",
        "sheets": [
            {
                "marked": row,
                "equation": sheet_equation(row),
                "sheet": row.sheet,
                "counted": found.counted[row.sheet.pk],
                "is_adjusted": found.counted[row.sheet.pk] != row.sheet.score,
            }
            for row in marked
        ],
        "mean": mean_equation(sheets_found, found.counted, found.grade.score)
        if len(sheets_found) > 1
        else [],
        "adjusted": [sheet for sheet in sheets_found if found.counted[sheet.pk] != sheet.score],
        "stale": stale,
        "full": marked[0].result.full if marked else Decimal(100),
    }
