"""What was decided: who does it by when, the result with evidence, confirmed or sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices import (
    RESOLUTION_STEPS,
    ItemOutcome,
    MeetingStatus,
    ResolutionEntryKind,
    ResolutionStatus,
)
from gongjian.apps.councils.models import CouncilMember, Meeting, Resolution, ResolutionEntry
from gongjian.apps.councils.selectors.meetings import chairs, days_of, get_resolution, manages, seat_in
from gongjian.apps.councils.selectors.meetings.seats import coming_meeting
from gongjian.apps.councils.services.meetings.ideas import tell_idea_of_resolution
from gongjian.apps.councils.services.meetings.records import require_quorum
from gongjian.apps.councils.services.meetings.steps import chaired_meeting
from gongjian.apps.councils.services.meetings.telling import resolution_url, tell_hosts, tell_member
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload, store_uploads
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.workdays import add_workdays

MOST_FILES = 9


@dataclass(frozen=True, kw_only=True)
class ResolutionSpec:
    """One thing decided: a member does it, or somebody by name; without a day the usual number of working days."""

    text: str
    item_id: int | None = None
    member_id: int | None = None
    owner_name: str = ""
    due_on: date | None = None


@transaction.atomic
def make_resolution(*, actor: Actor, council_meeting_id: int, spec: ResolutionSpec) -> Resolution:
    """Write down what a meeting decided; without a quorum it could not decide anything."""
    meeting = chaired_meeting(actor, council_meeting_id, MeetingStatus.HELD)
    require_quorum_at_all(meeting)
    if not spec.text.strip():
        raise Invalid("没有写议定了什么。请用一句话写清要办的事。")
    if bool(spec.member_id) == bool(spec.owner_name.strip()):
        raise Invalid("请选由哪个成员办，或者写由谁办，只填一样。")
    day = timezone.localtime(meeting.starts_at).date()
    place_code = meeting.council.place_code
    due_on = spec.due_on or add_workdays(day, days_of("resolution_workdays", place_code, day))
    if due_on < day:
        raise Invalid("时限早于开会那天。请写以后的日期。")
    resolution = Resolution.objects.create(
        council=meeting.council,
        meeting=meeting,
        item_id=_item(meeting, spec.item_id),
        text=spec.text.strip(),
        member=_owner(meeting, spec.member_id, day),
        owner_name=spec.owner_name.strip(),
        due_on=due_on,
        made_on=day,
        is_demo=meeting.is_demo,
    )
    _note(actor, resolution, ResolutionEntryKind.MADE, "")
    after = audit.snapshot(resolution, "text", "member_id", "owner_name", "due_on")
    audit.record(actor, "councils.resolution_made", resolution, after=after, place_code=place_code)
    tell_idea_of_resolution(actor, resolution)
    _tell_owner(resolution, f"{meeting}议定由你们办：{resolution.text}，{_day(due_on)}前办成")
    return resolution


def require_quorum_at_all(meeting: Meeting) -> None:
    """Refuse to decide at a meeting that had too few."""
    if not meeting.has_quorum:
        require_quorum(meeting, None)


def _item(meeting: Meeting, item_id: int | None) -> int | None:
    if item_id is None:
        return None
    item = meeting.items.filter(pk=item_id).first()
    if item is None:
        raise NotFound("这个议题不在这次会议里。")
    if item.outcome == ItemOutcome.FAILED:
        raise Conflict(f"“{item.title}”没有通过，不能议定办理。")
    return int(item.pk)


def _owner(meeting: Meeting, member_id: int | None, day: date) -> CouncilMember | None:
    if member_id is None:
        return None
    member = CouncilMember.objects.filter(pk=member_id, council_id=meeting.council_id).first()
    if member is None or not member.is_in_force(day):
        raise NotFound("这个成员已经不在议事会里。请重新选由谁办。")
    return member


@transaction.atomic
def answer_resolution(
    *, actor: Actor, resolution_id: int, result: str, uploads: Sequence[Upload] = ()
) -> Resolution:
    """Say that it is done, with evidence: its owner by its delegate, or the community for it."""
    resolution = _locked(actor, resolution_id)
    seat = seat_in(actor, resolution.council_id)
    is_owner = seat is not None and seat.pk == resolution.member_id
    if not is_owner and not manages(actor, resolution.council):
        raise NotAllowed("这件事由办的成员来报结果。")
    if not result.strip():
        raise Invalid("没有写结果。请写办成了什么。")
    if len(uploads) > MOST_FILES:
        raise Invalid(f"一次最多附 {MOST_FILES} 个文件。")
    _step(resolution, ResolutionStatus.ANSWERED)
    resolution.result, resolution.answered_on = result.strip(), timezone.localdate()
    resolution.save(update_fields=["status", "result", "answered_on"])
    place_code = resolution.council.place_code
    resolution.files.add(
        *store_uploads(actor=actor, uploads=uploads, right=Right.COUNCILS_VIEW, place_code=place_code)
    )
    _note(actor, resolution, ResolutionEntryKind.ANSWERED, result)
    _audit(actor, "councils.resolution_answered", resolution, result)
    sentence = f"{resolution.owner}报告办成了“{resolution.text}”，请确认"
    tell_hosts(place_code, sentence, resolution_url(resolution))
    return resolution


@transaction.atomic
def confirm_resolution(*, actor: Actor, resolution_id: int, is_done: bool, words: str = "") -> Resolution:
    """Confirm what its owner says is done, or send it back with the reason: the chair of the next meeting, or the community."""
    resolution = _locked(actor, resolution_id)
    _require_confirmer(actor, resolution)
    if resolution.status != ResolutionStatus.ANSWERED:
        raise Conflict("办的成员还没有报结果。")
    if not is_done and not words.strip():
        raise Invalid("请写明退回的原因，对方要照着再办。")
    _step(resolution, ResolutionStatus.DONE if is_done else ResolutionStatus.OPEN)
    if is_done:
        resolution.settled_on = timezone.localdate()
    else:
        resolution.answered_on = None
    resolution.save(update_fields=["status", "settled_on", "answered_on"])
    kind = ResolutionEntryKind.CONFIRMED if is_done else ResolutionEntryKind.SENT_BACK
    _note(actor, resolution, kind, words)
    act = "councils.resolution_confirmed" if is_done else "councils.resolution_sent_back"
    _audit(actor, act, resolution, words)
    tell_idea_of_resolution(actor, resolution)
    said = "确认办成" if is_done else "还要再办"
    _tell_owner(resolution, f"“{resolution.text}”{said}。{words.strip()}")
    return resolution


@transaction.atomic
def void_resolution(*, actor: Actor, resolution_id: int, reason: str) -> Resolution:
    """Say that it is not done any more, and why."""
    resolution = _locked(actor, resolution_id)
    _require_confirmer(actor, resolution)
    if not reason.strip():
        raise Invalid("请写明为什么不再办。")
    _step(resolution, ResolutionStatus.VOID)
    resolution.settled_on = timezone.localdate()
    resolution.save(update_fields=["status", "settled_on"])
    _note(actor, resolution, ResolutionEntryKind.VOIDED, reason)
    _audit(actor, "councils.resolution_voided", resolution, reason)
    tell_idea_of_resolution(actor, resolution)
    _tell_owner(resolution, f"“{resolution.text}”不用再办：{reason.strip()}")
    return resolution


def _require_confirmer(actor: Actor, resolution: Resolution) -> None:
    if not manages(actor, resolution.council) and not chairs(actor, coming_meeting(resolution.council_id)):
        raise NotAllowed("由社区或者下一次会议的主持人确认。")


def _locked(actor: Actor, resolution_id: int) -> Resolution:
    resolution = get_resolution(actor, resolution_id)
    Resolution.objects.select_for_update(no_key=True).get(pk=resolution.pk)
    resolution.refresh_from_db(fields=["status", "due_on", "answered_on"])
    return resolution


def _step(resolution: Resolution, status: ResolutionStatus) -> None:
    if status not in RESOLUTION_STEPS[resolution.status]:
        raise Conflict(f"这件事现在是“{resolution.get_status_display()}”，不能改成“{status.label}”。")
    resolution.status = status


def _note(actor: Actor, resolution: Resolution, kind: ResolutionEntryKind, text: str) -> None:
    ResolutionEntry.objects.create(
        resolution=resolution,
        kind=kind,
        text=text.strip()[:300],
        by_id=actor.user_id,
        at=timezone.now(),
    )


def _audit(actor: Actor, act: str, resolution: Resolution, words: str) -> None:
    after = {"status": resolution.status, "text": words.strip()}
    audit.record(actor, act, resolution, after=after, place_code=resolution.council.place_code)


def _tell_owner(resolution: Resolution, sentence: str) -> None:
    if resolution.member_id is not None:
        url, place_code = resolution_url(resolution), resolution.council.place_code
        tell_member(resolution.member_id, sentence, url, place_code, due_on=resolution.due_on)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
