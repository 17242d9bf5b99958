"""Reads of a community fund by vote."""

from gongjian.apps.councils.selectors.budgets.agenda import WaitingFund, open_items, search
from gongjian.apps.councils.selectors.budgets.ballot import part_of, question_of, sheet_of
from gongjian.apps.councils.selectors.budgets.explaining import (
    Explanation,
    FundRound,
    certificate_of,
    explanation_of,
    outcome_of,
)
from gongjian.apps.councils.selectors.budgets.funds import (
    STATES,
    ballot_wishes,
    by_vote_key,
    contract_of,
    count_funds,
    get_fund,
    get_wish,
    list_funds,
    paid_in,
    paid_of,
    public_fund,
    public_funds,
    running,
    undecided,
    voters_of,
)
from gongjian.apps.councils.selectors.budgets.papers import (
    ODD_CENTS,
    accounts_page,
    list_page,
    result_page,
    table_of,
    yuan,
)
from gongjian.apps.councils.selectors.budgets.rules import bounds_of, fund_rule

__all__ = [
    "ODD_CENTS",
    "STATES",
    "Explanation",
    "FundRound",
    "WaitingFund",
    "accounts_page",
    "ballot_wishes",
    "bounds_of",
    "by_vote_key",
    "certificate_of",
    "contract_of",
    "count_funds",
    "explanation_of",
    "fund_rule",
    "get_fund",
    "get_wish",
    "list_funds",
    "list_page",
    "open_items",
    "outcome_of",
    "paid_in",
    "paid_of",
    "part_of",
    "public_fund",
    "public_funds",
    "question_of",
    "result_page",
    "running",
    "search",
    "sheet_of",
    "table_of",
    "undecided",
    "voters_of",
    "yuan",
]
