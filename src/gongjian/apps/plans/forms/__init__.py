"""Forms of plans."""

from gongjian.apps.plans.forms.importing import ImportForm, RevisionForm, TakeForm
from gongjian.apps.plans.forms.items import (
    LEVELS,
    AddForm,
    HeadForm,
    ItemForm,
    UnitForm,
    form_for,
    values_of_form,
)
from gongjian.apps.plans.forms.new_units import NewUnitsForm

__all__ = [
    "LEVELS",
    "AddForm",
    "HeadForm",
    "ImportForm",
    "ItemForm",
    "NewUnitsForm",
    "RevisionForm",
    "TakeForm",
    "UnitForm",
    "form_for",
    "values_of_form",
]
