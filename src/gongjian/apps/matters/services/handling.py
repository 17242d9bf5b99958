"""What a unit does with its part: sign for it, hand it back once, say what was done."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import AssignmentState, MatterState, PhotoStage, StepKind
from gongjian.apps.matters.models import Assignment, Check
from gongjian.apps.matters.services.entries import add_step, named, tell_desk
from gongjian.apps.matters.services.fieldwork import moment_of, with_moments
from gongjian.apps.matters.services.locking import in_own_hands, written
from gongjian.apps.matters.services.parts import end_parts, settle
from gongjian.apps.matters.services.photos import check_photos, keep_photos
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.attachments import Upload
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.files import Photo
from gongjian.engines.replay import Recorded

RESULT_LIMIT = 2000


@transaction.atomic
def accept(*, actor: Actor, assignment_id: int, recorded: Recorded | None = None) -> Assignment:
    """Sign for a unit's part."""
    matter, part = in_own_hands(actor, assignment_id, "accept", (AssignmentState.PENDING,))
    moment = moment_of(recorded, part.dispatched_at, matter.place_code)
    part.state, part.accepted_at = AssignmentState.ACCEPTED, moment
    part.save(update_fields=["state", "accepted_at"])
    matter.save(update_fields=["state"])
    said = with_moments("", recorded, moment)
    add_step(actor, matter, StepKind.ACCEPTED, said, organisation_id=part.organisation_id, is_public=True)
    audit.record(actor, "matters.accepted", matter, after={"unit": str(part.organisation)})
    return part


@transaction.atomic
def hand_back(*, actor: Actor, assignment_id: int, reason: str) -> Assignment:
    """Hand a part back to the desk, once for each unit and matter, saying why and whose it is.

    When the lead hands back, the matter waits for the desk to dispatch it anew and the others' parts end.
    Raises Conflict for a second time.
    """
    open_states = (AssignmentState.PENDING, AssignmentState.ACCEPTED)
    matter, part = in_own_hands(actor, assignment_id, "hand_back", open_states)
    before = Assignment.objects.filter(
        matter=matter, organisation=part.organisation, handed_back_at__isnull=False
    )
    if before.exists():
        raise Conflict(
            f"{part.organisation}已经退回过一次，派办单位维持原派。只能退回一次，请办理；有难处可以申请延期。"
        )
    part.handed_back_reason = written(reason, "请写明为什么退回、应该由谁办。")
    part.handed_back_at, part.state = timezone.now(), AssignmentState.HANDED_BACK
    part.save(update_fields=["handed_back_reason", "handed_back_at", "state"])
    if part.is_lead:
        end_parts(matter)
        matter.save(update_fields=["state"])
    else:
        matter.refresh_from_db(fields=["state"])
        settle(matter)
    add_step(
        actor, matter, StepKind.HANDED_BACK, part.handed_back_reason, organisation_id=part.organisation_id
    )
    audit.record(
        actor,
        "matters.handed_back",
        matter,
        after={"unit": str(part.organisation), "reason": part.handed_back_reason},
    )
    tell_desk(matter, f"{part.organisation}退回{named(matter)}：{part.handed_back_reason}")
    return part


def act(
    *,
    actor: Actor,
    assignment_id: int,
    result: str,
    photos: Sequence[Upload] = (),
    recorded: Recorded | None = None,
) -> Assignment:
    """Say what was done, with photos; once no unit owes anything any more, the matter waits for its check.

    A part that was not signed for counts as signed for then. `recorded` is when a phone without a network wrote
    it. Raises Invalid without words.
    """
    text = written(result, "请写做了什么、现在怎么样。核查和答复都要看。", RESULT_LIMIT)
    found = Assignment.objects.select_related("matter").filter(pk=assignment_id).first()
    if found is None:
        raise NotFound()
    checked = check_photos(photos, found.matter.place_code)
    with transaction.atomic():
        return _act(actor, assignment_id, text, checked, recorded)


def _act(
    actor: Actor, assignment_id: int, text: str, checked: list[Photo], recorded: Recorded | None
) -> Assignment:
    matter, part = in_own_hands(actor, assignment_id, "act", AssignmentState.in_hand())
    done_at = moment_of(recorded, _owed_since(part), matter.place_code)
    part.state, part.result, part.done_at = AssignmentState.DONE, text, done_at
    part.done_by_id, part.accepted_at = actor.user_id, part.accepted_at or done_at
    part.save()
    keep_photos(actor, matter, checked, PhotoStage.AFTER, part)
    matter.refresh_from_db(fields=["state"])
    settle(matter, done_at)
    said = with_moments(text, recorded, done_at)
    add_step(actor, matter, StepKind.ACTED, said, organisation_id=part.organisation_id)
    audit.record(actor, "matters.acted", matter, after={"unit": str(part.organisation), "text": text})
    if matter.state == MatterState.DONE:
        tell_desk(matter, f"{named(matter)}报来处置结果，请核查。")
    return part


def _owed_since(part: Assignment) -> datetime:
    """Return since when the unit owed it: since it was given out, or last sent back."""
    sent_back = Check.objects.filter(matter=part.matter, cycle=part.cycle, has_passed=False)
    last: datetime | None = sent_back.order_by("-at").values_list("at", flat=True).first()
    if last is None or part.state != AssignmentState.REWORK:
        return part.dispatched_at
    return max(part.dispatched_at, last)
