"""Forms of a round's roster, visits, teams and draws; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.selectors.rosters import Candidate
from gongjian.core.forms import offer

Choices = Sequence[tuple[Any, Any]]


class CapacityForm(forms.Form):
    """How many places an inspector sees at most."""

    capacity = forms.IntegerField(
        label=_("每人最多看几个社区"),
        min_value=1,
        max_value=200,
        help_text=_("越接近平均数越均匀，太少会排不满。"),
    )


class VisitForm(forms.Form):
    """Who of the round's inspectors goes to a place, on which day, and why it is changed."""

    inspector = forms.TypedChoiceField(label=_("谁去"), coerce=int)
    planned_on = forms.DateField(
        label=_("哪天去"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("不填就照原来的日期"),
    )
    reason = forms.CharField(label=_("原因"), max_length=200)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "inspector", choices)


class AbsenceForm(forms.Form):
    """The proposal that was seen, and why."""

    inspector = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("原因"), max_length=200, initial=_("请假"))


class TeamForm(forms.Form):
    """A team: its name, who leads it, who is in it."""

    name = forms.CharField(label=_("组名"), max_length=40, help_text=_("例如 第一组；已有的组会改成现在填的"))
    lead = forms.TypedChoiceField(label=_("组长"), coerce=int)
    members = forms.TypedMultipleChoiceField(
        label=_("组员"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "lead", choices)
        offer(self, "members", choices)


class DrawForm(forms.Form):
    """What is drawn: how many of all or of each district, by which public number, with inspectors or without."""

    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("例如 9月第一次抽查"))
    source = forms.CharField(
        label=_("公共数从哪里来"),
        max_length=200,
        help_text=_("公布清单以后才会有、谁也定不了的数，写到哪一期，例如 福彩3D第2026250期开奖号码"),
    )
    scope = forms.ChoiceField(
        label=_("怎么抽"), choices=[("all", _("从全部社区里一共抽")), ("each", _("每个下级地方各抽"))]
    )
    count = forms.IntegerField(label=_("抽几个"), min_value=1, max_value=10_000)
    per_place = forms.IntegerField(
        label=_("每个社区派几名检查员"),
        min_value=0,
        max_value=5,
        initial=0,
        help_text=_("0 只抽社区；大于 0 是双随机"),
    )
    at_most = forms.IntegerField(
        label=_("每人最多派几处"), min_value=0, max_value=200, initial=0, help_text=_("0 不限")
    )


class NumberForm(forms.Form):
    """The public number, and before whom it was typed."""

    number = forms.CharField(label=_("公共数"), max_length=200, help_text=_("照来源上的写；多余的空格会去掉"))
    witnesses = forms.CharField(
        label=_("见证人"), max_length=200, required=False, help_text=_("姓名用顿号隔开")
    )


class CertificateForm(forms.Form):
    """A certificate to verify, and the hash as it was noted."""

    certificate = forms.FileField(label=_("抽取证书"), help_text=_("从抽取的页面下载的 .json 文件"))
    hash = forms.CharField(
        label=_("公布时记下的清单哈希"), max_length=64, required=False, help_text=_("没有记下可以不填")
    )


def choices_of(people: Sequence[Candidate]) -> list[tuple[int, str]]:
    """List inspectors for a choice, with the body they come from."""
    return [(person.user.pk, label_of(person)) for person in people]


def label_of(person: Candidate) -> str:
    """Write an inspector with the body that sent him."""
    unit = person.user.organisation
    return f"{person.user.full_name}（{unit.name}）" if unit else person.user.full_name
