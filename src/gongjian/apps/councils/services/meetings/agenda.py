"""The agenda: members propose, the chair answers with a reason, papers are added."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.choices import ITEM_STEPS, ItemStatus, MeetingStatus
from gongjian.apps.councils.models import AgendaItem, Council, Meeting
from gongjian.apps.councils.selectors.meetings import get_council, get_item, get_meeting, manages, seat_in
from gongjian.apps.councils.selectors.meetings.seats import coming_meeting
from gongjian.apps.councils.services.meetings.ideas import tell_idea_of_item
from gongjian.apps.councils.services.meetings.steps import require_chair
from gongjian.apps.councils.services.meetings.telling import tell_hosts, tell_member
from gongjian.apps.matters.models import Matter
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload, store_uploads
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound

MOST_PAPERS = 10
OPEN = (MeetingStatus.PLANNED, MeetingStatus.CALLED)


@dataclass(frozen=True, kw_only=True)
class ItemSpec:
    """A proposal as somebody wrote it; `member_id` is on whose behalf the community wrote it down."""

    title: str
    detail: str = ""
    matter_id: int | None = None
    member_id: int | None = None


@transaction.atomic
def propose_item(
    *, actor: Actor, council_id: int, spec: ItemSpec, uploads: Sequence[Upload] = ()
) -> AgendaItem:
    """Propose something to talk about: a member by its delegate, or the community, for a member too.

    What the community proposes for itself needs no answer: it is accepted when it is put on a meeting.
    """
    council = get_council(actor, council_id)
    seat = seat_in(actor, council.pk)
    may_manage = manages(actor, council)
    if seat is None and not may_manage:
        raise NotAllowed("只有成员的代表和社区能提议题。")
    if council.is_over:
        raise Conflict(f"{council.name}已经撤销，不能再提议题。")
    member_id = seat.pk if seat else spec.member_id
    if seat is None and member_id and not council.members.filter(pk=member_id, left_on=None).exists():
        raise NotFound("没有这个成员，或者已经退出。")
    item = AgendaItem.objects.create(
        council=council,
        title=_title(spec.title),
        detail=spec.detail.strip(),
        member_id=member_id,
        matter_id=_matter(actor, spec.matter_id),
        proposed_by_id=actor.user_id,
        proposed_at=timezone.now(),
    )
    _attach(actor, item, uploads)
    audit.record(
        actor, "councils.item_proposed", item, after={"title": item.title}, place_code=council.place_code
    )
    tell_idea_of_item(actor, item)
    if not may_manage:
        url = reverse("councils:council", args=[council.pk])
        tell_hosts(council.place_code, f"{seat}提了一个议题：{item.title}。请主持人定列不列入", url)
    return item


@transaction.atomic
def propose_idea(
    *, actor: Actor, council_id: int, spec: ItemSpec, council_meeting_id: int | None = None
) -> AgendaItem:
    """Propose a resident's idea for the community, and put it on a meeting's agenda where one is named.

    Raises Conflict when it is proposed already, or on an agenda, and not answered or talked over yet.
    """
    waiting = (ItemStatus.PROPOSED, ItemStatus.ACCEPTED, ItemStatus.DEFERRED)
    rows = AgendaItem.objects.filter(council_id=council_id, status__in=waiting)
    if spec.matter_id and rows.filter(matter_id=spec.matter_id).exists():
        raise Conflict("这条主意已经提给这个议事会，还没有议。")
    item = propose_item(actor=actor, council_id=council_id, spec=spec)
    if council_meeting_id is None:
        return item
    return accept_item(actor=actor, agenda_item_id=item.pk, council_meeting_id=council_meeting_id)


def _title(text: str) -> str:
    if not text.strip():
        raise Invalid("没有写议题。请用一句话写要议什么。")
    return text.strip()


def _matter(actor: Actor, matter_id: int | None) -> int | None:
    """A matter may be named by whoever may see it."""
    if matter_id is None:
        return None
    if not Matter.objects.visible_to(actor).filter(pk=matter_id).exists():
        raise NotFound("没有找到这件事项。请核对编号。")
    return matter_id


def _attach(actor: Actor, item: AgendaItem, uploads: Sequence[Upload]) -> None:
    if item.papers.count() + len(uploads) > MOST_PAPERS:
        raise Invalid(f"一个议题最多附 {MOST_PAPERS} 份材料。请去掉几份。")
    place_code = item.council.place_code
    item.papers.add(
        *store_uploads(actor=actor, uploads=uploads, right=Right.COUNCILS_VIEW, place_code=place_code)
    )


@transaction.atomic
def add_papers(*, actor: Actor, agenda_item_id: int, uploads: Sequence[Upload]) -> AgendaItem:
    """Add papers to an item: who proposed it, who chairs, or the community."""
    item = _item(actor, agenda_item_id)
    seat = seat_in(actor, item.council_id)
    if not manages(actor, item.council) and (seat is None or seat.pk != item.member_id):
        _require_answerer(actor, item)
    if item.status in (ItemStatus.DECLINED, ItemStatus.DISCUSSED):
        raise Conflict("这个议题已经议过或者没有列入，不能再加材料。")
    if not uploads:
        raise Invalid("没有选文件。请选照片、PDF、DOCX 或 XLSX。")
    _attach(actor, item, uploads)
    audit.record(
        actor,
        "councils.papers_added",
        item,
        after={"names": [upload.name for upload in uploads]},
        place_code=item.council.place_code,
    )
    return item


@transaction.atomic
def accept_item(*, actor: Actor, agenda_item_id: int, council_meeting_id: int) -> AgendaItem:
    """Put a proposal on the agenda of a meeting that is still to come."""
    item = _item(actor, agenda_item_id)
    meeting = get_meeting(actor, council_meeting_id)
    require_chair(actor, meeting)
    if meeting.council_id != item.council_id or meeting.status not in OPEN:
        raise Conflict("只能列入本议事会还没有开的会。")
    _step(item, ItemStatus.ACCEPTED)
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    item.meeting, item.order, item.answer = meeting, last + 1, ""
    item.save(update_fields=["meeting", "order", "status", "answer", "answered_at"])
    _answered(actor, item, f"你们提的议题“{item.title}”列入{meeting}（{meeting.day}）的议程")
    return item


@transaction.atomic
def put_off_item(*, actor: Actor, agenda_item_id: int, reason: str, is_declined: bool = False) -> AgendaItem:
    """Leave a proposal for a later meeting, or decline it; the proposer is told why."""
    item = _item(actor, agenda_item_id)
    _require_answerer(actor, item)
    if item.vote_key:
        raise Conflict("这个议题已经开始无记名投票，不能再改。")
    if not reason.strip():
        raise Invalid("请写明原因，提议的成员会看到。")
    if item.meeting and item.meeting.status == MeetingStatus.CLOSED:
        raise Conflict("这次会的记录已经确认，议题不能再改。")
    _step(item, ItemStatus.DECLINED if is_declined else ItemStatus.DEFERRED)
    item.meeting, item.answer = None, reason.strip()
    item.save(update_fields=["meeting", "status", "answer", "answered_at"])
    said = "没有列入议程" if is_declined else "留到以后再议"
    _answered(actor, item, f"你们提的议题“{item.title}”{said}：{reason.strip()}")
    return item


def _step(item: AgendaItem, status: ItemStatus) -> None:
    if status not in ITEM_STEPS[item.status]:
        raise Conflict(f"这个议题现在是“{item.get_status_display()}”，不能改成“{status.label}”。")
    item.status, item.answered_at = status, timezone.now()


def _answered(actor: Actor, item: AgendaItem, sentence: str) -> None:
    audit.record(
        actor,
        "councils.item_answered",
        item,
        after=audit.snapshot(item, "status", "answer", "meeting_id"),
        place_code=item.council.place_code,
    )
    tell_idea_of_item(actor, item)
    if item.member_id is not None:
        url = reverse("councils:mine")
        tell_member(item.member_id, sentence, url, item.council.place_code)


def _require_answerer(actor: Actor, item: AgendaItem) -> None:
    """The chair of the item's meeting answers, or of the next one; the community may always."""
    if manages(actor, item.council):
        return
    meeting: Meeting | None = item.meeting or coming_meeting(item.council_id)
    if meeting is None:
        raise NotAllowed("还没有定下一次会议，议题由社区来答复。")
    require_chair(actor, meeting)


def _item(actor: Actor, agenda_item_id: int) -> AgendaItem:
    """Load an item, locked by its council."""
    item = get_item(actor, agenda_item_id)
    Council.objects.select_for_update(no_key=True).get(pk=item.council_id)
    item.refresh_from_db()
    return item
