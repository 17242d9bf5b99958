"""Tables of supervision."""

from gongjian.apps.supervision.models.issues import Issue
from gongjian.apps.supervision.models.letters import Letter, LetterClause
from gongjian.apps.supervision.models.matters import Matter, MatterEntry
from gongjian.apps.supervision.models.meetings import Meeting, MeetingPoint
from gongjian.apps.supervision.models.notes import Note
from gongjian.apps.supervision.models.plans import Occurrence, PlannedActivity, SupervisionPlan

__all__ = [
    "Issue",
    "Letter",
    "LetterClause",
    "Matter",
    "MatterEntry",
    "Meeting",
    "MeetingPoint",
    "Note",
    "Occurrence",
    "PlannedActivity",
    "SupervisionPlan",
]
