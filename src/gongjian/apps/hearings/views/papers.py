"""Papers handed out: the notice and the record of a hearing, a posting, the decision letter."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from gongjian.apps.documents.services.files import Format, RenderedFile
from gongjian.apps.hearings import services
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file


@allows(Right.HEARINGS_MANAGE)
@require_POST
def take_decision(request: ActorRequest, application_id: int) -> HttpResponse:
    """Hand out the decision letter; a POST, since it is written down who took it."""
    found = services.render_decision(actor=request.actor, application_id=application_id, form=_form(request))
    return _hand_out(found)


@allows(Right.HEARINGS_MANAGE)
@require_POST
def take_record(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Hand out the record of a hearing."""
    return _hand_out(services.render_record(actor=request.actor, hearing_id=hearing_id, form=_form(request)))


@allows(Right.HEARINGS_MANAGE)
@require_POST
def take_notice(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Hand out the notice of a hearing."""
    return _hand_out(services.render_notice(actor=request.actor, hearing_id=hearing_id, form=_form(request)))


@allows(Right.HEARINGS_MANAGE)
@require_POST
def take_posting(request: ActorRequest, posting_id: int) -> HttpResponse:
    """Hand out a posting that hangs."""
    return _hand_out(services.render_posting(actor=request.actor, posting_id=posting_id, form=_form(request)))


def _form(request: ActorRequest) -> Format:
    return "pdf" if request.POST.get("form") == "pdf" else "docx"


def _hand_out(found: RenderedFile) -> HttpResponse:
    response = send_file(found.content, found.name, found.content_type)
    response["Cache-Control"] = "no-store"
    return response
