"""Open work of a person in inspections: sheets not yet submitted, visits not yet made."""

from collections.abc import Sequence

from gongjian.apps.inspections import services
from gongjian.apps.inspections.selectors.mine import open_sheets_of, visits_to_make
from gongjian.core.access import Actor
from gongjian.core.open_work import OpenItem, WorkSource, register


def list_items(user_id: int) -> Sequence[OpenItem]:
    """List a person's unfinished sheets and the places he is yet to see."""
    sheets = [OpenItem("评分表", sheet.pk, label, url) for sheet, label, url in open_sheets_of(user_id)]
    return sheets + [OpenItem("检查", visit.pk, label, url) for visit, label, url in visits_to_make(user_id)]


def transfer(actor: Actor, giver_id: int, taker_id: int) -> int:
    """Give sheets and visits to another; visits only where he may go."""
    sheets = services.transfer_sheets(actor, giver_id, taker_id)
    return sheets + services.transfer_visits(actor, giver_id, taker_id)


register(WorkSource("inspections", list_items, transfer))
