"""The form of a defined indicator, with the numbers that it is made from."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.indicators.choices import Better, Counting, PeriodKind, Side
from gongjian.apps.indicators.models import IndicatorDefinition
from gongjian.apps.indicators.services import DefinitionSpec, InputSpec
from gongjian.apps.places.choices import Level

INPUT_ROWS = 6
_DATE = {"type": "date"}


class InputForm(forms.Form):
    """One number that is asked for each period."""

    name = forms.CharField(label=_("数的名称"), max_length=40, required=False)
    unit = forms.CharField(label=_("单位"), max_length=12, required=False)
    side = forms.ChoiceField(label=_("放在"), choices=Side.choices, initial=Side.NUMERATOR)
    factor = forms.DecimalField(label=_("乘以"), max_digits=12, decimal_places=4, initial=1, required=False)

    @property
    def spec(self) -> InputSpec | None:
        """The number that is meant; None for an empty row."""
        values = self.cleaned_data
        if not values.get("name"):
            return None
        factor: Decimal = Decimal(1) if values.get("factor") is None else values["factor"]
        return InputSpec(name=values["name"], unit=values["unit"], side=values["side"], factor=factor)


InputFormSet = forms.formset_factory(InputForm, extra=INPUT_ROWS, max_num=12)


class DefinitionForm(forms.Form):
    """What an indicator means, who enters it, and which way is good."""

    name = forms.CharField(label=_("名称"), max_length=60)
    code = forms.RegexField(
        r"\A[a-z][a-z0-9_]{1,58}\Z",
        label=_("代号"),
        help_text=_("小写字母、数字和下划线，如 green_ratio；公文和接口里用，定了不改。"),
        error_messages={"invalid": _("代号用小写字母开头，只含小写字母、数字和下划线。")},
    )
    definition = forms.CharField(label=_("含义"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    unit = forms.CharField(label=_("单位"), max_length=12, required=False, help_text=_("比率写 %。"))
    decimals = forms.IntegerField(label=_("小数位"), min_value=0, max_value=4, initial=0)
    source = forms.CharField(label=_("数据来源"), max_length=120, help_text=_("哪项调查、哪本台账。"))
    period_kind = forms.ChoiceField(label=_("周期"), choices=PeriodKind.choices, initial=PeriodKind.QUARTER)
    counting = forms.ChoiceField(label=_("多期怎么合"), choices=Counting.choices)
    better = forms.ChoiceField(label=_("方向"), choices=Better.choices)
    ideal = forms.DecimalField(
        label=_("目标数"),
        max_digits=20,
        decimal_places=4,
        required=False,
        help_text=_("方向是“越接近某个数越好”时填。"),
    )
    level = forms.TypedChoiceField(
        label=_("填报级别"), choices=Level.choices, coerce=int, initial=Level.COUNTY
    )
    base_year = forms.IntegerField(label=_("基年"), min_value=1950, max_value=2100, required=False)
    entered_by = forms.CharField(
        label=_("谁填"), max_length=60, required=False, help_text=_("如区县住建局。")
    )
    confirmed_by = forms.CharField(
        label=_("谁确认"), max_length=60, required=False, help_text=_("上一级的哪个单位。")
    )
    citation = forms.CharField(label=_("依据"), max_length=300, required=False)
    valid_from = forms.DateField(
        label=_("从哪天起"), required=False, widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=_("到哪天止"), required=False, widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, definition: IndicatorDefinition | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if definition is not None:
            del self.fields["code"]

    def spec(self, inputs: Any) -> DefinitionSpec:
        """Return what was filled in, with the numbers of the rows that are not empty."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "code"}
        return DefinitionSpec(**values, inputs=tuple(spec for form in inputs if (spec := form.spec)))


def initial_of(row: IndicatorDefinition) -> dict[str, Any]:
    """Return what the form begins with when a definition is changed."""
    return {name: getattr(row, name) for name in DefinitionForm.base_fields if name != "code"}
