"""The ranking of one level of a round: by what counts, or by the scores before they were adjusted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongjian.apps.inspections.selectors import progress, ratings
from gongjian.apps.inspections.selectors.framed import get_framed
from gongjian.apps.inspections.selectors.mine import level_word
from gongjian.apps.inspections.selectors.standards import rated_levels, share_rules
from gongjian.apps.inspections.views.rankings import grade_row, rank_rows, score_scale
from gongjian.apps.inspections.views.round_tabs import round_frame
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotFound
from gongjian.core.listing import page_of

ORIGINAL = "original"


@allows(Right.RATINGS_VIEW)
@require_GET
def ranking(request: ActorRequest, round_id: int) -> HttpResponse:
    """Rank the places of one level of a round under one scheme."""
    actor, asked = request.actor, request.GET
    row = get_framed(actor, round_id)
    code = progress.place_of_round(row, asked.get("place", ""))
    schemes = ratings.schemes_of_round(actor, round_id)
    if not schemes:
        raise NotFound("这一轮还没有评级，或者没有归你看的。")
    scheme = next((one for one in schemes if str(one.pk) == asked.get("scheme")), schemes[0])
    levels = rated_levels(scheme, code) or [int(Level.COMMUNITY)]
    level = next((one for one in levels if str(one) == asked.get("level")), levels[-1])
    by_original = asked.get("by") == ORIGINAL
    ranked = ratings.ranked_grades(actor, row, scheme.pk, level, code, by_original=by_original)
    page = page_of(ranked, asked)
    ranks = ratings.ranks_of(ranked, page)
    missing, missing_count = ratings.unranked_grades(actor, row, scheme.pk, level, code)
    codes = {grade.place_code for grade in page.rows}
    before = {} if by_original else ratings.previous_ranks(actor, row, level, code, codes)
    missed = {grade.place_code for grade in missing}
    names = names_of({*codes, *missed, code, *(found[:9] for found in codes)})
    rows = [
        grade_row(
            grade, ranks[grade.value], names, scheme, _moved(before, grade.place_code, ranks[grade.value])
        )
        for grade in page.rows
    ]
    by_mean = by_original or (level != Level.COMMUNITY and not share_rules(scheme, level))
    context = {
        **round_frame(actor, row, "ranking"),
        "scheme": scheme,
        "place_name": names.get(code, code),
        "level_word": level_word(level),
        "is_score": level == Level.COMMUNITY or by_mean,
        "by_original": by_original,
        "page": page,
        "rows": rank_rows(rows) if not by_original else rows,
        "scale": score_scale(rows, level, by_mean=by_mean),
        "missing": [names.get(grade.place_code, grade.place_code) for grade in missing],
        "missing_count": missing_count,
        "has_moves": bool(before),
        "levels": [_link(request, level_word(found), found == level, level=found) for found in levels],
        "schemes": [_link(request, found.title, found == scheme, scheme=found.pk) for found in schemes],
        "scores": _score_links(request, by_original),
    }
    return render(request, "inspections/ranking.html", context)


def _moved(before: dict[str, int], code: str, rank: int) -> int | None:
    return before[code] - rank if code in before else None


def _score_links(request: ActorRequest, by_original: bool) -> list[dict[str, Any]]:
    """Offer both: the score that counts, after decisions, and the one the inspectors gave."""
    return [
        _link(request, _("按计入的得分"), not by_original, by=""),
        _link(request, _("按原始得分"), by_original, by=ORIGINAL),
    ]


def _link(request: ActorRequest, label: str, current: bool, **changes: object) -> dict[str, Any]:
    kept = request.GET.copy()
    kept.pop("page", None)
    for name, value in changes.items():
        kept[name] = str(value)
    return {"label": label, "url": f"?{kept.urlencode()}", "current": current}
