"""One's own page: roles and places, password, second factor, language, notices."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.parties import selectors, services
from gongjian.apps.places.selectors import names_of, path_name
from gongjian.core.access import ActorRequest, signed_in
from gongjian.core.htmx import render_either
from gongjian.core.listing import page_of


@signed_in
@require_GET
def show_profile(request: ActorRequest) -> HttpResponse:
    """Show who I am here, what I may do, and what I was told lately."""
    person = request.user
    grants = [grant for grant in selectors.list_grants_of(person) if not grant.is_over]  # type: ignore[arg-type]
    names = names_of({grant.place_code for grant in grants})
    context = {
        "person": person,
        "place_name": path_name(request.actor.home_place_code),
        "grants": [(grant, names.get(grant.place_code, grant.place_code)) for grant in grants],
        "notices": selectors.unread_notices(request.actor),
        "needs_second_factor": request.actor.needs_second_factor,
    }
    return render(request, "parties/profile.html", context)


@signed_in
@require_GET
def list_notices(request: ActorRequest) -> HttpResponse:
    """List all I was told."""
    page = page_of(selectors.list_notices(request.actor), request.GET)
    return render(request, "parties/notices.html", {"page": page})


@signed_in
@require_GET
def show_bell(request: ActorRequest) -> HttpResponse:
    """Open the bell: the first unread notices, by deadline."""
    context = {"notices": selectors.unread_notices(request.actor), "count": request.actor.unread}
    return render_either(request, "parties/bell.html", "parties/_bell.html", context)


@signed_in
@require_POST
def choose_columns(request: ActorRequest) -> HttpResponse:
    """Keep which columns of a list I want to see, and go back to it."""
    services.choose_columns(
        actor=request.actor,
        list_name=request.POST.get("list", ""),
        columns=[] if "usual" in request.POST else request.POST.getlist("column"),
    )
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return redirect(target)
    return redirect("parties:profile")


@signed_in
@require_POST
def open_notice(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Note a notice as read and go where it points."""
    notice = services.mark_read(actor=request.actor, notice_id=notice_id)
    if notice.url and url_has_allowed_host_and_scheme(notice.url, None, request.is_secure()):
        return redirect(notice.url)
    return redirect("parties:notices")


@signed_in
@require_POST
def read_all_notices(request: ActorRequest) -> HttpResponse:
    """Note all as read."""
    services.mark_all_read(actor=request.actor)
    return redirect("parties:notices")
