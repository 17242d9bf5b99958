"""Mend and look again: photos of the mended state from the community, the re-inspection by somebody else."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gongjian.apps.inspections.choices import CheckOutcome, FindingStatus, OrderStatus
from gongjian.apps.inspections.models import Finding, Mending, RectificationOrder
from gongjian.apps.inspections.selectors.findings import get_finding, why_not_check
from gongjian.apps.inspections.selectors.limits import Limits
from gongjian.apps.inspections.services.answers import Upload
from gongjian.apps.inspections.services.finding_photos import keep_photos
from gongjian.apps.inspections.services.orders import lock_order, require_answerer, sign_for, standing_of
from gongjian.apps.inspections.services.rectification_notices import tell_answered, tell_checked
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid


@transaction.atomic
def answer_finding(*, actor: Actor, finding_id: int, words: str, photos: Sequence[Upload]) -> Mending:
    """Hand in how a finding was mended: words and at least one photo of the mended state.

    An order not signed for yet is signed for with it. Raises Invalid without words or a good photo.
    """
    finding, order = _lock(actor, finding_id)
    require_answerer(actor, order)
    if finding.status not in FindingStatus.to_mend():
        raise Conflict("这一处已经报了整改、已经整改好或者撤回了，不用再报。")
    if not words.strip():
        raise Invalid("请写明怎么整改的。")
    kept = keep_photos(actor, photos, finding.place_code, order.organisation_id)
    if not kept:
        raise Invalid("请至少交一张整改后的照片，最好站在原来那张照片的位置拍。")
    if order.status == OrderStatus.PENDING:
        sign_for(actor, order)
    row = Mending.objects.create(
        finding=finding,
        words=words.strip(),
        answered_by_id=actor.user_id,
        answered_at=timezone.now(),
        answered_on=timezone.localdate(),
    )
    row.photos.set(kept)
    finding.status = FindingStatus.ANSWERED
    finding.save(update_fields=["status"])
    audit.record(actor, "inspections.finding_mended", finding, after={"text": row.words, "files": len(kept)})
    _stand(order)
    tell_answered(order, finding)
    return row


@transaction.atomic
def check_finding(
    *,
    actor: Actor,
    finding_id: int,
    outcome: CheckOutcome,
    reason: str = "",
    left_count: Decimal | None = None,
    photos: Sequence[Upload] = (),
) -> Mending:
    """Re-inspect what was handed in: passed, or back with a reason, a photo and a new last day.

    Nobody checks his own work or home ground. Raises Conflict then, Invalid for what is missing.
    """
    finding, order = _lock(actor, finding_id)
    actor.require(Right.INSPECTIONS_SCORE, finding.place_code)
    row = finding.mendings.filter(outcome="").select_related("finding").first()
    if row is None or finding.status != FindingStatus.ANSWERED:
        raise Conflict("这一处没有等复查的整改。")
    if refusal := why_not_check(actor, order, row.answered_by_id):
        raise Conflict(refusal)
    _check_parts(finding, outcome, reason, left_count, photos)
    row.outcome, row.reason = outcome, reason.strip()
    row.left_count = left_count if outcome == CheckOutcome.PARTLY else None
    row.checked_by_id, row.checked_at = actor.user_id, timezone.now()
    row.save(update_fields=["outcome", "reason", "left_count", "checked_by", "checked_at"])
    row.check_photos.set(keep_photos(actor, photos, finding.place_code, order.organisation_id))
    _settle(finding, order, row)
    after = {"outcome": outcome, "reason": row.reason, "count": left_count, "due_on": finding.due_on}
    audit.record(actor, "inspections.finding_checked", finding, after=after)
    _stand(order)
    tell_checked(order, finding, row)
    return row


def _check_parts(
    finding: Finding, outcome: CheckOutcome, reason: str, left: Decimal | None, photos: Sequence[Upload]
) -> None:
    if outcome == CheckOutcome.PASSED:
        return
    if not reason.strip():
        raise Invalid("请写明哪里没有整改好，社区要照着改。")
    if not photos:
        raise Invalid("退回重改要有一张现场的照片。")
    if outcome == CheckOutcome.PARTLY and (left is None or not 0 < left <= finding.count):
        raise Invalid(f"还有几处，要大于 0，不超过查到的 {finding.count.normalize():f} {finding.unit}。")


def _settle(finding: Finding, order: RectificationOrder, row: Mending) -> None:
    if row.outcome == CheckOutcome.PASSED:
        finding.status, finding.mended_on = FindingStatus.MENDED, row.answered_on
    else:
        due_on = Limits().redo_due_on(timezone.localdate(), finding.place_code)
        finding.status, finding.due_on = FindingStatus.REDO, max(due_on, order.due_on)
    finding.save(update_fields=["status", "mended_on", "due_on"])


def _stand(order: RectificationOrder) -> None:
    """Bring a locked order to where its findings stand; a new last day holds once all have been answered."""
    rows = list(order.findings.all())
    order.status = standing_of(rows, OrderStatus(order.status))
    waits = any(row.status == FindingStatus.ORDERED for row in rows)
    again = [row.due_on for row in rows if row.status == FindingStatus.REDO and row.due_on]
    order.redo_due_on = max(again) if again and not waits else None
    order.closed_at = timezone.now() if order.status == OrderStatus.DONE else None
    order.save(update_fields=["status", "redo_due_on", "closed_at"])


def _lock(actor: Actor, finding_id: int) -> tuple[Finding, RectificationOrder]:
    """Lock the order of a finding the actor may see, and read the finding under it."""
    seen = get_finding(actor, finding_id)
    if seen.order_id is None:
        raise Conflict("这一处还没有下达整改，或者整改通知撤回了。")
    order = lock_order(actor, seen.order_id)
    return get_finding(actor, finding_id), order
