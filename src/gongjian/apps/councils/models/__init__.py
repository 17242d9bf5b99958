"""Tables of the councils app."""

from gongjian.apps.councils.models.councils import (
    Council,
    CouncilDelegate,
    CouncilMember,
    CouncilQuerySet,
    in_force,
)
from gongjian.apps.councils.models.meetings import AgendaItem, Attendance, ChairTurn, Meeting, MeetingChange
from gongjian.apps.councils.models.resolutions import Resolution, ResolutionEntry

__all__ = [
    "AgendaItem",
    "Attendance",
    "ChairTurn",
    "Council",
    "CouncilDelegate",
    "CouncilMember",
    "CouncilQuerySet",
    "Meeting",
    "MeetingChange",
    "Resolution",
    "ResolutionEntry",
    "in_force",
]
