"""Turn what was typed into values; nothing is saved here."""

from gongjian.apps.inspections.forms.appeals import AppealDecisionForm, AppealForm
from gongjian.apps.inspections.forms.honours import HonourForm
from gongjian.apps.inspections.forms.rounds import RoundForm
from gongjian.apps.inspections.forms.rubrics import (
    ItemSpecForm,
    OutlineForm,
    PublishForm,
    RubricForm,
    RubricImportForm,
    RuleFormSet,
    SectionFormSet,
    item_spec,
    outline_spec,
    plainly,
)
from gongjian.apps.inspections.forms.schemes import (
    NEAREST,
    RateForm,
    SchemeForm,
    SchemeRuleFormSet,
    SupposeForm,
)
from gongjian.apps.inspections.forms.scoring import AnswerForm, ReasonForm, SeverityForm
from gongjian.apps.inspections.forms.trying import TrySheetForm

__all__ = [
    "NEAREST",
    "AnswerForm",
    "AppealDecisionForm",
    "AppealForm",
    "HonourForm",
    "ItemSpecForm",
    "OutlineForm",
    "PublishForm",
    "RateForm",
    "ReasonForm",
    "RoundForm",
    "RubricForm",
    "RubricImportForm",
    "RuleFormSet",
    "SchemeForm",
    "SchemeRuleFormSet",
    "SectionFormSet",
    "SeverityForm",
    "SupposeForm",
    "TrySheetForm",
    "item_spec",
    "outline_spec",
    "plainly",
]
