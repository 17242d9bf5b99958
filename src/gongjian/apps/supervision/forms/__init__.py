"""Forms of supervision: strings into what the services take."""

from gongjian.apps.supervision.forms.fields import DayInput, HandlerField, ProgrammeField, ReasonForm
from gongjian.apps.supervision.forms.letters import LettersForm
from gongjian.apps.supervision.forms.matters import ExtensionForm, MatterForm, NoteForm, ProgressForm
from gongjian.apps.supervision.forms.meetings import IssueForm, MeetingForm, OutcomeForm, PointForm
from gongjian.apps.supervision.forms.plans import ActivityForm, HappeningForm, PlanForm

__all__ = [
    "ActivityForm",
    "DayInput",
    "ExtensionForm",
    "HandlerField",
    "HappeningForm",
    "IssueForm",
    "LettersForm",
    "MatterForm",
    "MeetingForm",
    "NoteForm",
    "OutcomeForm",
    "PlanForm",
    "PointForm",
    "ProgrammeField",
    "ProgressForm",
    "ReasonForm",
]
