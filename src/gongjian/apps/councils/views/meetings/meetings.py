"""Pages of a meeting: planned, called, moved, answered, attended, recorded, its papers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.councils.choices import TurnKind
from gongjian.apps.councils.forms.meetings import (
    AttendanceForm,
    ChairForm,
    CloseForm,
    MoveForm,
    ProxyForm,
    ReplyForm,
    ResolutionForm,
    WhyForm,
)
from gongjian.apps.councils.models import Meeting
from gongjian.apps.councils.selectors import meetings as reads
from gongjian.apps.councils.selectors.meetings.pages import meeting_page
from gongjian.apps.councils.selectors.meetings.people import users_for
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings.steps import require_chair
from gongjian.apps.councils.views.meetings.councils import GET_POST, crumbs_of, one_form
from gongjian.apps.documents.services.files import Format
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import act_and_return, form_page, succeeds


def _url(meeting: Meeting) -> str:
    return reverse("councils:meeting", args=[meeting.pk])


@allows(Right.COUNCILS_VIEW)
@require_GET
def show_meeting(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Show a meeting: what became of the last, the agenda, who comes, what was decided, and the next step."""
    meeting = reads.get_meeting(request.actor, council_meeting_id)
    page = meeting_page(request.actor, meeting)
    context = {
        "page": page,
        "meeting": meeting,
        "council": meeting.council,
        "crumbs": crumbs_of(meeting.council, _("第 %(n)d 次会议") % {"n": meeting.number}),
        "reply_form": ReplyForm(),
        "close_form": CloseForm(),
        "may_open": request.actor.can(Right.MATTERS_VIEW, meeting.council.place_code),
        "is_day": timezone.localdate() >= timezone.localtime(meeting.starts_at).date(),
    }
    return render(request, "councils/meeting.html", context)


