"""Open work of a person in inspections: sheets not yet submitted."""

from collections.abc import Sequence

from gongjian.apps.inspections import services
from gongjian.apps.inspections.selectors.mine import open_sheets_of
from gongjian.core.open_work import OpenItem, WorkSource, register


def list_items(user_id: int) -> Sequence[OpenItem]:
    """List a person's unfinished sheets."""
    return [OpenItem("评分表", sheet.pk, label, url) for sheet, label, url in open_sheets_of(user_id)]


register(WorkSource("inspections", list_items, services.transfer_sheets))
