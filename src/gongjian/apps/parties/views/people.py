"""Pages of people: list, one, make, change, close, one-time passwords, second factors."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.parties import selectors, services
from gongjian.apps.parties.forms import Picked, ReasonForm, UserFilter, UserForm, user_initial
from gongjian.apps.parties.views.pages import confirm_page, form_page, reveal_page, typed_text
from gongjian.apps.places.selectors import current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotAllowed
from gongjian.core.form_pages import attempt, crumb
from gongjian.core.listing import page_of

PICKED = 12


@allows(Right.PARTIES_VIEW)
@require_GET
def list_users(request: ActorRequest) -> HttpResponse:
    """List the people one may see, with what they may do."""
    filters = UserFilter(request.GET)
    asked = filters.asked
    rows = selectors.list_users(
        request.actor,
        text=asked.get("q", ""),
        role=asked.get("role", ""),
        place_code=asked.get("place", ""),
        with_closed=asked.get("closed", False),
        state=asked.get("state", ""),
    )
    page = page_of(rows, request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "filters": filters,
        "page": page,
        "rows": [(row, names.get(row.place_code, "")) for row in page.rows],
        "is_narrowed": any(asked.get(name) for name in ("q", "role", "place", "state", "closed")),
        "can_manage": request.actor.can(Right.USERS_MANAGE),
    }
    return render(request, "parties/users.html", context)


@allows(Right.PARTIES_VIEW)
@require_GET
def show_user(request: ActorRequest, user_id: int) -> HttpResponse:
    """Show one person with all his grants."""
    actor = request.actor
    person = selectors.get_user(actor, user_id)
    grants = selectors.list_grants_of(person)
    names = names_of({grant.place_code for grant in grants})
    is_self = person.pk == actor.user_id
    context = {
        "person": person,
        "place_name": path_name(person.place_code),
        "grants": [(grant, names.get(grant.place_code, grant.place_code)) for grant in grants],
        "can_manage": actor.can(Right.USERS_MANAGE, person.place_code),
        "can_grant": actor.can(Right.GRANTS_MANAGE) and not is_self and person.is_active,
        "can_clear": actor.can(Right.GRANTS_MANAGE, person.place_code)
        and person.has_second_factor
        and not is_self,
        "can_hand_over": actor.can(Right.HANDOVER_MANAGE, person.place_code),
        "is_self": is_self,
        "crumbs": [crumb(_("人员"), "parties:users"), crumb(person.full_name)],
    }
    return render(request, "parties/user.html", context)


@allows(Right.USERS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_user(request: ActorRequest) -> HttpResponse:
    """Make a person and show the one-time password once."""
    scope = current_scope(request)
    here = Picked(scope, names_of([scope]).get(scope, "")) if scope else None
    form = UserForm(request.actor, request.POST or None, initial={"place_code": here})
    if request.method == "POST" and form.is_valid():
        issued = attempt(form, lambda: services.create_user(actor=request.actor, spec=form.spec()))
        if issued:
            return show_issued(request, [issued])
    return form_page(
        request,
        form,
        title=_("新建用户"),
        act=_("新建"),
        crumbs=[crumb(_("人员"), "parties:users")],
        intro=_("新建后给出一次性密码。角色由安全管理员另行授予。"),
    )


def show_issued(request: ActorRequest, issued: list[services.Issued]) -> HttpResponse:
    """Show one-time passwords, never again and nowhere kept."""
    response = render(request, "parties/issued.html", {"issued": issued})
    response["Cache-Control"] = "no-store"
    return response


@allows(Right.USERS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_user(request: ActorRequest, user_id: int) -> HttpResponse:
    """Change what is known of a person."""
    person = selectors.get_user(request.actor, user_id)
    request.actor.require(Right.USERS_MANAGE, person.place_code)
    name = names_of([person.place_code]).get(person.place_code, "") if person.place_code else ""
    form = UserForm(
        request.actor, request.POST or None, initial=user_initial(person, name), stored_phone=person.phone
    )
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: services.edit_user(actor=request.actor, user_id=user_id, spec=form.spec())
        )
        if saved:
            return redirect("parties:user", user_id)
    crumbs = [crumb(_("人员"), "parties:users"), crumb(person.full_name, "parties:user", user_id)]
    return form_page(request, form, title=_("改用户"), act=_("保存"), crumbs=crumbs)


@allows(Right.USERS_MANAGE)
@require_http_methods(["GET", "POST"])
def set_user_state(request: ActorRequest, user_id: int) -> HttpResponse:
    """Close an account, or open it again."""
    person = selectors.get_user(request.actor, user_id)
    if request.method == "POST":
        change = services.deactivate_user if person.is_active else services.activate_user
        change(actor=request.actor, user_id=user_id)
        return redirect("parties:user", user_id)
    request.actor.require(Right.USERS_MANAGE, person.place_code)
    closing = person.is_active
    return confirm_page(
        request,
        title=(_("停用%s的账号？") if closing else _("启用%s的账号？")) % person.full_name,
        act=_("停用") if closing else _("启用"),
        keep=_("不停用") if closing else _("不启用"),
        back=reverse("parties:user", args=[user_id]),
        effects=[_("马上退出登录，以后登不进来。手里没办完的工作请先移交。")] if closing else [],
        danger=closing,
    )


@allows(Right.USERS_MANAGE)
@require_http_methods(["GET", "POST"])
def reset_password(request: ActorRequest, user_id: int) -> HttpResponse:
    """Give a one-time password."""
    person = selectors.get_user(request.actor, user_id)
    if request.method == "POST":
        return show_issued(request, [services.reset_password(actor=request.actor, user_id=user_id)])
    request.actor.require(Right.USERS_MANAGE, person.place_code)
    return confirm_page(
        request,
        title=_("重置%s的密码？") % person.full_name,
        act=_("重置"),
        keep=_("不重置"),
        back=reverse("parties:user", args=[user_id]),
        effects=[
            _("原来的密码马上失效，登录着的也会退出。"),
            _("给出一次性密码，只显示一次；下次登录必须改。"),
            _("因密码错误被锁的账号同时解锁。"),
        ],
    )


@allows(Right.USERS_MANAGE)
@require_http_methods(["GET", "POST"])
def unlock_user(request: ActorRequest, user_id: int) -> HttpResponse:
    """Open an account that failures have locked."""
    person = selectors.get_user(request.actor, user_id)
    if request.method == "POST":
        services.unlock_user(actor=request.actor, user_id=user_id)
        messages.success(request, _("已解锁，现在可以登录。"))
        return redirect("parties:user", user_id)
    request.actor.require(Right.USERS_MANAGE, person.place_code)
    return confirm_page(
        request,
        title=_("解锁%s的账号？") % person.full_name,
        act=_("解锁"),
        keep=_("不解锁"),
        back=reverse("parties:user", args=[user_id]),
        effects=[_("清除登录失败的次数，密码不变。")],
    )


@allows(Right.GRANTS_MANAGE)
@require_http_methods(["GET", "POST"])
def clear_second_factor(request: ActorRequest, user_id: int) -> HttpResponse:
    """Remove a lost second factor, for a reason that is written down."""
    person = selectors.get_user(request.actor, user_id)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = _("原因")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        cleared = attempt(
            form,
            lambda: services.clear_second_factor(actor=request.actor, user_id=user_id, reason=reason),
            also=(NotAllowed,),
        )
        if cleared:
            return redirect("parties:user", user_id)
    return confirm_page(
        request,
        title=_("清除%s的第二因素？") % person.full_name,
        act=_("清除"),
        keep=_("不清除"),
        back=reverse("parties:user", args=[user_id]),
        effects=[_("请先当面或用单位电话核对身份。"), _("下次登录要重新绑定验证器；恢复码一并作废。")],
        danger=True,
        form=form,
    )


@allows(Right.PARTIES_VIEW)
@require_http_methods(["GET", "POST"])
def reveal_phone(request: ActorRequest, user_id: int) -> HttpResponse:
    """Show a person's number in full, for a reason that is written down."""
    person = selectors.get_user(request.actor, user_id)
    back = reverse("parties:user", args=[user_id])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = services.read_phone(actor=request.actor, user_id=user_id, reason=form.cleaned_data["reason"])
        return reveal_page(request, label=_("手机"), whose=person.full_name, value=number, back=back)
    return confirm_page(
        request,
        title=_("显示%s的手机号") % person.full_name,
        act=_("显示"),
        keep=_("不看了"),
        back=back,
        effects=[_("只显示这一次。谁、什么时候、为什么看，会记入审计。")],
        form=form,
    )


@allows(Right.PARTIES_VIEW)
@require_GET
def pick_user(request: ActorRequest) -> HttpResponse:
    """Answer a picker of people."""
    text = typed_text(request)
    found = selectors.search_users(request.actor, text, PICKED)
    options = [
        (row.pk, row.full_name, f"{row.organisation or ''} {row.post} {row.username}".strip())
        for row in found
    ]
    return render(request, "parties/_pick.html", {"options": options, "q": text})
