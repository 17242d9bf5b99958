"""What the writes of a fund share: loading a row for a step, locked, and refusing what is not its turn."""

from gongjian.apps.councils.choices.budgets import FundStatus, WishStatus
from gongjian.apps.councils.models import Fund, Wish
from gongjian.apps.councils.selectors.budgets import get_fund, get_wish
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict


def managed_fund(actor: Actor, fund_id: int, *turns: FundStatus) -> Fund:
    """Load a fund for those who run it, locked; Conflict unless it is one of `turns`."""
    seen = get_fund(actor, fund_id)
    actor.require(Right.COUNCILS_MANAGE, seen.place_code)
    return locked_fund(seen.pk, *turns)


def locked_fund(fund_id: int, *turns: FundStatus) -> Fund:
    """Load a fund locked; Conflict unless it is one of `turns`."""
    fund: Fund = Fund.objects.select_for_update(no_key=True).get(pk=fund_id)
    if turns and fund.status not in turns:
        raise Conflict(f"“{fund.title}”现在是“{fund.get_status_display()}”，这一步还不能做或已经做过。")
    return fund


def managed_wish(actor: Actor, wish_id: int, *turns: FundStatus) -> Wish:
    """Load a project for those who run its fund, the fund locked first; Conflict unless it is its turn."""
    seen = get_wish(actor, wish_id)
    fund = managed_fund(actor, seen.fund_id, *turns)
    wish: Wish = Wish.objects.select_for_update(no_key=True).get(pk=seen.pk)
    wish.fund = fund
    return wish


def take_step(fund: Fund, status: FundStatus) -> None:
    """Move a fund on; Conflict when that step isn't open."""
    if not fund.may_become(status):
        raise Conflict(
            f"“{fund.title}”现在是“{fund.get_status_display()}”，还不能到“{FundStatus(status).label}”。"
        )
    fund.status = status


def take_wish_step(wish: Wish, status: WishStatus) -> None:
    """Move a project on; Conflict when that step isn't open."""
    if not wish.may_become(status):
        raise Conflict(
            f"项目“{wish.title}”现在是“{wish.get_status_display()}”，不能改成“{WishStatus(status).label}”。"
        )
    wish.status = status
