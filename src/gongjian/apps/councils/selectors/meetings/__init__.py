"""What is read of councils, their meetings and what these decided."""

from gongjian.apps.councils.selectors.meetings.agenda import CouncilJob, open_items
from gongjian.apps.councils.selectors.meetings.find import (
    MyUnit,
    decided_items,
    get_council,
    get_item,
    get_item_by_vote_key,
    get_meeting,
    get_member,
    get_resolution,
    list_councils,
    list_my_units,
    list_resolutions,
    open_meetings,
    resolution_counts,
)
from gongjian.apps.councils.selectors.meetings.offering import Agenda, list_agendas, offered_matters
from gongjian.apps.councils.selectors.meetings.rules import MeetingRule, days_of, rule_of
from gongjian.apps.councils.selectors.meetings.search import search
from gongjian.apps.councils.selectors.meetings.seats import (
    chairs,
    is_substitute,
    manages,
    members_in_room,
    members_on,
    seat_in,
    seats_of,
    speaker_of,
)
from gongjian.apps.councils.selectors.meetings.turns import next_chair, turns_of

__all__ = [
    "Agenda",
    "CouncilJob",
    "MeetingRule",
    "MyUnit",
    "chairs",
    "days_of",
    "decided_items",
    "get_council",
    "get_item",
    "get_item_by_vote_key",
    "get_meeting",
    "get_member",
    "get_resolution",
    "is_substitute",
    "list_agendas",
    "list_councils",
    "list_my_units",
    "list_resolutions",
    "manages",
    "members_in_room",
    "members_on",
    "next_chair",
    "offered_matters",
    "open_items",
    "open_meetings",
    "resolution_counts",
    "rule_of",
    "search",
    "seat_in",
    "seats_of",
    "speaker_of",
    "turns_of",
]
