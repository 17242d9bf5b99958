"""Pages of councils: the list, one, its members and their delegates, the order of the chair."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.councils.forms.meetings import (
    CouncilEditForm,
    CouncilForm,
    DelegateForm,
    HostItemForm,
    IdeaItemForm,
    ItemForm,
    MeetingForm,
    MemberForm,
    OrderForm,
    WhyForm,
)
from gongjian.apps.councils.models import AgendaItem, Council, CouncilMember
from gongjian.apps.councils.selectors import meetings as reads
from gongjian.apps.councils.selectors.meetings.pages import council_page
from gongjian.apps.councils.selectors.meetings.people import offered_organisations, users_for
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings import Upload
from gongjian.apps.matters.selectors.ideas import get_idea
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import crumb, form_page, succeeds
from gongjian.core.listing import page_of

GET_POST = ["GET", "POST"]


def uploads_of(request: ActorRequest) -> list[Upload]:
    """Return the files that came with a form."""
    return [Upload(file.name or "", file.read()) for file in request.FILES.getlist("files")]


def crumbs_of(council: Council, *last: object) -> list[dict[str, str]]:
    """Write the way to a page of a council."""
    first = [crumb(_("议事会"), "councils:list")]
    return [*first, crumb(council.name, "councils:council", council.pk), *(crumb(step) for step in last)]


def one_form(
    request: ActorRequest,
    form: forms.Form,
    do: Callable[[], object],
    then: str,
    council: Council,
    /,
    **words: Any,
) -> HttpResponse:
    """Answer a page that is one form about a council: do its act and go on, or show it."""
    if request.method == "POST" and succeeds(form, do):
        return redirect(then)
    title = words["title"]
    context = {"act": title, "back": then, "crumbs": crumbs_of(council, title), **words}
    return form_page(request, form, **context)


@allows(Right.COUNCILS_VIEW)
@require_GET
def list_councils(request: ActorRequest) -> HttpResponse:
    """List the councils in sight with their next meeting and what is still to be done."""
    page = page_of(reads.list_councils(request.actor), request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "can_manage": request.actor.can(Right.COUNCILS_MANAGE, current_scope(request)),
        "has_seats": bool(reads.seats_of(request.actor)),
    }
    return render(request, "councils/councils.html", context)


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def add_council(request: ActorRequest) -> HttpResponse:
    """Set up a council of the place one works in."""
    scope = current_scope(request)
    request.actor.require(Right.COUNCILS_MANAGE, scope)
    form = CouncilForm(request.POST or None)
    made: list[Council] = []

    def act() -> Council:
        made.append(services.found_council(actor=request.actor, spec=form.spec(scope)))
        return made[0]

    if request.method == "POST" and succeeds(form, act):
        return redirect("councils:council", made[0].pk)
    crumbs = [crumb(_("议事会"), "councils:list"), crumb(_("成立议事会"))]
    back = reverse("councils:list")
    return form_page(request, form, title=_("成立议事会"), act=_("成立"), back=back, crumbs=crumbs)


@allows(Right.COUNCILS_VIEW)
@require_GET
def show_council(request: ActorRequest, council_id: int) -> HttpResponse:
    """Show a council, what to do next first."""
    council = reads.get_council(request.actor, council_id)
    page = council_page(request.actor, council)
    context = {
        "page": page,
        "council": council,
        "place_name": names_of([council.place_code]).get(council.place_code, council.place_code),
        "crumbs": [crumb(_("议事会"), "councils:list"), crumb(council.name)],
        "may_open": request.actor.can(Right.MATTERS_VIEW, council.place_code),
        "today": timezone.localdate(),
    }
    return render(request, "councils/council.html", context)


def _council(request: ActorRequest, council_id: int) -> tuple[Council, str]:
    council = reads.get_council(request.actor, council_id)
    request.actor.require(Right.COUNCILS_MANAGE, council.place_code)
    return council, reverse("councils:council", args=[council.pk])


def _member(request: ActorRequest, council_member_id: int) -> tuple[CouncilMember, str]:
    member = reads.get_member(request.actor, council_member_id)
    request.actor.require(Right.COUNCILS_MANAGE, member.council.place_code)
    return member, reverse("councils:council", args=[member.council_id])


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def edit_council(request: ActorRequest, council_id: int) -> HttpResponse:
    """Change a council's name, place of meeting and purpose."""
    council, page = _council(request, council_id)
    initial = {"name": council.name, "venue": council.venue, "aims": council.aims}
    form = CouncilEditForm(request.POST or None, initial=initial)
    return one_form(
        request,
        form,
        lambda: services.edit_council(actor=request.actor, council_id=council_id, **form.cleaned_data),
        page,
        council,
        title=_("改议事会"),
        act=_("保存"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def end_council(request: ActorRequest, council_id: int) -> HttpResponse:
    """Wind a council up."""
    council, _page = _council(request, council_id)
    form = WhyForm(request.POST or None)
    return one_form(
        request,
        form,
        lambda: services.end_council(actor=request.actor, council_id=council_id, **form.cleaned_data),
        reverse("councils:list"),
        council,
        title=_("撤销议事会"),
        intro=_("撤销以后不再开会，以前的会议和议定的事都留着。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def add_member(request: ActorRequest, council_id: int) -> HttpResponse:
    """Take a body or a person into a council."""
    council, page = _council(request, council_id)
    form = MemberForm(request.actor, request.POST or None)
    return one_form(
        request,
        form,
        lambda: services.add_member(actor=request.actor, council_id=council_id, spec=form.spec()),
        page,
        council,
        title=_("加成员"),
        act=_("加上"),
        template="councils/form.html",
        offered=offered_organisations(request.actor, council.place_code),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def set_order(request: ActorRequest, council_id: int) -> HttpResponse:
    """Fix the order in which members chair."""
    council, page = _council(request, council_id)
    form = OrderForm(request.POST or None, members=reads.members_on(council.pk, timezone.localdate()))
    return one_form(
        request,
        form,
        lambda: services.set_chair_order(
            actor=request.actor, council_id=council_id, member_ids=form.member_ids()
        ),
        page,
        council,
        title=_("轮值顺序"),
        act=_("保存顺序"),
        intro=_("写先后的数字，空着的不轮值。下一次谁主持，按已经开过的会往下排。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def name_delegate(request: ActorRequest, council_member_id: int) -> HttpResponse:
    """Name who speaks for a member."""
    member, page = _member(request, council_member_id)
    form = DelegateForm(request.POST or None, users=users_for(member))
    return one_form(
        request,
        form,
        lambda: services.add_delegate(
            actor=request.actor, council_member_id=council_member_id, spec=form.spec()
        ),
        page,
        member.council,
        title=_("%(name)s的代表") % {"name": member},
        act=_("定代表"),
        intro=_("换代表时，原来的代表从这天起看不到这个议事会。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def end_delegate(request: ActorRequest, council_member_id: int) -> HttpResponse:
    """End the term of a member's delegate at once."""
    member, page = _member(request, council_member_id)
    form = WhyForm(request.POST or None)
    return one_form(
        request,
        form,
        lambda: services.end_delegate(
            actor=request.actor, council_member_id=council_member_id, **form.cleaned_data
        ),
        page,
        member.council,
        title=_("%(name)s的代表不再担任") % {"name": member},
        act=_("不再担任"),
        intro=_("马上生效：他打开下一个页面就看不到这个议事会。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def remove_member(request: ActorRequest, council_member_id: int) -> HttpResponse:
    """End a membership at once."""
    member, page = _member(request, council_member_id)
    form = WhyForm(request.POST or None)
    return one_form(
        request,
        form,
        lambda: services.remove_member(
            actor=request.actor, council_member_id=council_member_id, **form.cleaned_data
        ),
        page,
        member.council,
        title=_("%(name)s退出") % {"name": member},
        act=_("退出"),
        intro=_("马上生效，它的代表也看不到这个议事会了。以前的记录留着。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def add_meeting(request: ActorRequest, council_id: int) -> HttpResponse:
    """Plan the next meeting."""
    council, page = _council(request, council_id)
    form = MeetingForm(request.POST or None, initial={"venue": council.venue})
    made: list[int] = []

    def act() -> bool:
        meeting = services.plan_meeting(actor=request.actor, council_id=council_id, spec=form.spec())
        made.append(meeting.pk)
        return True

    if request.method == "POST" and succeeds(form, act):
        return redirect("councils:meeting", made[0])
    title = _("筹备下一次会议")
    crumbs = crumbs_of(council, title)
    intro = _("轮到谁主持由系统按顺序排。定好议程再发通知。")
    return form_page(request, form, title=title, act=_("筹备"), back=page, crumbs=crumbs, intro=intro)


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(GET_POST)
def propose(request: ActorRequest, council_id: int) -> HttpResponse:
    """Propose something to talk about."""
    council = reads.get_council(request.actor, council_id)
    seat = reads.seat_in(request.actor, council_id)
    form: ItemForm
    if seat is None and reads.manages(request.actor, council):
        members = reads.members_on(council_id, timezone.localdate())
        matters = reads.offered_matters(request.actor, council.place_code)
        form = HostItemForm(request.POST or None, members=members, matters=matters)
    else:
        form = ItemForm(request.POST or None)
    then = reverse("councils:mine") if seat else reverse("councils:council", args=[council_id])
    return one_form(
        request,
        form,
        lambda: services.propose_item(
            actor=request.actor, council_id=council_id, spec=form.spec(), uploads=uploads_of(request)
        ),
        then,
        council,
        title=_("提议题"),
        act=_("提交"),
        template="councils/form.html",
        takes_files=True,
        files_label=_("材料"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(GET_POST)
def propose_idea(request: ActorRequest, idea_id: int) -> HttpResponse:
    """Put a resident's idea on the agenda of a meeting, or propose it for the next one."""
    idea = get_idea(request.actor, idea_id)
    agendas = reads.list_agendas(request.actor, idea.place_code)
    initial = {"title": idea.title[:120], "detail": idea.words}
    form = IdeaItemForm(request.POST or None, agendas=agendas, initial=initial)

    def act() -> AgendaItem:
        chosen = form.agenda_chosen()
        return services.propose_idea(
            actor=request.actor,
            council_id=chosen.council.pk,
            council_meeting_id=chosen.meeting.pk if chosen.meeting else None,
            spec=replace(form.spec(), matter_id=idea.pk),
        )

    back = reverse("matters:idea", args=[idea.pk])
    if request.method == "POST" and succeeds(form, act):
        return redirect(back)
    intro = _("议过以后，结果和议定的事会写在这条主意的“后来怎样”里。说明里不要写提的人是谁。")
    return form_page(
        request,
        form,
        title=_("提给议事会"),
        act=_("列入议程"),
        back=back,
        intro=intro if agendas else _("这里还没有你能管的议事会。请先成立议事会，再来列入。"),
        crumbs=[crumb(_("金点子"), "matters:ideas"), crumb(idea.number, "matters:idea", idea.pk)],
    )
