"""Tables of elections."""

from gongjian.apps.councils.models.elections.candidates import Candidate, Nominator, Tenure
from gongjian.apps.councils.models.elections.elections import Election, ElectionPost, ElectionReminder
from gongjian.apps.councils.models.elections.roll import MobileBox, Proxy, RollCorrection, RollEntry

__all__ = [
    "Candidate",
    "Election",
    "ElectionPost",
    "ElectionReminder",
    "MobileBox",
    "Nominator",
    "Proxy",
    "RollCorrection",
    "RollEntry",
    "Tenure",
]
