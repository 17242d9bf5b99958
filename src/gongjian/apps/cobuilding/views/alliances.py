"""Alliances: the list, one with its sides on a day and who is missing, joining and leaving, delegates."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.choices import AllianceSide
from gongjian.apps.cobuilding.forms.alliances import (
    AllianceForm,
    DelegateForm,
    LeaveForm,
    MemberForm,
    alliance_initial,
)
from gongjian.apps.cobuilding.forms.fields import ReasonForm
from gongjian.apps.cobuilding.models import Alliance
from gongjian.apps.cobuilding.selectors import alliances as reads
from gongjian.apps.cobuilding.selectors.ground import missing_from
from gongjian.apps.cobuilding.selectors.places import kept_places
from gongjian.apps.cobuilding.services import alliances as services
from gongjian.apps.cobuilding.services import delegates
from gongjian.apps.places.selectors import current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import act_and_return, attempt, crumb, form_page, succeeds
from gongjian.core.forms import remember_seen
from gongjian.core.listing import page_of


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_alliances(request: ActorRequest) -> HttpResponse:
    """List the alliances in sight with how many belong to each."""
    page = page_of(reads.list_alliances(request.actor, current_scope(request)), request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "can_manage": request.actor.can(Right.COBUILDING_MANAGE),
    }
    return render(request, "cobuilding/alliances.html", context)


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_alliance(request: ActorRequest, alliance_id: int) -> HttpResponse:
    """Show an alliance: its sides on a day, its plan, and for those who keep it who is missing."""
    alliance = reads.get_alliance(request.actor, alliance_id)
    today = timezone.localdate()
    on = _day_of(request, today)
    members = reads.members_on(request.actor, alliance, on)
    manages = request.actor.can(Right.COBUILDING_MANAGE, alliance.place_code)
    context = {
        "row": alliance,
        "place_name": path_name(alliance.place_code),
        "on": on,
        "is_today": on == today,
        "count": len(members),
        "sides": [
            (side.label, [member for member in members if member.side == side]) for side in AllianceSide
        ],
        "missing": [one for one in missing_from(alliance) if not one.is_gone] if manages else [],
        "manages": manages,
        "crumbs": [crumb(_("共建联盟"), "cobuilding:alliances"), crumb(alliance.name)],
    }
    return render(request, "cobuilding/alliance.html", context)


def _day_of(request: ActorRequest, today: date) -> date:
    """Read the day that is asked for; what can't be read is today."""
    try:
        return parse_date(request.GET.get("on", "")) or today
    except ValueError:
        return today


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def found_alliance(request: ActorRequest) -> HttpResponse:
    """Set an alliance up."""
    scope = current_scope(request)
    initial = {"place_code": scope, "founded_on": timezone.localdate()}
    form = AllianceForm(
        kept_places(request.actor, scope),
        reads.plans_for(request.actor, current_scope(request)),
        request.POST or None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.found_alliance(actor=request.actor, spec=form.spec()))
        if made:
            return redirect("cobuilding:alliance", made.pk)
    return act_page(request, form, _("成立联盟"), _("成立"), reverse("cobuilding:alliances"))


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_alliance(request: ActorRequest, alliance_id: int) -> HttpResponse:
    """Change what an alliance is."""
    alliance = kept_alliance(request, alliance_id)
    form = AllianceForm(
        [(alliance.place_code, "")],
        reads.plans_for(request.actor, alliance.place_code),
        request.POST or None,
        initial=alliance_initial(alliance),
    )
    remember_seen(form, alliance_initial(alliance))
    if succeeds(
        form,
        lambda: services.edit_alliance(actor=request.actor, alliance_id=alliance_id, spec=form.spec()),
    ):
        return redirect("cobuilding:alliance", alliance_id)
    return act_page(request, form, _("改“%s”") % alliance.name, _("存"), _back(alliance), alliance)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def admit_member(request: ActorRequest, alliance_id: int) -> HttpResponse:
    """Let a body join."""
    alliance = kept_alliance(request, alliance_id)
    initial = {"organisation_id": request.GET.get("unit", ""), "side": request.GET.get("side") or "unit"}
    form = MemberForm(reads.candidates_for(alliance), request.POST or None, initial=initial)
    if succeeds(
        form, lambda: services.admit_member(actor=request.actor, alliance_id=alliance_id, spec=form.spec())
    ):
        return redirect("cobuilding:alliance", alliance_id)
    return act_page(request, form, _("加成员"), _("加入"), _back(alliance), alliance)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def release_member(request: ActorRequest, member_id: int) -> HttpResponse:
    """Let a member leave."""
    member = reads.get_member(request.actor, member_id)
    request.actor.require(Right.COBUILDING_MANAGE, member.alliance.place_code)
    form = LeaveForm(request.POST or None)
    if succeeds(
        form,
        lambda: services.release_member(actor=request.actor, member_id=member_id, **form.cleaned_data),
    ):
        return redirect("cobuilding:alliance", member.alliance_id)
    title = _("%s退出联盟") % member.organisation
    return act_page(request, form, title, _("退出"), _back(member.alliance), member.alliance)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def appoint_delegate(request: ActorRequest, member_id: int) -> HttpResponse:
    """Name who speaks for a member."""
    member = reads.get_member(request.actor, member_id)
    request.actor.require(Right.COBUILDING_MANAGE, member.alliance.place_code)
    people = [(one.pk, f"{one.full_name}（{one.username}）") for one in reads.people_of(member.organisation)]
    form = DelegateForm(people, request.POST or None)
    if succeeds(
        form,
        lambda: delegates.appoint_delegate(actor=request.actor, member_id=member_id, spec=form.spec()),
    ):
        return redirect("cobuilding:alliance", member.alliance_id)
    title = _("%s的代表") % member.organisation
    return act_page(request, form, title, _("记下"), _back(member.alliance), member.alliance)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def end_delegate(request: ActorRequest, delegate_id: int) -> HttpResponse:
    """End a delegate at once."""
    delegate = reads.get_delegate(request.actor, delegate_id)
    return act_and_return(
        request,
        lambda: delegates.end_delegate(actor=request.actor, delegate_id=delegate_id),
        "cobuilding:alliance",
        delegate.member.alliance_id,
    )


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def reveal_delegate(request: ActorRequest, delegate_id: int) -> HttpResponse:
    """Show a delegate's number in full, for a reason that is written down."""
    delegate = reads.get_delegate(request.actor, delegate_id)
    alliance = delegate.member.alliance
    request.actor.require(Right.COBUILDING_MANAGE, alliance.place_code)
    form, shown = ReasonForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        number = attempt(
            form,
            lambda: delegates.read_delegate_phone(
                actor=request.actor, delegate_id=delegate_id, **form.cleaned_data
            ),
        )
        shown = None if number is None else [(_("电话"), number)]
    title = _("显示%s的电话") % delegate.name
    return form_page(
        request,
        form,
        template="cobuilding/revealed.html",
        shown=shown,
        title=title,
        act=_("显示"),
        back=_back(alliance),
        crumbs=crumbs_of(title, alliance),
    )


def kept_alliance(request: ActorRequest, alliance_id: int) -> Alliance:
    """Return an alliance to those who keep it."""
    alliance = reads.get_alliance(request.actor, alliance_id)
    request.actor.require(Right.COBUILDING_MANAGE, alliance.place_code)
    return alliance


def _back(alliance: Alliance) -> str:
    return reverse("cobuilding:alliance", args=[alliance.pk])


def crumbs_of(title: str, alliance: Alliance | None) -> list[dict[str, str]]:
    """Write the way to a page of an alliance."""
    steps = [crumb(_("共建联盟"), "cobuilding:alliances")]
    if alliance is not None:
        steps.append(crumb(alliance.name, "cobuilding:alliance", alliance.pk))
    return [*steps, crumb(title)]


def act_page(
    request: ActorRequest,
    form: Any,
    title: str,
    act: str,
    back: str,
    alliance: Alliance | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the form of one act on an alliance."""
    crumbs = crumbs_of(title, alliance)
    return form_page(request, form, title=title, act=act, back=back, crumbs=crumbs, **more)
