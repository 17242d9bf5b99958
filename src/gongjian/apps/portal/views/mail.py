"""The mailbox as administrators see it, and mails as they came, for those who write down why they look."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.places.selectors import names_of
from gongjian.apps.portal import selectors, services
from gongjian.apps.portal.forms import OpenLetterForm
from gongjian.apps.portal.models import ReceivedMail
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict
from gongjian.core.form_pages import attempt, form_page


@allows(Right.SYSTEM_VIEW)
@require_GET
def mailbox(request: ActorRequest) -> HttpResponse:
    """Show when the mailbox was last read, what went wrong, and what became of the mails."""
    state = selectors.mailbox_state(request.actor)
    names = names_of([state.place_code]) if state else {}
    context = {"state": state, "place_name": names.get(state.place_code, "") if state else ""}
    return render(request, "portal/desk/mailbox.html", context)


@allows(Right.SYSTEM_VIEW)
@require_POST
def fetch(request: ActorRequest) -> HttpResponse:
    """Have the mailbox read at once."""
    try:
        services.fetch_now(actor=request.actor)
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("已交给工人进程去收，过几秒刷新这一页看结果。"))
    return redirect("portal:mailbox")


@allows(Right.MATTERS_REVEAL)
@require_http_methods(["GET", "POST"])
def letter(request: ActorRequest, mail_id: int) -> HttpResponse:
    """Ask for a reason, then show a mail as it came."""
    return _open(request, [selectors.get_letter(request.actor, mail_id)])


@allows(Right.MATTERS_REVEAL)
@require_http_methods(["GET", "POST"])
def originals(request: ActorRequest, case_id: int) -> HttpResponse:
    """Ask for a reason, then show the mails that a matter was made of."""
    return _open(request, selectors.letters_of(request.actor, case_id))


def _open(request: ActorRequest, letters: Sequence[ReceivedMail]) -> HttpResponse:
    form = OpenLetterForm(request.POST or None)
    kept = [one for one in letters if one.file_id]
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        shown = attempt(
            form, lambda: services.open_letters(actor=request.actor, letters=letters, reason=reason)
        )
        if shown:
            response = render(request, "portal/desk/letters.html", {"shown": shown})
            response["Cache-Control"] = "no-store"
            return response
    return form_page(request, form, template="portal/desk/open_letter.html", kept=kept)
