"""Appeals: why an item should have been scored otherwise, and what was decided."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.models import RubricItem


class AppealForm(forms.Form):
    """Why an item should have been scored otherwise."""

    words = forms.CharField(
        label=_("申诉理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写清哪一处、当时实际是什么样。有照片请附上。"),
    )


class AppealDecisionForm(forms.Form):
    """What held true of an item, by rule a count, and the answer to those who appealed."""

    def __init__(self, item: RubricItem, found: Mapping[int, Decimal], data: Any = None) -> None:
        super().__init__(data)
        self.rules = list(item.rules.all())
        for rule in self.rules:
            self.fields[f"count_{rule.pk}"] = forms.DecimalField(
                label=rule.per,
                help_text=rule.words,
                required=False,
                min_value=Decimal(0),
                max_digits=10,
                decimal_places=2,
                initial=f"{found.get(rule.pk, Decimal(0)).normalize():f}",
            )
        self.fields["answer"] = forms.CharField(
            label=_("答复"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def counts(self) -> dict[int, Decimal]:
        """The counts that are held to be true, by rule id (form valid)."""
        return {rule.pk: self.cleaned_data[f"count_{rule.pk}"] or Decimal(0) for rule in self.rules}
