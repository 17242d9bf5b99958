"""Reads of hearings, narrowed to the actor."""

from gongjian.apps.hearings.selectors.agenda import WaitingAid, open_items
from gongjian.apps.hearings.selectors.applications import (
    STATES,
    ApplicationRow,
    applications_in_sight,
    count_states,
    get_application,
    get_objection,
    get_posting,
    household_of,
    list_applications,
)
from gongjian.apps.hearings.selectors.deadlines import Deadlines, posted_until
from gongjian.apps.hearings.selectors.hearings import (
    EARLIER,
    announced,
    barred,
    draw_certificate,
    get_hearing,
    pool_for,
    reasons_of,
    seats_of,
    tally_certificate,
)
from gongjian.apps.hearings.selectors.notices import (
    PostingSheet,
    notice_page,
    posting_page,
    posting_sheet,
)
from gongjian.apps.hearings.selectors.papers import decision_page, record_page
from gongjian.apps.hearings.selectors.rules import (
    days_of,
    least_representatives,
    majority_of,
    panel_rule,
    quorum_of,
)
from gongjian.apps.hearings.selectors.search import search
from gongjian.apps.hearings.selectors.voting import get_by_vote_key

__all__ = [
    "EARLIER",
    "STATES",
    "ApplicationRow",
    "Deadlines",
    "PostingSheet",
    "WaitingAid",
    "announced",
    "applications_in_sight",
    "barred",
    "count_states",
    "days_of",
    "decision_page",
    "draw_certificate",
    "get_application",
    "get_by_vote_key",
    "get_hearing",
    "get_objection",
    "get_posting",
    "household_of",
    "least_representatives",
    "list_applications",
    "majority_of",
    "notice_page",
    "open_items",
    "panel_rule",
    "pool_for",
    "posted_until",
    "posting_page",
    "posting_sheet",
    "quorum_of",
    "reasons_of",
    "record_page",
    "search",
    "seats_of",
    "tally_certificate",
]
