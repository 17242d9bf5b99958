"""Tables of matters."""

from gongjian.apps.matters.models.analyses import MatterAnalysis
from gongjian.apps.matters.models.classes import CaseStandard, DispatchRule, MatterClass
from gongjian.apps.matters.models.handling import Assignment, Check, Exclusion, Extension, Hold
from gongjian.apps.matters.models.imports import MatterImport
from gongjian.apps.matters.models.matters import Matter, MatterPhoto
from gongjian.apps.matters.models.reporters import Reporter
from gongjian.apps.matters.models.telling import Message, MeToo, Rating, Reminder, Step

__all__ = [
    "Assignment",
    "CaseStandard",
    "Check",
    "DispatchRule",
    "Exclusion",
    "Extension",
    "Hold",
    "Matter",
    "MatterAnalysis",
    "MatterClass",
    "MatterImport",
    "MatterPhoto",
    "MeToo",
    "Message",
    "Rating",
    "Reminder",
    "Reporter",
    "Step",
]
