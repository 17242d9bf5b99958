"""Pages of leave and hand-over."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.parties import selectors, services
from gongjian.apps.parties.forms import HandOverForm, StandInForm
from gongjian.apps.parties.views.pages import confirm_page, form_page
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotAllowed
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.listing import page_of

HANDED_SHOWN = 20


@allows(Right.HANDOVER_MANAGE)
@require_GET
def list_stand_ins(request: ActorRequest) -> HttpResponse:
    """List who stands in for whom, and what was handed over lately."""
    context = {
        "page": page_of(selectors.list_stand_ins(request.actor), request.GET),
        "handed": list(selectors.list_hand_overs(request.actor)[:HANDED_SHOWN]),
    }
    return render(request, "parties/stand_ins.html", context)


@allows(Right.HANDOVER_MANAGE)
@require_http_methods(["GET", "POST"])
def add_stand_in(request: ActorRequest) -> HttpResponse:
    """Let one person act for another."""
    form = StandInForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = attempt(
            form, lambda: services.add_stand_in(actor=request.actor, **form.cleaned_data), also=(NotAllowed,)
        )
        if added:
            return redirect("parties:stand_ins")
    crumbs = [crumb(_("代管"), "parties:stand_ins")]
    intro = _("这几天代管的人有请假的人的角色，到期自动收回。他凭代管做的事，审计里写明是替谁做的。")
    return form_page(request, form, title=_("安排代管"), act=_("安排"), crumbs=crumbs, intro=intro)


@allows(Right.HANDOVER_MANAGE)
@require_http_methods(["GET", "POST"])
def end_stand_in(request: ActorRequest, stand_in_id: int) -> HttpResponse:
    """End a stand-in: the person is back."""
    if request.method == "POST":
        services.end_stand_in(actor=request.actor, stand_in_id=stand_in_id)
        return redirect("parties:stand_ins")
    stand_in = selectors.get_stand_in(request.actor, stand_in_id)
    names = {"deputy": stand_in.deputy.full_name, "absent": stand_in.absent.full_name}
    return confirm_page(
        request,
        title=_("结束%(deputy)s对%(absent)s的代管？") % names,
        act=_("结束"),
        keep=_("不结束"),
        back=reverse("parties:stand_ins"),
        effects=[_("%(deputy)s马上失去代管得来的角色。") % names],
    )


@allows(Right.HANDOVER_MANAGE)
@require_http_methods(["GET", "POST"])
def hand_over(request: ActorRequest, user_id: int) -> HttpResponse:
    """List all open work of a person, then give it to another."""
    person = selectors.get_user(request.actor, user_id)
    items = services.preview_hand_over(actor=request.actor, giver=person)
    form = HandOverForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        taker_id = form.cleaned_data["taker_id"]
        done = attempt(
            form,
            lambda: services.hand_over(actor=request.actor, giver_id=user_id, taker_id=taker_id),
            also=(NotAllowed,),
        )
        if done:
            return redirect("parties:stand_ins")
    context = {
        "person": person,
        "items": items,
        "form": form,
        "crumbs": [
            crumb(_("人员"), "parties:users"),
            crumb(person.full_name, "parties:user", user_id),
            crumb(_("移交")),
        ],
    }
    return render(request, "parties/hand_over.html", context, status=UNPROCESSABLE if form.errors else 200)
