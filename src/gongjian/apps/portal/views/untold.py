"""The desk's list of messages that could not be sent: call instead, or try again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.places.selectors import current_scope, scope_names
from gongjian.apps.portal import selectors, services
from gongjian.apps.portal.forms import CalledForm
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE


@allows(Right.MATTERS_DISPATCH)
@require_GET
def messages_untold(request: ActorRequest) -> HttpResponse:
    """List what could not be sent to reporters."""
    return _page(request)


def _page(request: ActorRequest, refused: int = 0, form: CalledForm | None = None) -> HttpResponse:
    code = current_scope(request)
    rows = selectors.untold_messages(request.actor, code)
    context = {
        "rows": [
            (row, form if form and row.pk == refused else CalledForm(prefix=str(row.pk))) for row in rows
        ],
        "total": selectors.untold_count(request.actor, code),
        "place_name": scope_names(request).get(code, code),
    }
    status = UNPROCESSABLE if form else 200
    return render(request, "portal/desk/untold.html", context, status=status)


@allows(Right.MATTERS_DISPATCH)
@require_POST
def called(request: ActorRequest, message_id: int) -> HttpResponse:
    """Note that the reporter was told by telephone."""
    row = selectors.get_untold(request.actor, message_id)
    form = CalledForm(request.POST, prefix=str(row.pk))
    if not form.is_valid():
        return _page(request, row.pk, form)
    services.note_called(actor=request.actor, message_id=row.pk, words=form.cleaned_data["words"])
    messages.success(request, _("已记下，写进了这件事的经过。"))
    return redirect("portal:untold")


@allows(Right.MATTERS_DISPATCH)
@require_POST
def again(request: ActorRequest, message_id: int) -> HttpResponse:
    """Have a message tried again."""
    services.try_again(actor=request.actor, message_id=message_id)
    messages.success(request, _("会再发一次。"))
    return redirect("portal:untold")
