"""Forms of indicators: figures, definitions, values, the ledger, screens."""

from gongjian.apps.indicators.forms.definitions import DefinitionForm, InputFormSet
from gongjian.apps.indicators.forms.figures import BaseValueForm, PeriodField, usual_periods
from gongjian.apps.indicators.forms.projects import ProjectForm, UnitForm
from gongjian.apps.indicators.forms.screens import ScreenForm
from gongjian.apps.indicators.forms.tables import TableForm
from gongjian.apps.indicators.forms.values import AnswerForm, ValueForm

__all__ = [
    "AnswerForm",
    "BaseValueForm",
    "DefinitionForm",
    "InputFormSet",
    "PeriodField",
    "ProjectForm",
    "ScreenForm",
    "TableForm",
    "UnitForm",
    "ValueForm",
    "usual_periods",
]
