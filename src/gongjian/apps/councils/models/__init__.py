"""Tables of councils and self-governance."""

from gongjian.apps.councils.models.budgets import Fund, Spend, Wish
from gongjian.apps.councils.models.councils import (
    Council,
    CouncilDelegate,
    CouncilMember,
    CouncilQuerySet,
    in_force,
)
from gongjian.apps.councils.models.covenants import (
    Covenant,
    CovenantClause,
    CovenantOpinion,
    CovenantVersion,
    CovenantVote,
    CovenantVoter,
)
from gongjian.apps.councils.models.elections import (
    Candidate,
    Election,
    ElectionPost,
    ElectionReminder,
    MobileBox,
    Nominator,
    Proxy,
    RollCorrection,
    RollEntry,
    Tenure,
)
from gongjian.apps.councils.models.meetings import AgendaItem, Attendance, ChairTurn, Meeting, MeetingChange
from gongjian.apps.councils.models.resolutions import Resolution, ResolutionEntry

__all__ = [
    "AgendaItem",
    "Attendance",
    "Candidate",
    "ChairTurn",
    "Council",
    "CouncilDelegate",
    "CouncilMember",
    "CouncilQuerySet",
    "Covenant",
    "CovenantClause",
    "CovenantOpinion",
    "CovenantVersion",
    "CovenantVote",
    "CovenantVoter",
    "Election",
    "ElectionPost",
    "ElectionReminder",
    "Fund",
    "Meeting",
    "MeetingChange",
    "MobileBox",
    "Nominator",
    "Proxy",
    "Resolution",
    "ResolutionEntry",
    "RollCorrection",
    "RollEntry",
    "Spend",
    "Tenure",
    "Wish",
    "in_force",
]
