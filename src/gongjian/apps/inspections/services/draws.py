"""Draw places (and inspectors) for a round so that anyone can verify it: lists, hash, public number, result."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from gongjian.apps.inspections.choices import PlaceChoice
from gongjian.apps.inspections.models import Draw, Round, RoundPlace
from gongjian.apps.inspections.selectors.draws import announced, get_draw, lists_for
from gongjian.apps.inspections.selectors.rosters import standing_pairs
from gongjian.apps.inspections.selectors.sheets import get_round
from gongjian.apps.inspections.services.rosters import plan_visits, tell_inspectors, withdraw
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import draw as engine
from gongjian.engines.errors import EngineInputError


@transaction.atomic
def make_draw(
    *,
    actor: Actor,
    round_id: int,
    title: str,
    source: str,
    take: Mapping[str, int],
    per_place: int = 0,
    at_most: int = 0,
) -> Draw:
    """Make the lists of a draw from the round's communities and its inspectors; nothing is published yet.

    Raises Invalid when the lists can't be drawn from as asked.
    """
    row = get_round(actor, round_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    if row.is_closed:
        raise Conflict(f"“{row.title}”已经结束，不能再抽。")
    if Draw.objects.filter(round=row, title=title).exists():
        raise Conflict(f"这一轮已经有“{title}”。请换个名称。")
    places, inspectors = lists_for(actor, row, with_inspectors=per_place > 0)
    made = Draw(
        place_code=row.place_code,
        round=row,
        title=title,
        source=source,
        salt=secrets.token_hex(16),
        take=dict(take),
        per_place=per_place,
        at_most=at_most,
        places=[entry.line for entry in places],
        inspectors=[entry.line for entry in inspectors],
    )
    _announcement(made)
    made.save()
    audit.record(actor, "inspections.draw_made", made, after={"places": len(places), "take": dict(take)})
    return made


def _announcement(row: Draw) -> engine.Announcement:
    try:
        return announced(row)
    except EngineInputError as refusal:
        raise Invalid(str(refusal)) from refusal


@transaction.atomic
def publish_draw(*, actor: Actor, draw_id: int) -> Draw:
    """Publish the hash of a draw's lists: from now on nothing of them can change."""
    row = _locked(actor, draw_id)
    if row.is_published:
        raise Conflict(f"“{row.title}”的清单哈希已经公布了。")
    row.hash, row.published_at, row.published_by_id = _announcement(row).hash, timezone.now(), actor.user_id
    row.save(update_fields=["hash", "published_at", "published_by"])
    audit.record(actor, "inspections.draw_published", row, after={"hash": row.hash, "source": row.source})
    return row


@transaction.atomic
def drop_draw(*, actor: Actor, draw_id: int) -> None:
    """Drop a draw whose hash isn't out; a published one stays for ever."""
    row = _locked(actor, draw_id)
    if row.is_published:
        raise Conflict("清单哈希已经公布，不能删。")
    audit.record(actor, "inspections.draw_dropped", row)
    row.delete()


@transaction.atomic
def run_draw(*, actor: Actor, draw_id: int, number: str, witnesses: str = "") -> Draw:
    """Draw with the public number, which is typed once, after the hash is out."""
    row = _locked(actor, draw_id)
    if row.published_at is None:
        raise Conflict("清单哈希还没有公布。先公布，等公共数出来再填。")
    if row.is_drawn:
        raise Conflict(f"“{row.title}”已经抽过了。公共数只填一次，不能重抽。")
    try:
        drawing = engine.draw(announced(row), number)
    except EngineInputError as refusal:
        raise Invalid(str(refusal)) from refusal
    result = drawing.result
    row.number, row.witnesses, row.typed_by_id = drawing.entropy, witnesses, actor.user_id
    row.typed_at = timezone.now()
    row.result = {
        "seed": result.seed,
        "drawn": list(result.drawn),
        "visits": [list(pair) for pair in result.visits],
        "short": list(drawing.short),
    }
    row.save(update_fields=["number", "witnesses", "typed_by", "typed_at", "result"])
    audit.record(actor, "inspections.draw_run", row, after={"number": row.number, "seed": result.seed})
    return row


@transaction.atomic
def apply_draw(*, actor: Actor, draw_id: int) -> Draw:
    """Make the drawn places those that the round looks at, and the drawn inspectors its visits."""
    row = _locked(actor, draw_id)
    if row.result is None or row.applied_at is not None:
        raise Conflict("还没有抽，或结果已经用到这一轮了。")
    of_round = Round.objects.select_for_update(no_key=True).get(pk=row.round_id)
    if of_round.is_closed or of_round.sheets.exists():
        raise Conflict(f"“{of_round.title}”已经开了评分表或已经结束，不能换地方。")
    RoundPlace.objects.filter(round=of_round).delete()
    RoundPlace.objects.bulk_create(
        RoundPlace(round=of_round, place_code=code) for code in row.result["drawn"]
    )
    of_round.choice = PlaceChoice.DRAWN
    of_round.save(update_fields=["choice"])
    if row.per_place:
        _send(of_round, {(place, inspector) for place, inspector in row.result["visits"]}, row.title)
    row.applied_at = timezone.now()
    row.save(update_fields=["applied_at"])
    audit.record(actor, "inspections.draw_applied", row, after={"places": len(row.result["drawn"])})
    return row


def _send(row: Round, pairs: set[tuple[str, str]], reason: str) -> None:
    standing = standing_pairs(row)
    withdraw(row, standing - pairs, reason)
    plan_visits(row, sorted(pairs - standing), reason)
    tell_inspectors(row, {int(inspector) for _place, inspector in pairs ^ standing})


def _locked(actor: Actor, draw_id: int) -> Draw:
    row = get_draw(actor, draw_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    locked: Draw = Draw.objects.select_for_update(no_key=True).get(pk=row.pk)
    return locked
