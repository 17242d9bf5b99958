"""Tables of hearings."""

from gongjian.apps.hearings.models.applications import AidApplication, Benefit, HouseholdMember
from gongjian.apps.hearings.models.hearings import Hearing, Seat
from gongjian.apps.hearings.models.postings import Objection, Posting

__all__ = [
    "AidApplication",
    "Benefit",
    "Hearing",
    "HouseholdMember",
    "Objection",
    "Posting",
    "Seat",
]
