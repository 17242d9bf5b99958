"""Pages of the agenda and of what was decided, and a delegate's own corner."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.councils.forms.meetings import (
    AcceptForm,
    ConfirmForm,
    RecordForm,
    ResultForm,
    SummaryForm,
    WhyForm,
)
from gongjian.apps.councils.models import AgendaItem, Resolution
from gongjian.apps.councils.selectors import meetings as reads
from gongjian.apps.councils.selectors.meetings.find import RESOLUTION_TABS
from gongjian.apps.councils.selectors.meetings.pages import row_of, rows_of
from gongjian.apps.councils.selectors.meetings.seats import coming_meeting
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings.steps import require_chair
from gongjian.apps.councils.views.meetings.councils import GET_POST, crumbs_of, one_form, uploads_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.errors import NotFound
from gongjian.core.files import read_bytes
from gongjian.core.form_pages import UNPROCESSABLE, act_and_return, crumb, succeeds
from gongjian.core.listing import page_of
from gongjian.core.models import StoredFile
from gongjian.core.outcomes import outcomes_of


def _back(item: AgendaItem) -> str:
    if item.meeting_id is not None:
        return reverse("councils:meeting", args=[item.meeting_id])
    return reverse("councils:council", args=[item.council_id])


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(GET_POST)
def accept_item(request: ActorRequest, agenda_item_id: int) -> HttpResponse:
    """Put a proposal on the agenda of a meeting."""
    item = reads.get_item(request.actor, agenda_item_id)
    meetings = reads.open_meetings(request.actor, item.council_id)
    form = AcceptForm(request.POST or None, meetings=meetings)
    return one_form(
        request,
        form,
        lambda: services.accept_item(
            actor=request.actor,
            agenda_item_id=agenda_item_id,
            council_meeting_id=form.cleaned_data["meeting"],
        ),
        _back(item),
        item.council,
        title=_("列入议程：%(title)s") % {"title": item.title},
        act=_("列入议程"),
        intro="" if meetings else _("还没有筹备中的会议。请先筹备下一次会议。"),
    )


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(GET_POST)
def put_off_item(request: ActorRequest, agenda_item_id: int) -> HttpResponse:
    """Leave a proposal for later, or decline it, with the reason that its proposer is told."""
    item = reads.get_item(request.actor, agenda_item_id)
    is_declined = request.GET.get("how") == "decline"
    form = WhyForm(request.POST or None)
    word = _("不列入：%(title)s") if is_declined else _("以后再议：%(title)s")
    return one_form(
        request,
        form,
        lambda: services.put_off_item(
            actor=request.actor, agenda_item_id=agenda_item_id, is_declined=is_declined, **form.cleaned_data
        ),
        _back(item),
        item.council,
        title=word % {"title": item.title},
        act=_("告诉提议的成员"),
    )


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(GET_POST)
def record_item(request: ActorRequest, agenda_item_id: int) -> HttpResponse:
    """Write what was said of an item, and its vote by hands where it wasn't voted on in secret."""
    item = reads.get_item(request.actor, agenda_item_id)
    if item.meeting is None:
        raise NotFound("这个议题没有列入会议。")
    meeting = reads.get_meeting(request.actor, item.meeting.pk)
    require_chair(request.actor, meeting)
    initial = {
        "summary": item.summary,
        "is_voted": item.has_vote,
        "yes": item.yes,
        "no": item.no,
        "abstain": item.abstain,
    }
    form = (SummaryForm if item.vote_key else RecordForm)(request.POST or None, initial=initial)
    intro = _("到会 %(n)d 个成员。举手的要和在场的成员数对上。") % {"n": meeting.present}
    if item.vote_key:
        intro = _("无记名投票的结果已经计在里面，这里写讨论情况。")
    elif not meeting.has_quorum:
        intro = _("到会人数不够，只能讨论，不能表决。")
    return one_form(
        request,
        form,
        lambda: services.record_item(
            actor=request.actor,
            agenda_item_id=agenda_item_id,
            summary=form.cleaned_data["summary"],
            hands=form.hands(),
        ),
        _back(item),
        item.council,
        title=_("记：%(title)s") % {"title": item.title},
        act=_("记下"),
        intro=intro,
    )


@allows(Right.COUNCILS_TAKE_PART)
@require_POST
def add_papers(request: ActorRequest, agenda_item_id: int) -> HttpResponse:
    """Add papers to an item."""
    item = reads.get_item(request.actor, agenda_item_id)
    name = "councils:meeting" if item.meeting_id else "councils:council"
    return act_and_return(
        request,
        lambda: services.add_papers(
            actor=request.actor, agenda_item_id=agenda_item_id, uploads=uploads_of(request)
        ),
        name,
        item.meeting_id or item.council_id,
    )


def _file(rows: object, file_id: int) -> HttpResponse:
    stored = rows.filter(pk=file_id).first()  # type: ignore[attr-defined]
    if not isinstance(stored, StoredFile):
        raise NotFound()
    return send_file(read_bytes(stored), stored.name, stored.content_type, is_shown=stored.is_photo)


