"""The desk's second list: what was held for a look, by sender."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.places.selectors import current_scope, names_of, scope_names
from gongjian.apps.portal import selectors, services
from gongjian.core import waiting_photos
from gongjian.core.access import ActorRequest, Right, allows


@allows(Right.MATTERS_DISPATCH)
@require_http_methods(["GET", "POST"])
def groups(request: ActorRequest) -> HttpResponse:
    """List the senders that have something waiting; find all of one to be junk in one act."""
    code = current_scope(request)
    if request.method == "POST":
        sender = request.POST.get("sender", "")
        count = services.drop_all_of(actor=request.actor, sender=sender, place_code=code)
        messages.success(request, _("已判为无效 %(n)s 件。") % {"n": count})
        return redirect("portal:held")
    context = {
        "groups": selectors.held_groups(request.actor, code),
        "total": selectors.held_count(request.actor, code),
        "place_name": scope_names(request).get(code, code),
    }
    return render(request, "portal/desk/held.html", context)


@allows(Right.MATTERS_DISPATCH)
@require_http_methods(["GET", "POST"])
def sender(request: ActorRequest, held_id: int) -> HttpResponse:
    """Look through what the sender of one has waiting, and decide on those ticked."""
    code = current_scope(request)
    one = selectors.get_held(request.actor, held_id)
    rows = selectors.held_rows(request.actor, code, one.sender)
    if request.method == "POST":
        ids = [int(one) for one in request.POST.getlist("pick") if one.isdigit()]
        if request.POST.get("act") == "drop":
            count = services.drop(actor=request.actor, ids=ids, place_code=code)
            messages.success(request, _("已判为无效 %(n)s 件。") % {"n": count})
        else:
            count = services.release(actor=request.actor, ids=ids)
            messages.success(request, _("已放行 %(n)s 件，进了派办台。") % {"n": count})
        return redirect("portal:held")
    names = names_of({row.place_code for row in rows})
    context = {"rows": [(row, names.get(row.place_code, row.place_code)) for row in rows]}
    return render(request, "portal/desk/held_sender.html", context)


@allows(Right.MATTERS_DISPATCH)
@require_GET
def photo(request: ActorRequest, held_photo_id: int) -> HttpResponse:
    """Show a photo of what is held."""
    row = selectors.held_photo(request.actor, held_photo_id)
    response = HttpResponse(waiting_photos.read(row.stored_as), content_type=row.content_type)
    response["Cache-Control"] = "private, max-age=600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
