"""What members answer to a notice: they come, they don't, they send somebody else with a written proxy."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices import MeetingStatus, Reply
from gongjian.apps.councils.models import Attendance, Meeting
from gongjian.apps.councils.selectors.meetings import get_meeting, seat_in
from gongjian.apps.councils.services.meetings.telling import meeting_url, tell_hosts
from gongjian.apps.parties.models import User
from gongjian.apps.parties.services import notify
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload, store_uploads
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound

NAMES = frozenset({"substitute_name"})


@dataclass(frozen=True, kw_only=True)
class ProxySpec:
    """Who is sent to one meeting; the paper is the signed proxy, needed when the delegate did not write it himself."""

    name: str
    user_id: int | None = None
    paper: Upload | None = None


@transaction.atomic
def reply_to_notice(
    *, actor: Actor, council_meeting_id: int, is_coming: bool, words: str = "", member_id: int | None = None
) -> Attendance:
    """Say that a member comes, or does not and why; until the meeting begins it may be said otherwise."""
    seat = _seat(actor, council_meeting_id, member_id)
    if not is_coming and not words.strip():
        raise Invalid("请写明为什么不能到会，也可以委托别人。")
    seat.reply = Reply.COMING if is_coming else Reply.ABSENT
    seat.substitute_name, seat.substitute_user, seat.proxy_paper = "", None, None
    _keep(actor, seat, words)
    return seat


@transaction.atomic
def send_substitute(
    *, actor: Actor, council_meeting_id: int, spec: ProxySpec, member_id: int | None = None
) -> Attendance:
    """Send another to one meeting: he may speak and vote there, and sees that meeting until it is over."""
    seat = _seat(actor, council_meeting_id, member_id)
    member = seat.member
    if member.organisation_id is None:
        raise Conflict("以个人参加的成员不能委托别人到会。")
    if not spec.name.strip():
        raise Invalid("没有写委托谁。请写受委托人的姓名。")
    place_code = member.council.place_code
    if spec.paper is None and _is_host(actor, seat):
        raise Invalid("委托要有书面的委托书。请附上签字盖章的委托书照片或 PDF。")
    user = _user(member.organisation_id, spec.user_id)
    if spec.paper is not None:
        kept = store_uploads(
            actor=actor, uploads=[spec.paper], right=Right.COUNCILS_MANAGE, place_code=place_code
        )
        seat.proxy_paper = kept[0]
    seat.reply, seat.substitute_name, seat.substitute_user = Reply.SUBSTITUTE, spec.name.strip(), user
    _keep(actor, seat, "")
    if user is not None:
        sentence = f"{member}委托你参加{seat.meeting}：{seat.meeting.day}，{seat.meeting.venue}"
        notify([user.pk], sentence, meeting_url(seat.meeting), place_code)
    return seat


def _user(organisation_id: int, user_id: int | None) -> User | None:
    """A substitute with an account must be of the same unit."""
    if user_id is None:
        return None
    rows = User.objects.filter(pk=user_id, organisation_id=organisation_id, is_active=True)
    user: User | None = rows.first()
    if user is None:
        raise NotFound("这个账号不是本单位的，或者已经停用。可以只写姓名。")
    return user


def _is_host(actor: Actor, seat: Attendance) -> bool:
    own = seat_in(actor, seat.meeting.council_id)
    return own is None or own.pk != seat.member_id


def _seat(actor: Actor, council_meeting_id: int, member_id: int | None) -> Attendance:
    """Load the seat that is answered for: one's own, or for the community any (a member that rang up)."""
    meeting: Meeting = get_meeting(actor, council_meeting_id)
    own = seat_in(actor, meeting.council_id)
    wanted = member_id or (own.pk if own else None)
    is_own = own is not None and own.pk == wanted
    if not is_own and not actor.can(Right.COUNCILS_MANAGE, meeting.council.place_code):
        raise NotAllowed("只能替自己代表的成员回复。")
    meeting = Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=meeting.pk)
    if meeting.status != MeetingStatus.CALLED:
        raise Conflict(f"这次会议现在是“{meeting.get_status_display()}”，不用回复了。")
    rows = Attendance.objects.select_related("member__organisation", "member__council", "meeting__council")
    seat = rows.filter(meeting=meeting, member_id=wanted).first()
    if seat is None:
        raise NotFound("这个成员不在这次会议的名单里。")
    return seat


def _keep(actor: Actor, seat: Attendance, words: str) -> None:
    seat.reply_words, seat.replied_at = words.strip(), timezone.now()
    seat.save()
    audit.record(
        actor,
        "councils.notice_answered",
        seat,
        after=audit.snapshot(seat, "reply", "reply_words", "substitute_name"),
        place_code=seat.member.council.place_code,
        personal=NAMES,
    )
    if not _is_host(actor, seat):
        said = f"委托{seat.substitute_name}到会" if seat.substitute_name else seat.get_reply_display()
        sentence = f"{seat.member}回复{seat.meeting}：{said}。{seat.reply_words}"
        tell_hosts(seat.member.council.place_code, sentence, meeting_url(seat.meeting))
