"""The names of a plan that the register lacks, each with what the new body would be."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.plans.models import PlanUnit
from gongjian.apps.plans.services import NewUnit, suggest_kind, suggest_name

_NO_BODY = re.compile(
    r"^(?:社区|村|居委会|村委会|社区居委会|街道|街道办|街道办事处|乡镇|镇|乡|区县|县区|部门|单位)$"
    r"|(?:书记|主任|[局所站科处组队区县市镇乡]长|[委干专队]员|负责人|同志|代表|居民|业主|党员)$"
)
_ABOVE = re.compile(r"^[市省](?=.{2})")


def is_new_body(unit: PlanUnit) -> bool:
    """Say whether a name most likely is a body of this place that the register lacks.

    Not so a kind of places (社区), a post, a body of a level above, or one that resembles a known body.
    """
    return not (unit.suggestions or _NO_BODY.search(unit.name) or _ABOVE.match(unit.name))


class NewUnitsForm(forms.Form):
    """One row for each name: whether to add it, its full name, its kind."""

    def __init__(
        self, units: Iterable[PlanUnit], *args: Any, place_name: str, wanted: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = list(units)
        for unit in self.units:
            is_wanted = unit.pk == wanted if wanted is not None else is_new_body(unit)
            self.fields[f"add{unit.pk}"] = forms.BooleanField(
                label=_("新建“%(name)s”") % {"name": unit.name}, required=False, initial=is_wanted
            )
            self.fields[f"name{unit.pk}"] = forms.CharField(
                label=_("全称"), max_length=120, required=False, initial=suggest_name(unit.name, place_name)
            )
            self.fields[f"kind{unit.pk}"] = forms.ChoiceField(
                label=_("类别"), choices=OrganisationKind.choices, initial=suggest_kind(unit.name)
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the full name of each body that is to be added."""
        answers = super().clean() or {}
        for unit in self.units:
            if answers.get(f"add{unit.pk}") and not answers.get(f"name{unit.pk}", "").strip():
                self.add_error(f"name{unit.pk}", _("写上全称。"))
        return answers

    @property
    def rows(self) -> list[tuple[PlanUnit, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows of the table."""
        return [
            (unit, self[f"add{unit.pk}"], self[f"name{unit.pk}"], self[f"kind{unit.pk}"])
            for unit in self.units
        ]

    def chosen(self) -> list[NewUnit]:
        """Return what the service takes."""
        answers = self.cleaned_data
        return [
            NewUnit(unit.pk, answers[f"name{unit.pk}"].strip(), answers[f"kind{unit.pk}"])
            for unit in self.units
            if answers[f"add{unit.pk}"]
        ]
