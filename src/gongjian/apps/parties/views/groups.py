"""Pages of groups: list, one, make, change."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.parties import selectors, services
from gongjian.apps.parties.choices import GroupRole
from gongjian.apps.parties.forms import GroupForm, MemberFormSet, Picked, group_initial, group_spec
from gongjian.apps.places.selectors import current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.listing import page_of


@allows(Right.PARTIES_VIEW)
@require_GET
def list_groups(request: ActorRequest) -> HttpResponse:
    """List the groups one may see."""
    text = request.GET.get("q", "")[:60]
    page = page_of(selectors.list_groups(request.actor, text=text), request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "q": text,
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "can_manage": request.actor.can(Right.PARTIES_MANAGE),
    }
    return render(request, "parties/groups.html", context)


@allows(Right.PARTIES_VIEW)
@require_GET
def show_group(request: ActorRequest, group_id: int) -> HttpResponse:
    """Show one group, its posts by rank."""
    group = selectors.get_group(request.actor, group_id)
    members = list(group.members.all())
    by_role = [(role.label, [member for member in members if member.role == role]) for role in GroupRole]
    context = {
        "group": group,
        "posts": [(label, holders) for label, holders in by_role if holders],
        "place_name": path_name(group.place_code),
        "can_manage": request.actor.can(Right.PARTIES_MANAGE, group.place_code),
        "crumbs": [crumb(_("领导小组"), "parties:groups"), crumb(group.name)],
    }
    return render(request, "parties/group.html", context)


@allows(Right.PARTIES_MANAGE)
@require_http_methods(["GET", "POST"])
def add_group(request: ActorRequest) -> HttpResponse:
    """Set up a group."""
    scope = current_scope(request)
    here = Picked(scope, names_of([scope]).get(scope, "")) if scope else None
    form = GroupForm(request.actor, request.POST or None, initial={"place_code": here})
    members = MemberFormSet(
        request.POST or None, prefix="m", initial=[{"role": "leader"}, {"role": "deputy"}]
    )
    if request.method == "POST" and form.is_valid() and members.is_valid():
        spec = group_spec(form, members)
        made = attempt(form, lambda: services.create_group(actor=request.actor, spec=spec))
        if made:
            return redirect("parties:group", made.pk)
    return _group_page(request, form, members, _("设立领导小组"), reverse("parties:groups"))


@allows(Right.PARTIES_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_group(request: ActorRequest, group_id: int) -> HttpResponse:
    """Change a group and its posts."""
    group = selectors.get_group(request.actor, group_id)
    request.actor.require(Right.PARTIES_MANAGE, group.place_code)
    name = names_of([group.place_code]).get(group.place_code, "")
    initial, posts = group_initial(group, name)
    form = GroupForm(request.actor, request.POST or None, initial=initial)
    members = MemberFormSet(request.POST or None, prefix="m", initial=posts)
    if request.method == "POST" and form.is_valid() and members.is_valid():
        spec = group_spec(form, members)
        saved = attempt(form, lambda: services.edit_group(actor=request.actor, group_id=group_id, spec=spec))
        if saved:
            return redirect("parties:group", group_id)
    back = reverse("parties:group", args=[group_id])
    return _group_page(request, form, members, _("改“%s”") % group.name, back)


def _group_page(request: ActorRequest, form: GroupForm, members: Any, title: str, back: str) -> HttpResponse:
    context = {
        "form": form,
        "members": members,
        "title": title,
        "back": back,
        "crumbs": [crumb(_("领导小组"), "parties:groups"), crumb(title)],
    }
    has_errors = bool(form.errors) or (members.is_bound and not members.is_valid())
    return render(request, "parties/group_form.html", context, status=UNPROCESSABLE if has_errors else 200)
