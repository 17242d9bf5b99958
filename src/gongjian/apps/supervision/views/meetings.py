"""Meetings with their points and digest; bulletins and briefs."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.apps.supervision import services
from gongjian.apps.supervision.choices import IssueKind, PointState
from gongjian.apps.supervision.forms import IssueForm, MeetingForm, OutcomeForm, PointForm
from gongjian.apps.supervision.models import Meeting
from gongjian.apps.supervision.selectors import meetings as reads
from gongjian.apps.supervision.selectors.who import offered_names
from gongjian.apps.supervision.views.pages import form_page
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Invalid
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.listing import page_of

WEEK = timedelta(days=7)
MONTH = timedelta(days=30)


def _tabs(current: str) -> list[dict[str, object]]:
    return [
        {"label": _("例会和周报"), "url": reverse("supervision:meetings"), "current": current == "meetings"},
        {"label": _("通报和简报"), "url": reverse("supervision:issues"), "current": current == "issues"},
    ]


@allows(Right.DOCUMENTS_VIEW)
@require_GET
def list_meetings(request: ActorRequest) -> HttpResponse:
    """List the meetings in sight, newest first, with their digests."""
    page = page_of(reads.list_meetings(request.actor), request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "tabs": _tabs("meetings"),
        "can_manage": request.actor.can(Right.SUPERVISION_MANAGE, current_scope(request)),
    }
    return render(request, "supervision/meetings.html", context)


@allows(Right.SUPERVISION_MANAGE)
@require_http_methods(["GET", "POST"])
def add_meeting(request: ActorRequest) -> HttpResponse:
    """Open a meeting of the place one works in."""
    scope = current_scope(request)
    request.actor.require(Right.SUPERVISION_MANAGE, scope)
    form = MeetingForm(request.actor, scope, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.add_meeting(
                actor=request.actor,
                place_code=scope,
                held_on=form.cleaned_data["held_on"],
                programme_id=form.programme_id(),
            ),
        )
        if made:
            return redirect("supervision:meeting", made.pk)
    crumbs = [crumb(_("例会"), "supervision:meetings"), crumb(_("开一次例会"))]
    return form_page(
        request,
        form,
        title=_("开一次例会"),
        act=_("开始准备"),
        back=reverse("supervision:meetings"),
        crumbs=crumbs,
    )


@allows(Right.DOCUMENTS_VIEW)
@require_http_methods(["GET", "POST"])
def show_meeting(request: ActorRequest, meeting_id: int) -> HttpResponse:
    """Show a meeting: its digest, what became of the last points, the points of the next week; a POST adds one."""
    actor = request.actor
    meeting = reads.get_meeting(actor, meeting_id)
    form = PointForm(
        actor, meeting.place_code, request.POST or None, initial={"due_on": meeting.held_on + WEEK}
    )
    if request.method == "POST":
        actor.require(Right.SUPERVISION_MANAGE, meeting.place_code)
        spec = form.spec() if form.is_valid() else None
        if spec and attempt(form, lambda: services.add_point(actor=actor, meeting_id=meeting_id, spec=spec)):
            return redirect("supervision:meeting", meeting_id)
    return _meeting_page(request, meeting, form)


def _meeting_page(request: ActorRequest, meeting: Meeting, form: PointForm) -> HttpResponse:
    may = request.actor.can(Right.SUPERVISION_MANAGE, meeting.place_code)
    points = list(meeting.points.all())
    before = list(meeting.previous.points.all()) if meeting.previous else []
    codes = {meeting.place_code, *(point.place_code for point in [*points, *before])}
    names = names_of(codes)
    context = {
        "meeting": meeting,
        "issue": getattr(meeting, "digest", None),
        "place_name": names.get(meeting.place_code, meeting.place_code),
        "points": [(point, str(point.organisation or names.get(point.place_code, ""))) for point in points],
        "before": [(point, str(point.organisation or names.get(point.place_code, ""))) for point in before],
        "undone": sum(point.state != PointState.DONE for point in before),
        "form": form,
        "states": PointState.choices,
        "may": may,
        "offered": offered_names(request.actor, meeting.place_code) if may else [],
        "crumbs": [crumb(_("例会"), "supervision:meetings"), crumb(meeting.held_on.isoformat())],
    }
    return render(request, "supervision/meeting.html", context, status=UNPROCESSABLE if form.errors else 200)


@allows(Right.SUPERVISION_MANAGE)
@require_POST
def compose_digest(request: ActorRequest, meeting_id: int) -> HttpResponse:
    """Write the digest from the records, or write it again, and open it."""
    issue = services.compose_digest(actor=request.actor, meeting_id=meeting_id)
    return redirect("documents:document", issue.document_id)


@allows(Right.SUPERVISION_MANAGE)
@require_POST
def settle_point(request: ActorRequest, point_id: int) -> HttpResponse:
    """Write what became of a point, and go back to the meeting it was opened from."""
    point = reads.get_point(request.actor, point_id)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        raise Invalid("没有选情况。请选“已完成”或“未完成”。")
    asked = form.cleaned_data
    services.settle_point(
        actor=request.actor, point_id=point_id, state=PointState(asked["state"]), outcome=asked["outcome"]
    )
    back = request.POST.get("meeting", "")
    return redirect("supervision:meeting", int(back) if back.isdecimal() else point.meeting_id)


@allows(Right.SUPERVISION_MANAGE)
@require_POST
def make_matter_of_point(request: ActorRequest, point_id: int) -> HttpResponse:
    """Turn a point into a matter."""
    matter = services.make_matter_of_point(actor=request.actor, point_id=point_id)
    return redirect("supervision:matter", matter.pk)


@allows(Right.DOCUMENTS_VIEW)
@require_GET
def list_issues(request: ActorRequest) -> HttpResponse:
    """List bulletins, briefs and digests with their numbers and states."""
    page = page_of(reads.list_issues(request.actor, request.GET), request.GET)
    names = names_of({row.place_code for row in page.rows})
    kind = request.GET.get("kind", "")
    context = {
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "tabs": _tabs("issues"),
        "kinds": [
            {"label": label, "url": f"?kind={value}" if value else "?", "current": value == kind}
            for value, label in (("", _("全部")), *IssueKind.choices)
        ],
        "can_manage": request.actor.can(Right.SUPERVISION_MANAGE, current_scope(request)),
    }
    return render(request, "supervision/issues.html", context)


@allows(Right.SUPERVISION_MANAGE)
@require_http_methods(["GET", "POST"])
def add_issue(request: ActorRequest) -> HttpResponse:
    """Write a bulletin or a brief from the records, and open it."""
    scope = current_scope(request)
    request.actor.require(Right.SUPERVISION_MANAGE, scope)
    initial = {"first_on": timezone.localdate() - MONTH}
    form = IssueForm(request.actor, scope, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        issue = attempt(
            form,
            lambda: services.compose_issue(
                actor=request.actor,
                kind=IssueKind(form.cleaned_data["kind"]),
                place_code=scope,
                period=form.period(),
                programme_id=form.programme_id(),
            ),
        )
        if issue:
            return redirect("documents:document", issue.document_id)
    crumbs = [crumb(_("通报和简报"), "supervision:issues"), crumb(_("写一期"))]
    return form_page(
        request,
        form,
        title=_("从记录写一期通报或简报"),
        act=_("组稿"),
        back=reverse("supervision:issues"),
        crumbs=crumbs,
    )
