"""What the pages of mediation share: the way to a page, and that no browser or proxy keeps it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gongjian.apps.matters.models import Mediation
from gongjian.core.form_pages import crumb


def case_crumbs(row: Mediation, *last: object) -> list[dict[str, str]]:
    """Return the way to a page of a case."""
    steps = [
        crumb(_("调解"), "matters:mediations"),
        crumb(row.matter.number, "matters:mediation", row.matter_id),
    ]
    return [*steps, *(crumb(label) for label in last)]


def sealed(response: HttpResponse) -> HttpResponse:
    """Let nobody keep a page of a mediation: neither the browser nor anything on the way."""
    response["Cache-Control"] = "no-store"
    return response
