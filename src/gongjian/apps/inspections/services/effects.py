"""Confirm what mended and left findings do to the score of their sheets."""

from collections.abc import Collection

from django.db import transaction

from gongjian.apps.inspections.choices import AdjustmentKind
from gongjian.apps.inspections.models import ScoreAdjustment
from gongjian.apps.inspections.selectors.effects import proposals_of, source_key
from gongjian.apps.inspections.selectors.sheets import get_round
from gongjian.apps.inspections.services.adjustments import adjust_scores
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid


@transaction.atomic
def confirm_effects(*, actor: Actor, round_id: int, finding_ids: Collection[int]) -> int:
    """Decide the proposed effects of some findings of a round; return how many sheets count differently now.

    Raises Invalid for none, Conflict when one of them has nothing to confirm any more: nothing is decided then.
    """
    row = get_round(actor, round_id)
    actor.require(Right.RATINGS_DECIDE, row.place_code)
    wanted = set(finding_ids)
    if not wanted:
        raise Invalid("没有选要确认的。请至少选一处。")
    open_ = {one.finding.pk: one for one in proposals_of(actor, row) if one.is_open}
    if wanted - open_.keys():
        raise Conflict("选的里面有刚才已经确认过、或者情况变了的，一处也没有确认。请刷新后再看。")
    chosen = [open_[pk] for pk in sorted(wanted)]
    rows = [
        ScoreAdjustment(
            sheet=one.finding.sheet,
            item_id=one.finding.item_id,
            kind=AdjustmentKind.RECTIFIED,
            points=one.effect.points,
            reason=one.reason,
            source_key=source_key(one.finding),
        )
        for one in chosen
    ]
    return adjust_scores(actor=actor, rows=rows)
