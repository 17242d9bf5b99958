"""A round: what it is called, by which version, from when to when."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.forms.fields import date_field
from gongjian.apps.inspections.models import RubricVersion


class VersionChoice(forms.ModelChoiceField):
    """A published version by its name and day."""

    def label_from_instance(self, obj: RubricVersion) -> str:
        """The rubric, the version and its first day."""
        return f"{obj.rubric.title} 第 {obj.number} 版（{obj.effective_on} 起）"


class RoundForm(forms.Form):
    """A round: what it is called, by which version, from when to when."""

    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("例如 9月巡检"))
    version = VersionChoice(label=_("评分标准"), queryset=None)
    starts_on = date_field(_("开始"))
    ends_on = date_field(_("截止"))
    visits_per_place = forms.IntegerField(
        label=_("每个社区由几人看"),
        min_value=1,
        max_value=5,
        initial=1,
        required=False,
        help_text=_("几个人各评一张表，取平均；不填是 1 人"),
    )
    is_announced = forms.BooleanField(
        label=_("事先通知被检查的地方"),
        required=False,
        initial=True,
        help_text=_("不勾就是不打招呼：检查员前一天才知道去哪里，被检查的地方检查完才看得到"),
    )

    def __init__(self, *args: Any, versions: QuerySet[RubricVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]

    def clean_visits_per_place(self) -> int:
        """One inspector unless told otherwise."""
        return self.cleaned_data.get("visits_per_place") or 1

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("截止日期早于开始日期。请改其中一个。"))
        return cleaned
