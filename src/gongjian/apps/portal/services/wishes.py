"""A project that a resident proposes for a community fund at the public door: taken in by the councils app, floods refused."""

from gongjian.apps.councils.choices.budgets import WishSource
from gongjian.apps.councils.models import Wish
from gongjian.apps.councils.services.budgets import WishSpec, propose_at_door
from gongjian.apps.portal.services.sending import REPORT_FLOOD
from gongjian.core import flood
from gongjian.core.errors import Conflict

PURPOSE = "fund_wish"


def send_wish(
    *, fund_id: int, place_code: str, sender: str, title: str, where: str, what: str, contact: str
) -> Wish:
    """Take in a project; Conflict when one sender proposes more than the rule lets, or the days are over."""
    if not flood.take(PURPOSE, sender, flood.limit_at(REPORT_FLOOD, place_code)):
        raise Conflict("这里刚提了好几个项目，请过一会儿再提，或者到社区当面提。填的内容都还在。")
    spec = WishSpec(title=title, where=where, what=what, contact=contact, source=WishSource.DOOR)
    return propose_at_door(fund_id=fund_id, place_code=place_code, spec=spec)
