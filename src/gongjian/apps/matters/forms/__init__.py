"""Forms of the matters app."""

from gongjian.apps.matters.forms.desk import (
    AddUnitForm,
    AnswerForm,
    AppointForm,
    CallbackForm,
    ClassForm,
    DismissForm,
    DispatchForm,
    ExclusionForm,
    MediateForm,
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
    "AppointForm",
    "CallbackForm",
    "CheckForm",
    "ClassForm",
    "DecideForm",
    "DismissForm",
    "DispatchForm",
    "ExclusionForm",
    "ExtensionForm",
    "MatterForm",
    "MediateForm",
    "MergeForm",
    "NoFields",
    "ReasonForm",
    "RejectForm",
    "SplitForm",
    "UnsolvedForm",
    "VerifiedForm",
    "WordsForm",
]
