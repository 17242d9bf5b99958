"""Weekly and monthly analyses: the periods, what is worth telling of one, its text."""

from gongjian.apps.matters.selectors.analysis.lists import get_analysis, last_analysis, list_analyses
from gongjian.apps.matters.selectors.analysis.periods import last_period, period_of
from gongjian.apps.matters.selectors.analysis.text import analysis_body

__all__ = ["analysis_body", "get_analysis", "last_analysis", "last_period", "list_analyses", "period_of"]
