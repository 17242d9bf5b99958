"""Forms of plans."""

from gongjian.apps.plans.forms.importing import ImportForm
from gongjian.apps.plans.forms.items import (
    LEVELS,
    AddForm,
    HeadForm,
    ItemForm,
    UnitForm,
    form_for,
    values_of_form,
)

__all__ = [
    "LEVELS",
    "AddForm",
    "HeadForm",
    "ImportForm",
    "ItemForm",
    "UnitForm",
    "form_for",
    "values_of_form",
]
