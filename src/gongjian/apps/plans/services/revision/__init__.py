"""A new version of the plan of a running programme: imported beside it, compared, taken over item by item."""

from gongjian.apps.plans.services.revision.compared import Comparison, Row, compare_revision
from gongjian.apps.plans.services.revision.start import get_revised, start_revision
from gongjian.apps.plans.services.revision.take import finish_revision, take_row

__all__ = [
    "Comparison",
    "Row",
    "compare_revision",
    "finish_revision",
    "get_revised",
    "start_revision",
    "take_row",
]