@allows(Right.COUNCILS_VIEW)
@require_GET
def open_paper(request: ActorRequest, agenda_item_id: int, file_id: int) -> HttpResponse:
    """Hand out a paper of an item to whoever sees the item."""
    return _file(reads.get_item(request.actor, agenda_item_id).papers, file_id)


@allows(Right.COUNCILS_VIEW)
@require_GET
def open_evidence(request: ActorRequest, resolution_id: int, file_id: int) -> HttpResponse:
    """Hand out the evidence of a result to whoever sees what was decided."""
    return _file(reads.get_resolution(request.actor, resolution_id).files, file_id)


@allows(Right.COUNCILS_TAKE_PART)
@require_GET
def show_mine(request: ActorRequest) -> HttpResponse:
    """Show a delegate's own corner: the next meeting, his proposals, what his unit has to do."""
    today = timezone.localdate()
    units = reads.list_my_units(request.actor)
    context = {"units": [(unit, [row_of(one, today) for one in unit.resolutions]) for unit in units]}
    return render(request, "councils/mine.html", context)


@allows(Right.COUNCILS_VIEW)
@require_GET
def list_resolutions(request: ActorRequest) -> HttpResponse:
    """List what was decided, by state."""
    actor, params = request.actor, request.GET
    wanted = params.get("council", "")
    council = reads.get_council(actor, int(wanted)) if wanted.isdecimal() else None
    counts = reads.resolution_counts(actor, council.pk if council else None)
    state = params.get("state", "open")
    total = counts.get(state)
    page = page_of(reads.list_resolutions(actor, params.dict()), params, total=total)
    words = {"open": _("办理中"), "late": _("逾期"), "answered": _("待确认"), "done": _("已办成")}
    suffix = f"&council={council.pk}" if council else ""
    tabs = [
        {
            "label": words[name],
            "url": f"?state={name}{suffix}",
            "count": counts[name],
            "current": name == state,
            "hot": name == "late" and counts[name],
        }
        for name in RESOLUTION_TABS
    ]
    crumbs = [crumb(_("议事会"), "councils:list"), crumb(_("议定的事"))]
    context = {
        "page": page,
        "rows": rows_of(page.rows),
        "tabs": tabs,
        "council": council,
        "crumbs": crumbs,
        "counts": counts,
    }
    return render(request, "councils/resolutions.html", context)


@allows(Right.COUNCILS_VIEW)
@require_GET
def show_resolution(request: ActorRequest, resolution_id: int) -> HttpResponse:
    """Show something decided: who, by when, what became of it."""
    return _resolution_page(request, reads.get_resolution(request.actor, resolution_id), ResultForm())


def _resolution_page(request: ActorRequest, one: Resolution, form: ResultForm) -> HttpResponse:
    actor = request.actor
    manages = reads.manages(actor, one.council)
    seat = reads.seat_in(actor, one.council_id)
    may_answer = manages or (seat is not None and seat.pk == one.member_id)
    context = {
        "row": row_of(one, timezone.localdate()),
        "resolution": one,
        "entries": one.entries.select_related("by"),
        "files": one.files.all(),
        "form": form,
        "confirm_form": ConfirmForm(),
        "may_answer": may_answer and one.status == "open",
        "may_confirm": manages or reads.chairs(actor, coming_meeting(one.council_id)),
        "may_list": actor.can(Right.COBUILDING_MANAGE, one.council.place_code),
        "outcomes": outcomes_of(actor, "council", one.pk),
        "crumbs": crumbs_of(one.council, _("议定的事")),
    }
    return render(request, "councils/resolution.html", context, status=UNPROCESSABLE if form.errors else 200)


@allows(Right.COUNCILS_TAKE_PART)
@require_POST
def answer_resolution(request: ActorRequest, resolution_id: int) -> HttpResponse:
    """Say that it is done, with evidence."""
    one = reads.get_resolution(request.actor, resolution_id)
    form = ResultForm(request.POST)
    done = succeeds(
        form,
        lambda: services.answer_resolution(
            actor=request.actor,
            resolution_id=resolution_id,
            result=form.cleaned_data["result"],
            uploads=uploads_of(request),
        ),
    )
    return redirect("councils:resolution", resolution_id) if done else _resolution_page(request, one, form)


@allows(Right.COUNCILS_TAKE_PART)
@require_POST
def confirm_resolution(request: ActorRequest, resolution_id: int) -> HttpResponse:
    """Confirm a result, or send it back."""
    return act_and_return(
        request,
        lambda: services.confirm_resolution(
            actor=request.actor,
            resolution_id=resolution_id,
            is_done=request.POST.get("answer") == "done",
            words=request.POST.get("words", "")[:200],
        ),
        "councils:resolution",
        resolution_id,
    )


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(GET_POST)
def void_resolution(request: ActorRequest, resolution_id: int) -> HttpResponse:
    """Say that it is not done any more."""
    one = reads.get_resolution(request.actor, resolution_id)
    form = WhyForm(request.POST or None)
    return one_form(
        request,
        form,
        lambda: services.void_resolution(
            actor=request.actor, resolution_id=resolution_id, **form.cleaned_data
        ),
        reverse("councils:resolution", args=[resolution_id]),
        one.council,
        title=_("不再办：%(text)s") % {"text": one.text},
        act=_("不再办"),
    )
