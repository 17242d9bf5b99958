"""Reading pairings, tea parties and opinions."""

from gongjian.apps.cobuilding.selectors.pairings.agenda import open_items
from gongjian.apps.cobuilding.selectors.pairings.due import VisitState, states_of
from gongjian.apps.cobuilding.selectors.pairings.opinions import get_opinion, list_opinions, outcomes_of
from gongjian.apps.cobuilding.selectors.pairings.pairings import (
    get_pairing,
    get_visit,
    households_of,
    list_pairings,
    visits_of,
)
from gongjian.apps.cobuilding.selectors.pairings.parties import get_party, get_seat, list_parties
from gongjian.apps.cobuilding.selectors.pairings.search import search

__all__ = [
    "VisitState",
    "get_opinion",
    "get_pairing",
    "get_party",
    "get_seat",
    "get_visit",
    "households_of",
    "list_opinions",
    "list_pairings",
    "list_parties",
    "open_items",
    "outcomes_of",
    "search",
    "states_of",
    "visits_of",
]
