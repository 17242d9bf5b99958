"""Papers of an election: the roll to be hung, the announcement, the report sheet, certificates."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from gongjian.apps.councils.services import elections as services
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.errors import NotFound

PAPERS: Mapping[str, Callable[..., Any]] = {
    "roll": services.render_roll,
    "announcement": services.render_announcement,
    "report": services.render_report,
}
FORMS = ("docx", "pdf")


@allows(Right.ELECTIONS_VIEW)
@require_GET
def download_paper(request: ActorRequest, election_id: int, paper: str, form: str) -> HttpResponse:
    """Hand out one paper as Word or PDF."""
    if paper not in PAPERS or form not in FORMS:
        raise NotFound()
    file = PAPERS[paper](actor=request.actor, election_id=election_id, form=form)
    return send_file(file.content, file.name, file.content_type)


@allows(Right.ELECTIONS_VIEW)
@require_GET
def download_certificates(request: ActorRequest, election_id: int) -> HttpResponse:
    """Hand out the certificates of the count."""
    file = services.render_certificates(actor=request.actor, election_id=election_id)
    return send_file(file.content, file.name, file.content_type)
