"""Forms of the matters app."""

from gongjian.apps.matters.forms.desk import (
    AddUnitForm,
    AnswerForm,
    CallbackForm,
    ClassForm,
    DispatchForm,
    ExclusionForm,
    MergeForm,
    RejectForm,
    SplitForm,
    UnsolvedForm,
)
from gongjian.apps.matters.forms.fields import MatterForm, NoFields, ReasonForm, WordsForm
from gongjian.apps.matters.forms.units import ActForm, CheckForm, DecideForm, ExtensionForm, VerifiedForm

__all__ = [
    "ActForm",
    "AddUnitForm",
    "AnswerForm",
    "CallbackForm",
    "CheckForm",
    "ClassForm",
    "DecideForm",
    "DispatchForm",
    "ExclusionForm",
    "ExtensionForm",
    "MatterForm",
    "MergeForm",
    "NoFields",
    "ReasonForm",
    "RejectForm",
    "SplitForm",
    "UnsolvedForm",
    "VerifiedForm",
    "WordsForm",
]
