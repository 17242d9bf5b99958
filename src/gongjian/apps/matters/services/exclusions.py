"""Leave a matter out of the rates for one of the grounds in the rules, or count it again; both with a trace."""

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import ExclusionGround, StepKind
from gongjian.apps.matters.models import Exclusion, Matter
from gongjian.apps.matters.services.entries import add_step
from gongjian.apps.matters.services.locking import written
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, NotFound


@transaction.atomic
def exclude(*, actor: Actor, matter_id: int, ground: ExclusionGround, reason: str) -> Exclusion:
    """Leave a matter out of the rates; it is handled and answered all the same."""
    matter = _deciding(actor, matter_id)
    if Exclusion.objects.filter(matter=matter).exists():
        raise Conflict("这件事已经不计入考核。")
    text = written(reason, "请写明为什么不计入考核。统计表会列出来。")
    row = Exclusion.objects.create(
        matter=matter, ground=ground, reason=text, at=timezone.now(), by_id=actor.user_id
    )
    add_step(actor, matter, StepKind.EXCLUDED, f"{row.get_ground_display()}。{text}")
    audit.record(actor, "matters.excluded", matter, after={"kind": ground, "reason": text})
    return row


@transaction.atomic
def include(*, actor: Actor, matter_id: int, reason: str) -> Matter:
    """Count a matter in the rates again."""
    matter = _deciding(actor, matter_id)
    row = Exclusion.objects.filter(matter=matter).first()
    if row is None:
        raise Conflict("这件事本来就计入考核。")
    text = written(reason, "请写明为什么恢复计入考核。")
    before = audit.snapshot(row, "ground", "reason")
    row.delete()
    add_step(actor, matter, StepKind.INCLUDED, text)
    audit.record(actor, "matters.included", matter, before=before, after={"reason": text})
    return matter


def _deciding(actor: Actor, matter_id: int) -> Matter:
    """Lock a matter in whatever state, for the level that answers for it or above."""
    if not Matter.objects.visible_to(actor).filter(pk=matter_id).exists():
        raise NotFound()
    matter: Matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    actor.require(Right.MATTERS_DECIDE, matter.desk_code)
    return matter