@allows(Right.COUNCILS_MANAGE)
@require_POST
def call_meeting(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Send the notice."""
    return act_and_return(
        request,
        lambda: services.call_meeting(actor=request.actor, council_meeting_id=council_meeting_id),
        "councils:meeting",
        council_meeting_id,
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def move_meeting(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Move a meeting."""
    meeting = _run(request, council_meeting_id)
    initial = {"starts_at": timezone.localtime(meeting.starts_at), "venue": meeting.venue}
    form = MoveForm(request.POST or None, initial=initial)
    return one_form(
        request,
        form,
        lambda: services.move_meeting(
            actor=request.actor, council_meeting_id=council_meeting_id, **form.cleaned_data
        ),
        _url(meeting),
        meeting.council,
        title=_("改期"),
        intro=_("已经发过通知的，成员会收到新的时间，要重新回复；订阅了日历的会自动挪过去。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def cancel_meeting(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Cancel a meeting."""
    meeting = _run(request, council_meeting_id)
    form = WhyForm(request.POST or None)
    return one_form(
        request,
        form,
        lambda: services.cancel_meeting(
            actor=request.actor, council_meeting_id=council_meeting_id, **form.cleaned_data
        ),
        _url(meeting),
        meeting.council,
        title=_("取消这次会议"),
        intro=_("列入议程的议题留到下一次；轮值主持不算这一次。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def change_chair(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Skip a turn in the chair, or exchange it."""
    meeting = _run(request, council_meeting_id)
    members = reads.members_on(meeting.council_id, timezone.localdate())
    others = [row for row in members if row.chair_order is not None and row.pk != meeting.chair_id]
    form = ChairForm(request.POST or None, members=others)

    def act() -> Meeting:
        asked = form.cleaned_data
        who, reason = request.actor, asked["reason"]
        if asked["kind"] == TurnKind.SKIPPED:
            return services.skip_chair(actor=who, council_meeting_id=council_meeting_id, reason=reason)
        return services.exchange_chair(
            actor=who,
            council_meeting_id=council_meeting_id,
            with_member_id=asked["member"],
            reason=reason,
        )

    intro = _("现在轮到%(name)s主持。") % {"name": meeting.chair} if meeting.chair else ""
    return one_form(request, form, act, _url(meeting), meeting.council, title=_("换人主持"), intro=intro)


def _run(request: ActorRequest, council_meeting_id: int) -> Meeting:
    meeting = reads.get_meeting(request.actor, council_meeting_id)
    request.actor.require(Right.COUNCILS_MANAGE, meeting.council.place_code)
    return meeting


@allows(Right.COUNCILS_TAKE_PART)
@require_POST
def reply(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Say that one comes, or why not."""
    member = request.POST.get("member", "")
    return act_and_return(
        request,
        lambda: services.reply_to_notice(
            actor=request.actor,
            council_meeting_id=council_meeting_id,
            is_coming=request.POST.get("answer") == "coming",
            words=request.POST.get("words", "")[:200],
            member_id=int(member) if member.isdecimal() else None,
        ),
        "councils:meeting",
        council_meeting_id,
    )


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(GET_POST)
def send_substitute(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Send somebody in one's place, or note whom a member sends."""
    meeting = reads.get_meeting(request.actor, council_meeting_id)
    wanted = request.GET.get("member", "")
    own = reads.seat_in(request.actor, meeting.council_id)
    member_id = int(wanted) if wanted.isdecimal() else own.pk if own else None
    if member_id is None:
        raise NotFound("请从会议页面上选是哪个成员委托的。")
    member = reads.get_member(request.actor, member_id)
    users = users_for(member) if reads.manages(request.actor, meeting.council) or member == own else []
    form = ProxyForm(request.POST or None, request.FILES or None, users=users)
    return one_form(
        request,
        form,
        lambda: services.send_substitute(
            actor=request.actor,
            council_meeting_id=council_meeting_id,
            spec=form.spec(),
            member_id=member_id,
        ),
        _url(meeting),
        meeting.council,
        title=_("%(name)s委托别人到会") % {"name": member},
        act=_("委托"),
        template="councils/form.html",
        intro=_("只管这一次会议：受委托人可以发言、表决。"),
    )


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(GET_POST)
def record_attendance(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Write who came."""
    meeting = reads.get_meeting(request.actor, council_meeting_id)
    require_chair(request.actor, meeting)
    members = reads.members_on(meeting.council_id, timezone.localtime(meeting.starts_at).date())
    seats = {seat.member_id: seat for seat in meeting.seats.all()}
    recorder = meeting.recorder or request.actor.name
    form = AttendanceForm(
        request.POST or None,
        seats=[(member, seats.get(member.pk)) for member in members],
        initial={"recorder": recorder},
    )
    done = request.method == "POST" and succeeds(
        form,
        lambda: services.record_attendance(
            actor=request.actor,
            council_meeting_id=council_meeting_id,
            seats=form.specs(),
            recorder=form.cleaned_data["recorder"],
        ),
    )
    if done:
        return redirect(_url(meeting))
    crumbs = crumbs_of(meeting.council, _("签到"))
    return form_page(
        request, form, template="councils/attendance.html", meeting=meeting, crumbs=crumbs, back=_url(meeting)
    )


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(GET_POST)
def add_resolution(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Write down one thing that was decided."""
    meeting = reads.get_meeting(request.actor, council_meeting_id)
    require_chair(request.actor, meeting)
    members = reads.members_on(meeting.council_id, timezone.localtime(meeting.starts_at).date())
    asked = request.GET.get("item", "")
    form = ResolutionForm(
        request.POST or None, items=reads.decided_items(meeting), members=members, initial={"item": asked}
    )
    return one_form(
        request,
        form,
        lambda: services.make_resolution(
            actor=request.actor, council_meeting_id=council_meeting_id, spec=form.spec()
        ),
        _url(meeting),
        meeting.council,
        title=_("记一件议定的事"),
        act=_("记下"),
    )


@allows(Right.COUNCILS_TAKE_PART)
@require_POST
def close_meeting(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Confirm the record."""
    return act_and_return(
        request,
        lambda: services.close_meeting(
            actor=request.actor,
            council_meeting_id=council_meeting_id,
            remarks=request.POST.get("remarks", "")[:4000],
        ),
        "councils:meeting",
        council_meeting_id,
    )


@allows(Right.COUNCILS_MANAGE)
@require_POST
def compose_minutes(request: ActorRequest, council_meeting_id: int) -> HttpResponse:
    """Write the minutes from the record."""
    return act_and_return(
        request,
        lambda: services.compose_minutes(actor=request.actor, council_meeting_id=council_meeting_id),
        "councils:meeting",
        council_meeting_id,
    )


def _paper(request: ActorRequest, council_meeting_id: int, name: str, form: str) -> HttpResponse:
    if form not in ("docx", "pdf"):
        raise NotFound("只有 DOCX 和 PDF 两种文件。")
    kind: Format = "docx" if form == "docx" else "pdf"
    file = services.read_paper(
        actor=request.actor, council_meeting_id=council_meeting_id, name=name, form=kind
    )
    return send_file(file.content, file.name, file.content_type)


@allows(Right.COUNCILS_VIEW)
@require_GET
def download_notice(request: ActorRequest, council_meeting_id: int, form: str) -> HttpResponse:
    """Hand out the notice as Word or PDF."""
    return _paper(request, council_meeting_id, "notice", form)


@allows(Right.COUNCILS_VIEW)
@require_GET
def download_minutes(request: ActorRequest, council_meeting_id: int, form: str) -> HttpResponse:
    """Hand out the minutes as Word or PDF."""
    return _paper(request, council_meeting_id, "minutes", form)
