"""What of a fund goes out as Word or PDF."""

from gongjian.apps.councils.models import Fund
from gongjian.apps.councils.selectors.budgets import accounts_page, get_fund, list_page, result_page
from gongjian.apps.documents.services.files import CONTENT_TYPES, Format, RenderedFile, set_page
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound

PAGES = {
    "list": (list_page, "项目名单公示"),
    "result": (result_page, "投票结果公告"),
    "accounts": (accounts_page, "决算公告"),
}


def render_paper(*, actor: Actor, fund_id: int, paper: str, form: Format) -> RenderedFile:
    """Set one of the papers of a fund. Raises Conflict or NotFound before its time."""
    fund: Fund = get_fund(actor, fund_id)
    if paper not in PAGES:
        raise NotFound()
    page_of, name = PAGES[paper]
    return RenderedFile(f"{fund.title}{name}.{form}", CONTENT_TYPES[form], set_page(page_of(fund), form))
