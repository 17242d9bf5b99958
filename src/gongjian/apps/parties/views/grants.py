"""Pages of rights: the overview, giving a role, taking it back."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.parties import selectors, services
from gongjian.apps.parties.forms import GrantFilter, GrantForm
from gongjian.apps.parties.views.pages import confirm_page, form_page
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotAllowed
from gongjian.core.form_pages import attempt, crumb
from gongjian.core.listing import page_of


@allows(Right.GRANTS_MANAGE)
@require_GET
def list_grants(request: ActorRequest) -> HttpResponse:
    """List who may do what where, today."""
    filters = GrantFilter(request.GET)
    asked = filters.asked
    until = timezone.localdate() + timedelta(days=selectors.ENDING_DAYS) if asked.get("ending") else None
    rows = selectors.list_grants(
        request.actor, role=asked.get("role", ""), place_code=asked.get("place", ""), until=until
    )
    page = page_of(rows, request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "filters": filters,
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "is_narrowed": any(asked.get(name) for name in ("role", "place", "ending")),
        "actor_id": request.actor.user_id,
    }
    return render(request, "parties/grants.html", context)


@allows(Right.GRANTS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_grant(request: ActorRequest, user_id: int) -> HttpResponse:
    """Give a person a role."""
    person = selectors.get_user(request.actor, user_id)
    form = GrantForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = attempt(
            form,
            lambda: services.grant_role(actor=request.actor, user_id=user_id, **form.cleaned_data),
            also=(NotAllowed,),
        )
        if given:
            return redirect("parties:user", user_id)
    crumbs = [crumb(_("人员"), "parties:users"), crumb(person.full_name, "parties:user", user_id)]
    intro = _("三员分立：系统、安全、审计三种管理员由不同的人担任，也不兼任其他角色。")
    title = _("给%s授权") % person.full_name
    return form_page(request, form, title=title, act=_("授权"), crumbs=crumbs, intro=intro)


@allows(Right.GRANTS_MANAGE)
@require_http_methods(["GET", "POST"])
def revoke_grant(request: ActorRequest, grant_id: int) -> HttpResponse:
    """Take a role back."""
    grant = selectors.get_grant(request.actor, grant_id)
    if request.method == "POST":
        services.revoke_grant(actor=request.actor, grant_id=grant_id)
        return redirect("parties:user", grant.user_id)
    request.actor.require(Right.GRANTS_MANAGE, grant.place_code)
    place = (
        grant.organisation.name
        if grant.organisation
        else names_of([grant.place_code]).get(grant.place_code, "")
    )
    return confirm_page(
        request,
        title=_("收回%(name)s在%(place)s的“%(role)s”？")
        % {"name": grant.user.full_name, "place": place, "role": grant.get_role_display()},
        act=_("收回"),
        keep=_("不收回"),
        back=reverse("parties:user", args=[grant.user_id]),
        effects=[
            _("马上失效。手里没办完的工作还在他名下，可以另行移交。"),
            _("正由别人代管的，代管人也同时失去。"),
        ],
        danger=True,
    )
