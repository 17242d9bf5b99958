"""The forms of a value: entering it, and the answer of the level above."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.indicators.models import IndicatorDefinition
from gongjian.apps.indicators.periods import read_period, wanted_words
from gongjian.apps.indicators.services import Upload, ValueSpec
from gongjian.core.figures import Period
from gongjian.core.forms import offer


class WrittenPeriodField(forms.CharField):
    """A period as people write it: 2026, 2026-Q3, 2026年9月."""

    def clean(self, value: Any) -> Period:
        """Return the period; an unreadable one is an error."""
        try:
            return read_period(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(
                _("时段读不懂。请写成 2026、2026-Q3、2026-09 或 2026-09-30。")
            ) from error


class ValueForm(forms.Form):
    """One value: place, period, an amount for each input of the formula, where they come from."""

    place = forms.ChoiceField(label=_("地方"))
    period = WrittenPeriodField(label=_("时段"), max_length=24)

    def __init__(
        self, *args: Any, definition: IndicatorDefinition, places: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        offer(self, "place", places)
        self.fields["period"].help_text = wanted_words(definition.period_kind)
        for one in definition.inputs.all():
            self.fields[f"amount_{one.pk}"] = forms.DecimalField(
                label=one.title,
                max_digits=20,
                decimal_places=4,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                error_messages={
                    "required": _("没有填。没有就填 0。"),
                    "invalid": _("不是数字。只填数，不带单位。"),
                },
            )
        self.fields["note"] = forms.CharField(
            label=_("数从哪里来"), max_length=300, required=False, help_text=_("哪份文件、哪本台账。")
        )

    def spec(self, uploads: list[Upload]) -> ValueSpec:
        """Return what was filled in."""
        values: Mapping[str, Any] = self.cleaned_data
        amounts: dict[int, Decimal] = {
            one.pk: values[f"amount_{one.pk}"] for one in self.definition.inputs.all()
        }
        return ValueSpec(
            definition_id=self.definition.pk,
            place_code=values["place"],
            period=values["period"],
            amounts=amounts,
            note=values["note"],
            uploads=uploads,
        )


class AnswerForm(forms.Form):
    """The answer of the level above; sending back needs its reason."""

    answer = forms.ChoiceField(choices=(("confirm", _("确认")), ("return", _("退回"))))
    reason = forms.CharField(
        label=_("退回的理由"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
