"""Forms of programmes: strings in, typed values out."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.programmes.choices import ProgrammeStatus, SplitMethod
from gongjian.apps.programmes.models import Target, Task
from gongjian.apps.programmes.services import ReportContent, ReportedFigure, Upload
from gongjian.core.forms import offer
from gongjian.core.registry import list_indicators


def plain(value: object) -> object:
    """Write 12 rather than 12.00 into a field."""
    return f"{value:f}".rstrip("0").rstrip(".") if value is not None and "." in f"{value:f}" else value


class ReasonForm(forms.Form):
    """Why something goes back, is void or recalled."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因，对方会看到。")},
    )


class ReportForm(forms.Form):
    """A progress report: the quantity, whether all is done, words, a figure for each target asked."""

    done_quantity = forms.DecimalField(
        label=_("本期完成"),
        required=False,
        min_value=Decimal(0),
        max_digits=18,
        decimal_places=2,
        error_messages={"invalid": _("请填数字，例如 12 或 0。"), "min_value": _("不能是负数。")},
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    is_complete = forms.BooleanField(label=_("这项任务全部完成了"), required=False)
    text = forms.CharField(
        label=_("进展"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写本期做了什么、还差什么，两三句就行。"),
    )

    def __init__(self, *args: Any, targets: list[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = targets
        for target in targets:
            is_share = target.asks_for_whole
            self.fields[f"part_{target.pk}"] = _amount(
                _("%(name)s：达到的数") % {"name": target.name} if is_share else target.name
            )
            if is_share:
                self.fields[f"whole_{target.pk}"] = _amount(_("%(name)s：总数") % {"name": target.name})

    def clean(self) -> dict[str, Any]:
        """Refuse a whole without its part."""
        cleaned: dict[str, Any] = super().clean() or {}
        for target in self.targets:
            part, whole = cleaned.get(f"part_{target.pk}"), cleaned.get(f"whole_{target.pk}")
            if part is None and whole is not None:
                self.add_error(f"part_{target.pk}", _("填了总数，也请填达到的数；没有就填 0。"))
        return cleaned

    @property
    def target_fields(self) -> list[dict[str, Any]]:
        """The bound fields of each target, for the page."""
        return [
            {
                "target": target,
                "part": self[f"part_{target.pk}"],
                "whole": self[f"whole_{target.pk}"] if f"whole_{target.pk}" in self.fields else None,
            }
            for target in self.targets
        ]

    def content(self, uploads: list[Upload], removed: list[int]) -> ReportContent:
        """Return what was filled in as typed values."""
        values = self.cleaned_data
        figures = {
            target.pk: ReportedFigure(values[f"part_{target.pk}"], values.get(f"whole_{target.pk}"))
            for target in self.targets
            if values.get(f"part_{target.pk}") is not None
        }
        return ReportContent(
            done_quantity=values["done_quantity"],
            is_complete=values["is_complete"],
            text=values["text"],
            figures=figures,
            uploads=uploads,
            removed_file_ids=removed,
        )


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_digits=18,
        decimal_places=2,
        error_messages={"invalid": _("请填数字，例如 12 或 0。"), "min_value": _("不能是负数。")},
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )


class BindForm(forms.Form):
    """The indicator that a target is read from, and the base it is measured against."""

    indicator_key = forms.ChoiceField(label=_("指标"), required=False)
    where = forms.CharField(
        label=_("定在哪里"),
        required=False,
        max_length=200,
        help_text=_(
            "地方或功能区的名称，几个地方用顿号隔开，如“船山区、安居区”。空着就是行动所在的全部地方。"
        ),
        widget=forms.TextInput(attrs={"list": "places-here", "autocomplete": "off"}),
    )
    base_value = forms.DecimalField(
        label=_("基数"),
        required=False,
        max_digits=18,
        decimal_places=4,
        help_text=_("比较用的上年数。提高、下降类目标要填。"),
    )

    def __init__(self, *args: Any, place_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(row.key, f"{row.name}（{row.key}）") for row in list_indicators(place_code)]
        offer(self, "indicator_key", [("", _("不绑定")), *known])


class RollOverForm(forms.Form):
    """The name of next year's programme."""

    title = forms.CharField(
        label=_("新的名称"),
        max_length=160,
        error_messages={"required": _("请写上新一年行动的名称。")},
    )


class StatusForm(forms.Form):
    """Pause, take up again or close."""

    status = forms.ChoiceField(label=_("状态"), choices=ProgrammeStatus.choices)


class ShareForm(forms.Form):
    """The share of a task that counts for each target of its programme."""

    def __init__(self, *args: Any, task: Task, targets: list[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = targets
        for target in targets:
            self.fields[f"share_{target.pk}"] = _percent(f"{target.name}（%）")

    def shares(self) -> dict[int, Decimal]:
        """Return the shares that were filled in, by target."""
        return {
            target.pk: self.cleaned_data[f"share_{target.pk}"]
            for target in self.targets
            if self.cleaned_data.get(f"share_{target.pk}")
        }


class TargetTasksForm(forms.Form):
    """The share of each task of a programme that counts for one target; what other targets take is said."""

    def __init__(self, *args: Any, target: Target, tasks: list[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = tasks
        for task in tasks:
            others = [row.share_percent for row in task.target_shares.all() if row.target_id != target.pk]
            field = _percent(f"{task.title}（%）")
            if others:
                field.help_text = _("别的目标已占 %(taken)s%%，还能填 %(left)s%%。") % {
                    "taken": plain(sum(others)),
                    "left": plain(max(Decimal(0), 100 - sum(others))),
                }
            self.fields[f"share_{task.pk}"] = field

    def shares(self) -> dict[int, Decimal]:
        """Return the shares that were filled in, by task."""
        found = {task.pk: self.cleaned_data.get(f"share_{task.pk}") for task in self.tasks}
        return {task: share for task, share in found.items() if share}


def _percent(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=6,
        decimal_places=2,
        error_messages={"max_value": _("最多 100%。"), "min_value": _("不能是负数。")},
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )


class TasksForm(forms.Form):
    """Step one: which tasks."""

    tasks = forms.TypedMultipleChoiceField(
        label=_("任务"),
        coerce=int,
        error_messages={"required": _("还没有选任务，请至少选一项。")},
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "tasks", choices)


class ReceiversForm(forms.Form):
    """Step two: which places and units, and which of them go first. Keys are `p<code>` and `u<id>`."""

    receivers = forms.MultipleChoiceField(
        label=_("接收的地方和单位"),
        error_messages={"required": _("还没有选接收的地方或单位，请至少选一个。")},
    )
    pilots = forms.MultipleChoiceField(label=_("试点"), required=False)
    pilots_only = forms.BooleanField(label=_("先只下达给试点，其余以后再下达"), required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "receivers", choices)
        offer(self, "pilots", choices)

    def clean(self) -> dict[str, Any]:
        """Pilots are receivers; going first needs one."""
        cleaned: dict[str, Any] = super().clean() or {}
        pilots, receivers = cleaned.get("pilots", []), cleaned.get("receivers", [])
        if set(pilots) - set(receivers):
            self.add_error("pilots", _("试点要在接收的地方里，请先选上。"))
        if cleaned.get("pilots_only") and not pilots:
            self.add_error("pilots", _("说好先试点，但还没有选试点，请至少选一个。"))
        return cleaned


class SplitForm(forms.Form):
    """Step three: how quantities are shared, and by when it is due."""

    method = forms.ChoiceField(label=_("怎么分"), choices=SplitMethod.choices, initial=SplitMethod.EQUAL)
    due_on = forms.DateField(
        label=_("完成时限"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("不填就按任务的时限；不能晚于任务的时限。"),
        error_messages={"invalid": _("日期认不出，请写成 2026-09-30 这样。")},
    )

    def __init__(self, *args: Any, receivers: list[tuple[str, str]], tasks: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receivers, self.tasks = receivers, tasks
        for key, name in receivers:
            self.fields[f"number_{key}"] = forms.IntegerField(label=name, required=False, min_value=0)
            for task in tasks:
                self.fields[f"amount_{task.pk}_{key}"] = _amount(f"{name}：{task.title}")

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row a receiver: its number field, and its amount field of each task."""
        return [
            {
                "name": name,
                "number": self[f"number_{key}"],
                "amounts": [self[f"amount_{task.pk}_{key}"] for task in self.tasks],
            }
            for key, name in self.receivers
        ]
