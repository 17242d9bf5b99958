"""The first page of ratings: what every round came to, how that changed, what waits for a rating."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongjian.apps.inspections.models import Round
from gongjian.apps.inspections.selectors import results
from gongjian.apps.inspections.selectors.mine import level_word
from gongjian.apps.inspections.selectors.results import RoundResult
from gongjian.apps.parties.selectors import people_with_at
from gongjian.apps.places.selectors import current_scope, scope_names
from gongjian.core.access import Actor, ActorRequest, Right, allows
from gongjian.core.listing import page_of
from gongjian.engines import scoring

PAGE_SIZE = 20
MOST_ASKED, MOST_NAMED = 2, 3
Row = dict[str, Any]


@allows(Right.RATINGS_VIEW)
@require_GET
def list_ratings(request: ActorRequest) -> HttpResponse:
    """Show the rounds of the place one works in: their result, or who can rate them."""
    actor, scope = request.actor, current_scope(request)
    total, unrated = results.count_rounds(actor, scope)
    page = page_of(results.list_results(actor, scope), request.GET, PAGE_SIZE, total)
    found = results.read_results(actor, scope, page.rows)
    names = scope_names(request, *(row.place_code for row in page.rows))
    rows = [_row(actor, row, found, names) for row in page.rows]
    _mark_unrated(actor, scope, rows)
    context = {
        "page": page,
        "rows": rows,
        "place_name": names.get(scope, scope),
        "headline": _headline(next((row for row in rows if row["result"]), None), unrated),
    }
    return render(request, "inspections/ratings.html", context)


def _row(actor: Actor, row: Round, found: dict[int, RoundResult], names: dict[str, str]) -> Row:
    result = found.get(row.pk)
    before = found.get(row.previous_id or 0)  # type: ignore[attr-defined]
    share = result.best_share if result else None
    return {
        "round": row,
        "place": names.get(row.place_code, row.place_code),
        "is_over": results.is_over(row, timezone.localdate()),
        "can_decide": actor.can(Right.RATINGS_DECIDE, row.place_code),
        "result": result,
        "held": [(label, result.counts[label]) for label in result.labels] if result else [],
        "not_met": result.counts[""] if result else 0,
        "unchecked": result.counts[results.UNCHECKED] if result else 0,
        "share": "" if share is None else scoring.percent(share),
        "above": [(level_word(level), *numbers) for level, numbers in result.above.items()] if result else [],
        "change": _change(result, before) if result and before else None,
    }


def _change(now: RoundResult, before: RoundResult) -> Row | None:
    """Say how the share of the best label moved, from exact values; None where it can't be compared."""
    if now.best_share is None or before.best_share is None or now.labels[:1] != before.labels[:1]:
        return None
    moved = (now.best_share - before.best_share) * 100
    points = scoring.round_half_up(abs(moved), 1)
    return {
        "title": before.title,
        "share": scoring.percent(before.best_share),
        "points": points,
        "is_up": moved > 0 and points > 0,
        "is_down": moved < 0 and points > 0,
        "other_version": now.version_id != before.version_id,
    }


def _mark_unrated(actor: Actor, scope: str, rows: list[Row]) -> None:
    """Add how far the unrated rounds are and who may rate them; the first that one can rate leads."""
    waiting = [row for row in rows if row["result"] is None]
    done = results.inspected_so_far(actor, scope, [row["round"].pk for row in waiting]) if waiting else {}
    asked = list(dict.fromkeys(row["round"].place_code for row in waiting if not row["can_decide"]))
    people = people_with_at(Right.RATINGS_DECIDE, asked[:MOST_ASKED]) if asked else {}
    for row in waiting:
        row["inspected"] = done.get(row["round"].pk, 0)
        if not row["can_decide"]:
            deciders = people.get(row["round"].place_code, [])[:MOST_NAMED]
            row["deciders"] = "、".join(person.full_name for person in deciders)
    first = next((row for row in waiting if row["is_over"] and row["can_decide"] and row["inspected"]), None)
    if first:
        first["leads"] = True


def _headline(latest: Row | None, unrated: int) -> str:
    words = []
    if latest:
        result: RoundResult = latest["result"]
        label, count = latest["held"][0] if latest["held"] else ("", 0)
        numbers = {"title": result.title, "all": result.total, "count": count, "label": label}
        words.append(_("%(title)s：%(all)s 个社区里 %(count)s 个%(label)s") % numbers)
    if unrated:
        words.append(_("%(count)s 轮还没有评级") % {"count": unrated})
    return _("，").join(words) or _("评级")
