"""What of a fund goes out as Word or PDF."""

from gongjian.apps.councils.models import Fund
from gongjian.apps.councils.selectors.budgets import accounts_page, get_fund, list_page, result_page
from gongjian.apps.documents.services.files import CONTENT_TYPES, Format, RenderedFile, set_page
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound

PAGES = {"list": list_page, "result": result_page, "accounts": accounts_page}


def render_paper(*, actor: Actor, fund_id: int, paper: str, form: Format) -> RenderedFile:
    """Set one of the papers of a fund. Raises Conflict or NotFound before its time."""
    fund: Fund = get_fund(actor, fund_id)
    if paper not in PAGES:
        raise NotFound()
    page = PAGES[paper](fund)
    return RenderedFile(f"{page.title}.{form}", CONTENT_TYPES[form], set_page(page, form))
