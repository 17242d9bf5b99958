"""Pages of bodies: list, one, make, change, close, the contact's number."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.parties import selectors, services
from gongjian.apps.parties.forms import (
    OrganisationFilter,
    OrganisationForm,
    Picked,
    ReasonForm,
    organisation_initial,
)
from gongjian.apps.parties.views.pages import confirm_page, form_page, reveal_page, typed_text
from gongjian.apps.places.selectors import current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import attempt, crumb
from gongjian.core.listing import page_of

PICKED = 12


@allows(Right.PARTIES_VIEW)
@require_GET
def list_organisations(request: ActorRequest) -> HttpResponse:
    """List the bodies one may see."""
    filters = OrganisationFilter(request.GET)
    asked = filters.asked
    rows = selectors.list_organisations(
        request.actor,
        text=asked.get("q", ""),
        kind=asked.get("kind", ""),
        place_code=asked.get("place", ""),
        with_closed=asked.get("closed", False),
    )
    page = page_of(rows, request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "filters": filters,
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "is_narrowed": any(asked.get(name) for name in ("q", "kind", "place", "closed")),
        "can_manage": request.actor.can(Right.PARTIES_MANAGE),
    }
    return render(request, "parties/organisations.html", context)


@allows(Right.PARTIES_VIEW)
@require_GET
def show_organisation(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """Show one body with its people."""
    organisation = selectors.get_organisation(request.actor, organisation_id)
    people = selectors.list_users(request.actor).filter(organisation=organisation)
    context = {
        "organisation": organisation,
        "place_name": path_name(organisation.place_code),
        "people": list(people[:50]),
        "can_manage": request.actor.can(Right.PARTIES_MANAGE, organisation.place_code),
        "crumbs": [crumb(_("单位"), "parties:organisations"), crumb(organisation.name)],
    }
    return render(request, "parties/organisation.html", context)


@allows(Right.PARTIES_MANAGE)
@require_http_methods(["GET", "POST"])
def add_organisation(request: ActorRequest) -> HttpResponse:
    """Make a body of the place one works in."""
    scope = current_scope(request)
    here = Picked(scope, names_of([scope]).get(scope, "")) if scope else None
    form = OrganisationForm(request.actor, request.POST or None, initial={"place_code": here})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.create_organisation(actor=request.actor, spec=form.spec()))
        if made:
            return redirect("parties:organisation", made.pk)
    crumbs = [crumb(_("单位"), "parties:organisations")]
    return form_page(request, form, title=_("登记单位"), act=_("登记"), crumbs=crumbs)


@allows(Right.PARTIES_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_organisation(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """Change a body."""
    organisation = selectors.get_organisation(request.actor, organisation_id)
    request.actor.require(Right.PARTIES_MANAGE, organisation.place_code)
    name = names_of([organisation.place_code]).get(organisation.place_code, "")
    form = OrganisationForm(
        request.actor,
        request.POST or None,
        initial=organisation_initial(organisation, name),
        stored_phone=organisation.contact_phone,
    )
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: services.edit_organisation(
                actor=request.actor, organisation_id=organisation_id, spec=form.spec()
            ),
        )
        if saved:
            return redirect("parties:organisation", organisation_id)
    crumbs = [
        crumb(_("单位"), "parties:organisations"),
        crumb(organisation.name, "parties:organisation", organisation_id),
    ]
    return form_page(request, form, title=_("改单位"), act=_("保存"), crumbs=crumbs)


@allows(Right.PARTIES_MANAGE)
@require_http_methods(["GET", "POST"])
def set_organisation_state(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """Close a body, or open it again."""
    organisation = selectors.get_organisation(request.actor, organisation_id)
    if request.method == "POST":
        change = (
            services.deactivate_organisation if organisation.is_active else services.activate_organisation
        )
        change(actor=request.actor, organisation_id=organisation_id)
        return redirect("parties:organisation", organisation_id)
    request.actor.require(Right.PARTIES_MANAGE, organisation.place_code)
    closing = organisation.is_active
    return confirm_page(
        request,
        title=(_("停用“%s”？") if closing else _("启用“%s”？")) % organisation.name,
        act=_("停用") if closing else _("启用"),
        keep=_("不停用") if closing else _("不启用"),
        back=reverse("parties:organisation", args=[organisation_id]),
        effects=[_("新的任务和方案里不再能选到它，已有的记录都保留。")] if closing else [],
        danger=closing,
    )


@allows(Right.PARTIES_VIEW)
@require_http_methods(["GET", "POST"])
def reveal_contact(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """Show the contact's number in full, for a reason that is written down."""
    organisation = selectors.get_organisation(request.actor, organisation_id)
    back = reverse("parties:organisation", args=[organisation_id])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = services.read_contact(
            actor=request.actor, organisation_id=organisation_id, reason=form.cleaned_data["reason"]
        )
        return reveal_page(request, label=_("联系电话"), whose=organisation.name, value=number, back=back)
    return confirm_page(
        request,
        title=_("显示“%s”的联系电话") % organisation.name,
        act=_("显示"),
        keep=_("不看了"),
        back=back,
        effects=[_("只显示这一次。谁、什么时候、为什么看，会记入审计。")],
        form=form,
    )


@allows(Right.PARTIES_VIEW)
@require_GET
def pick_organisation(request: ActorRequest) -> HttpResponse:
    """Answer a picker of bodies."""
    text = typed_text(request)
    found = selectors.search_parties(request.actor, text, PICKED)
    names = names_of({row.place_code for row in found})
    options = [(row.pk, row.name, names.get(row.place_code, "")) for row in found]
    return render(request, "parties/_pick.html", {"options": options, "q": text})
