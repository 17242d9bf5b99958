"""Tables of hearings."""

from gongjian.apps.hearings.models.applications import AidApplication, Benefit, HouseholdMember
from gongjian.apps.hearings.models.hearings import BallotBox, Hearing, PaperReading, Seat
from gongjian.apps.hearings.models.postings import Objection, Posting

__all__ = [
    "AidApplication",
    "BallotBox",
    "Benefit",
    "Hearing",
    "HouseholdMember",
    "Objection",
    "PaperReading",
    "Posting",
    "Seat",
]
