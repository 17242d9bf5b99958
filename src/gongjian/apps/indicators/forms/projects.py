"""The forms of the ledger: a project, a unit of it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.indicators.choices import ProjectStatus
from gongjian.apps.indicators.models import Project
from gongjian.apps.indicators.services import ProjectSpec, UnitSpec
from gongjian.core.forms import offer

_DATE = {"type": "date"}
_NOT_KNOWN = _("不知道就留空，不要填 0。")


def _day(label: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )


def _amount(label: Any, digits: int = 14) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_digits=digits,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class ProjectForm(forms.Form):
    """One project of the ledger; money in yuan to the cent."""

    name = forms.CharField(label=_("项目"), max_length=80)
    kind = forms.CharField(
        label=_("类别"), max_length=30, required=False, help_text=_("如公园绿地、道路绿化。")
    )
    status = forms.ChoiceField(label=_("状态"), choices=ProjectStatus.choices, initial=ProjectStatus.RUNNING)
    lead_id = forms.TypedChoiceField(label=_("牵头单位"), required=False, coerce=int, empty_value=None)
    starts_on = _day(_("开工"), required=True)
    ends_on = _day(_("完工"))
    investment = _amount(_("投资（元）"), 16)
    area_m2 = _amount(_("面积（平方米）"))
    trees = forms.IntegerField(label=_("乔木（株）"), min_value=0, required=False)
    shrubs = forms.IntegerField(label=_("灌木（株）"), min_value=0, required=False)
    lawn_m2 = _amount(_("草坪地被（平方米）"))
    road_m = _amount(_("道路（米）"), 12)
    citation = forms.CharField(
        label=_("依据"), max_length=300, required=False, help_text=_("立项批文、合同、验收单。")
    )

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "lead_id", [("", _("不填")), *bodies])
        self.fields["investment"].help_text = _NOT_KNOWN

    @property
    def spec(self) -> ProjectSpec:
        """Return what was filled in, the money in cents."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "investment"}
        money = self.cleaned_data["investment"]
        return ProjectSpec(**values, investment_cents=None if money is None else int(money * 100))


class UnitForm(forms.Form):
    """One unit of a project."""

    name = forms.CharField(label=_("单位"), max_length=120)
    has_task = forms.BooleanField(label=_("有任务"), required=False, initial=True)
    done_on = _day(_("完成的日期"))

    @property
    def spec(self) -> UnitSpec:
        """Return what was filled in."""
        return UnitSpec(**self.cleaned_data)


def initial_of(row: Project) -> dict[str, Any]:
    """Return what the form begins with when a project is changed."""
    found = {name: getattr(row, name) for name in ProjectForm.base_fields if name != "investment"}
    money = None if row.investment_cents is None else Decimal(row.investment_cents) / 100
    return {**found, "investment": money}
