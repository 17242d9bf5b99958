"""The desk gives a dispute to mediators, and says who they are."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import LimitUnit, MatterKind, StepKind
from gongjian.apps.matters.choices import MediationState as State
from gongjian.apps.matters.models import Matter, Mediation, MediationMember, MediationParty
from gongjian.apps.matters.selectors.deadlines import JudgedBy, due_from
from gongjian.apps.matters.selectors.mediation.cases import MEDIATION_DAYS, may_mediate, members_of
from gongjian.apps.matters.services.clocks import set_due
from gongjian.apps.matters.services.entries import add_step, named, tell_reporter
from gongjian.apps.matters.services.locking import at_desk
from gongjian.apps.matters.services.mediation.consent import all_agree
from gongjian.apps.matters.services.mediation.locking import lock_mediation, save_with_next
from gongjian.apps.matters.services.mediation.telling import tell_members
from gongjian.apps.parties.models import Organisation, User
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.rules import rule_value


@transaction.atomic
def open_mediation(
    *,
    actor: Actor,
    matter_id: int,
    organisation_id: int,
    mediator_ids: Sequence[int],
    has_minor: bool = False,
    has_violence: bool = False,
) -> Mediation:
    """Give a dispute to mediators; from now on it has the rule's days, and only they read what is said in it.

    A dispute that was opened again is mediated again, with new consent. Raises Conflict for what is no dispute, Invalid
    without mediators or for people without the right.
    """
    matter = at_desk(actor, matter_id, "mediate")
    if matter.kind != MatterKind.DISPUTE:
        raise Conflict("只有矛盾纠纷才交调解。这件不是纠纷，请派办或答复。")
    if not mediator_ids:
        raise Invalid("没有选调解员。请至少选一人。")
    now = timezone.now()
    _grant_days(matter)
    row = Mediation.objects.filter(matter=matter).first() or Mediation(matter=matter, opened_at=now)
    row.matter, row.opened_by_id, row.is_demo = matter, actor.user_id, matter.is_demo
    row.organisation = _organisation(matter, organisation_id)
    row.state, row.accepted_at, row.ended_at, row.answer_draft = State.ACCEPTED, now, None, ""
    row.has_minor, row.has_violence = row.has_minor or has_minor, row.has_violence or has_violence
    row.save()
    MediationParty.objects.filter(mediation=row).update(consents=None, answered_at=None)
    _add_members(actor, row, mediator_ids)
    save_with_next(row)
    add_step(actor, matter, StepKind.MEDIATING, str(row.organisation), is_public=True)
    audit.record(
        actor,
        "matters.mediation_opened",
        row,
        after={"unit": str(row.organisation), "mediators": [str(one) for one in members_of(row)]},
    )
    tell_reporter(
        matter, StepKind.MEDIATING, "您反映的纠纷已交人民调解，调解员会联系您，是否调解由双方自愿。"
    )
    return row


def _grant_days(matter: Matter) -> None:
    """Count the rule's days for the mediation from now on; on a matter locked."""
    now = timezone.now()
    days = int(rule_value(MEDIATION_DAYS, on=timezone.localdate(now), place_code=matter.place_code))
    judged = JudgedBy(days, LimitUnit.NATURAL_DAYS)
    matter.limit_amount, matter.limit_unit, matter.standard = judged.amount, judged.unit, None
    matter.filed_at = matter.filed_at or now
    matter.started_at = now
    set_due(matter, due_from(now, judged, matter.place_code).due_at, is_new_clock=True)
    matter.save()


def _organisation(matter: Matter, organisation_id: int) -> Organisation:
    found: Organisation | None = Organisation.objects.filter(pk=organisation_id, is_active=True).first()
    if found is None or not matter.place_code.startswith(found.place_code):
        raise NotFound("没有这个调解组织，或者不在本地。请重新选。")
    return found


def _add_members(actor: Actor, row: Mediation, user_ids: Iterable[int]) -> list[User]:
    """Appoint people who are not mediators of the case yet; those with the right over the place only."""
    seated = set(members_of(row).values_list("user_id", flat=True))
    wanted = [pk for pk in dict.fromkeys(user_ids) if pk not in seated]
    people = User.objects.in_bulk(wanted)
    unfit = [pk for pk in wanted if pk not in people or not may_mediate(people[pk], row.matter)]
    if unfit:
        raise Invalid("选的人里有不能当这件事调解员的：要有调解权限，并且管这个地方。请重新选。")
    now = timezone.now()
    MediationMember.objects.bulk_create(
        MediationMember(mediation=row, user=people[pk], appointed_at=now, appointed_by_id=actor.user_id)
        for pk in wanted
    )
    tell_members(row, f"请你调解{named(row.matter)}。", only=wanted)
    return [people[pk] for pk in wanted]


@transaction.atomic
def appoint(*, actor: Actor, matter_id: int, user_ids: Sequence[int], organisation_id: int) -> Mediation:
    """Add mediators to a case, at another level where it was passed up. Nobody appoints himself: he would read what
    was said before.

    Those already there are told.
    """
    row = _of_desk(actor, matter_id)
    if actor.user_id in user_ids:
        raise NotAllowed("不能把自己加进已经开始的调解：那样就能看到以前的笔录。请由另一位派办的人来加。")
    if not user_ids:
        raise Invalid("没有选调解员。请至少选一人。")
    before = [int(pk) for pk in members_of(row).values_list("user_id", flat=True)]
    row.organisation = _organisation(row.matter, organisation_id)
    if row.state == State.APPLIED:
        row.state = State.MEDIATING if all_agree(row) else State.ACCEPTED
    added = _add_members(actor, row, user_ids)
    save_with_next(row)
    names = [str(one) for one in added]
    audit.record(actor, "matters.mediators_added", row, after={"mediators": names})
    tell_members(row, f"{named(row.matter)}的调解加了调解员：{'、'.join(names)}。", only=before)
    return row


@transaction.atomic
def dismiss(*, actor: Actor, matter_id: int, user_id: int) -> Mediation:
    """Take a mediator off a case; from the next moment he reads nothing of it. The last one stays until another comes."""
    row = _of_desk(actor, matter_id)
    member = members_of(row).filter(user_id=user_id).first()
    if member is None:
        raise NotFound("这个人不是这件事的调解员。")
    if members_of(row).count() == 1:
        raise Conflict("只剩一名调解员。请先加人，再撤下他。")
    member.ended_at = timezone.now()
    member.save(update_fields=["ended_at"])
    audit.record(actor, "matters.mediator_dismissed", row, after={"mediators": [str(member)]})
    return row


def _of_desk(actor: Actor, matter_id: int) -> Mediation:
    """Lock the mediation of a matter for the desk, which learns nothing of what is said in it."""
    matter = at_desk(actor, matter_id, "appoint")
    found = Mediation.objects.filter(matter=matter).first()
    if found is None:
        raise NotFound("这件事没有交调解。")
    row = lock_mediation(found.pk)
    row.matter = matter
    return row
