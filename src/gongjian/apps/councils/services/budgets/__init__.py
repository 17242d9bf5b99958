"""Changes of a community fund by vote."""

from gongjian.apps.councils.services.budgets.funds import (
    FundSpec,
    open_fund,
    post_list,
    take_list_back,
    void_fund,
)
from gongjian.apps.councils.services.budgets.papers import render_paper
from gongjian.apps.councils.services.budgets.spending import (
    SpendSpec,
    add_spend,
    announce,
    finish_wish,
    settle,
    stop_wish,
)
from gongjian.apps.councils.services.budgets.voting import close_vote, open_vote, read_papers, recount
from gongjian.apps.councils.services.budgets.wishes import (
    WishSpec,
    accept_wish,
    cost_wish,
    decline_wish,
    propose,
    propose_at_door,
    tell_proposer,
    withdraw_wish,
)

__all__ = [
    "FundSpec",
    "SpendSpec",
    "WishSpec",
    "accept_wish",
    "add_spend",
    "announce",
    "close_vote",
    "cost_wish",
    "decline_wish",
    "finish_wish",
    "open_fund",
    "open_vote",
    "post_list",
    "propose",
    "propose_at_door",
    "read_papers",
    "recount",
    "render_paper",
    "settle",
    "stop_wish",
    "take_list_back",
    "tell_proposer",
    "void_fund",
    "withdraw_wish",
]
