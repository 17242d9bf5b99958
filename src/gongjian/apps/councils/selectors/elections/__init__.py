"""Reading elections, narrowed to the actor; the open page of an election by its key."""

from gongjian.apps.councils.selectors.elections.agenda import WaitingElection, open_elections
from gongjian.apps.councils.selectors.elections.lists import (
    STATES,
    count_states,
    elections_in_sight,
    get_candidate,
    get_election,
    get_election_by_key,
    get_post,
    get_tenure,
    list_elections,
    list_roll,
    tenures_in_sight,
)
from gongjian.apps.councils.selectors.elections.pages import (
    announcement_page,
    certificates_of,
    report_page,
    roll_page,
)
from gongjian.apps.councils.selectors.elections.rules import (
    last_day_to_answer,
    last_day_to_list,
    last_day_to_object,
    last_day_to_post,
    rules_of,
    term_end,
)
from gongjian.apps.councils.selectors.elections.voters import (
    find_on_roll,
    paper_name,
    residents_named,
    voters_of,
)
from gongjian.apps.councils.selectors.elections.votes import (
    candidates_of,
    parts_of,
    question_of,
    still_open,
    vote_of,
)

__all__ = [
    "STATES",
    "WaitingElection",
    "announcement_page",
    "candidates_of",
    "certificates_of",
    "count_states",
    "elections_in_sight",
    "find_on_roll",
    "get_candidate",
    "get_election",
    "get_election_by_key",
    "get_post",
    "get_tenure",
    "last_day_to_answer",
    "last_day_to_list",
    "last_day_to_object",
    "last_day_to_post",
    "list_elections",
    "list_roll",
    "open_elections",
    "paper_name",
    "parts_of",
    "question_of",
    "report_page",
    "residents_named",
    "roll_page",
    "rules_of",
    "still_open",
    "tenures_in_sight",
    "term_end",
    "vote_of",
    "voters_of",
]
