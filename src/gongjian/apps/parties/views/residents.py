"""Pages of residents: the register, one with his relations, register, change, show what is encrypted."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.parties import selectors, services
from gongjian.apps.parties.forms import Picked, ReasonForm, RelationForm, ResidentFilter, ResidentForm
from gongjian.apps.parties.models import Resident
from gongjian.apps.parties.views.pages import confirm_page, form_page
from gongjian.apps.places.selectors import current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.listing import page_of


@allows(Right.RESIDENTS_VIEW)
@require_GET
def list_residents(request: ActorRequest) -> HttpResponse:
    """List the residents of the place one works in, names masked."""
    filters = ResidentFilter(request.GET)
    asked = filters.asked
    scope = current_scope(request)
    rows = selectors.list_residents(
        request.actor,
        place_code=scope,
        group=asked.get("group", ""),
        panelists=asked.get("panelists", False),
    )
    if asked.get("q"):
        found = [row.pk for row in selectors.find_residents(request.actor, scope, asked["q"])]
        rows = rows.filter(pk__in=found)
    page = page_of(rows, request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "filters": filters,
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "is_narrowed": bool(asked),
        "can_manage": request.actor.can(Right.RESIDENTS_MANAGE),
    }
    return render(request, "parties/residents.html", context)


@allows(Right.RESIDENTS_VIEW)
@require_GET
def show_resident(request: ActorRequest, resident_id: int) -> HttpResponse:
    """Show one resident, masked, with his relations."""
    resident = selectors.get_resident(request.actor, resident_id)
    return _render(request, resident, RelationForm())


def _render(request: ActorRequest, resident: Resident, form: RelationForm) -> HttpResponse:
    context = {
        "resident": resident,
        "place_name": path_name(resident.place_code),
        "relations": selectors.relations_of(resident),
        "can_manage": request.actor.can(Right.RESIDENTS_MANAGE, resident.place_code),
        "form": form,
        "crumbs": [crumb(_("居民"), "parties:residents"), crumb(resident.masked_name)],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "parties/resident.html", context, status=status)


@allows(Right.RESIDENTS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_resident(request: ActorRequest) -> HttpResponse:
    """Register a resident of the place one works in."""
    scope = current_scope(request)
    here = Picked(scope, names_of([scope]).get(scope, "")) if len(scope) >= services.COMMUNITY else None
    form = ResidentForm(request.actor, request.POST or None, initial={"place_code": here})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.register_resident(actor=request.actor, spec=form.spec()))
        if made:
            return redirect("parties:resident", made.pk)
    crumbs = [crumb(_("居民"), "parties:residents")]
    return form_page(request, form, title=_("登记居民"), act=_("登记"), crumbs=crumbs)


@allows(Right.RESIDENTS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_resident(request: ActorRequest, resident_id: int) -> HttpResponse:
    """Change a resident. The name is typed again: nothing encrypted is shown without a reason."""
    resident = selectors.get_resident(request.actor, resident_id)
    request.actor.require(Right.RESIDENTS_MANAGE, resident.place_code)
    place = names_of([resident.place_code]).get(resident.place_code, "")
    initial = {
        "place_code": Picked(resident.place_code, place),
        "group": resident.group,
        "is_panelist": resident.is_panelist,
    }
    form = ResidentForm(request.actor, request.POST or None, initial=initial, is_new=False)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: services.edit_resident(actor=request.actor, resident_id=resident_id, spec=form.spec()),
        )
        if saved:
            return redirect("parties:resident", resident_id)
    crumbs = [
        crumb(_("居民"), "parties:residents"),
        crumb(resident.masked_name, "parties:resident", resident_id),
    ]
    return form_page(request, form, title=_("改居民"), act=_("保存"), crumbs=crumbs)


@allows(Right.RESIDENTS_MANAGE)
@require_POST
def note_relation(request: ActorRequest, resident_id: int) -> HttpResponse:
    """Say how a resident stands to another."""
    resident = selectors.get_resident(request.actor, resident_id)
    form = RelationForm(request.POST)
    if form.is_valid():
        noted = attempt(
            form,
            lambda: services.note_relation(actor=request.actor, resident_id=resident_id, **form.cleaned_data),
        )
        if noted:
            return redirect("parties:resident", resident_id)
    return _render(request, resident, form)


@allows(Right.RESIDENTS_MANAGE)
@require_http_methods(["GET", "POST"])
def end_relation(request: ActorRequest, relation_id: int) -> HttpResponse:
    """End a relation that no longer holds."""
    relation = selectors.get_relation(request.actor, relation_id)
    if request.method == "POST":
        services.end_relation(actor=request.actor, relation_id=relation_id)
        return redirect("parties:resident", relation.first_id)
    request.actor.require(Right.RESIDENTS_MANAGE, relation.first.place_code)
    return confirm_page(
        request,
        title=_("结束“%s”？") % relation,
        act=_("结束"),
        keep=_("不结束"),
        back=reverse("parties:resident", args=[relation.first_id]),
        effects=[_("以后评议不再因为这条关系回避。记录保留。")],
    )


@allows(Right.RESIDENTS_VIEW)
@require_http_methods(["GET", "POST"])
def reveal_resident(request: ActorRequest, resident_id: int) -> HttpResponse:
    """Show what is encrypted of a resident, for a reason that is written down."""
    resident = selectors.get_resident(request.actor, resident_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = services.read_resident(
            actor=request.actor, resident_id=resident_id, reason=form.cleaned_data["reason"]
        )
        response = render(request, "parties/resident_revealed.html", {"resident": resident, "facts": facts})
        response["Cache-Control"] = "no-store"
        return response
    return confirm_page(
        request,
        title=_("显示“%s”的姓名、身份证号、电话和住址") % resident.masked_name,
        act=_("显示"),
        keep=_("不看了"),
        back=reverse("parties:resident", args=[resident_id]),
        effects=[_("只显示这一次。谁、什么时候、为什么看，会记入审计。")],
        form=form,
    )
