"""Forms of an application: taken in, looked into, decided."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongjian.apps.hearings.choices import AidKind, MemberRelation
from gongjian.apps.hearings.forms.fields import DayInput, area, words
from gongjian.apps.hearings.services import ApplicationSpec, PersonSpec
from gongjian.core.forms import offer
from gongjian.engines.masking import check_id_number

RELATIONS = {str(label): value for value, label in MemberRelation.choices}


class ApplicationForm(forms.Form):
    """What a household states. Members are written one a line: name, identity number, relation."""

    place_code = forms.ChoiceField(label=_("社区"))
    kind = forms.ChoiceField(label=_("申请什么"), choices=AidKind.choices)
    head_name = forms.CharField(label=_("户主姓名"), max_length=40)
    head_id_number = forms.CharField(label=_("户主身份证号"), max_length=20)
    phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)
    address = forms.CharField(label=_("住址"), max_length=120, required=False)
    applied_on = forms.DateField(label=_("申请日期"), widget=DayInput())
    members = forms.CharField(
        label=_("共同生活的家庭成员"),
        required=False,
        max_length=2000,
        widget=area(3),
        help_text=_("一人一行：姓名 身份证号 与户主关系（配偶、子女、父母）。没有就空着。"),
    )
    facts = words(
        _("申报的情况"),
        _("没有写申报的情况。请照申请书写收入、财产和困难。"),
        help_text=_("收入、财产、支出和困难，照申请书写。"),
    )

    def __init__(self, *args: Any, communities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place_code", communities)
        self.fields["applied_on"].initial = timezone.localdate()

    def clean_head_id_number(self) -> str:
        """Say what is wrong with the number, beside it."""
        number: str = self.cleaned_data["head_id_number"]
        if sentence := check_id_number(number, today=timezone.localdate()):
            raise ValidationError(sentence)
        return number

    def clean_members(self) -> list[PersonSpec]:
        """Read one person a line; a line that can't be read is named."""
        lines = [line.split() for line in self.cleaned_data["members"].splitlines() if line.strip()]
        return [self._member(number, parts) for number, parts in enumerate(lines, start=1)]

    def _member(self, line: int, parts: list[str]) -> PersonSpec:
        if len(parts) < 2:
            raise ValidationError(
                gettext("第 %(n)d 行少了身份证号。请写成：姓名 身份证号 与户主关系。") % {"n": line}
            )
        if sentence := check_id_number(parts[1], today=timezone.localdate()):
            raise ValidationError(gettext("第 %(n)d 行：%(what)s") % {"n": line, "what": sentence})
        relation = RELATIONS.get(parts[2] if len(parts) > 2 else "", MemberRelation.OTHER.value)
        return PersonSpec(parts[0], parts[1], relation)

    def spec(self) -> ApplicationSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return ApplicationSpec(
            place_code=asked["place_code"],
            kind=asked["kind"],
            head=PersonSpec(asked["head_name"], asked["head_id_number"]),
            facts=asked["facts"],
            phone=asked["phone"],
            address=asked["address"],
            applied_on=asked["applied_on"],
            members=asked["members"],
        )


class FindingsForm(forms.Form):
    """What looking into it showed."""

    findings = words(
        _("调查结果"),
        _("没有写调查结果。请写入户、邻里访问和信息核对看到了什么。"),
        help_text=_("入户、邻里访问、信函索证、信息核对，各写一句。"),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = words(_("原因"), _("请写明原因。"), rows=2, most=300)


class GrantForm(forms.Form):
    """How much a month, for how many, from when."""

    monthly = forms.DecimalField(
        label=_("每月金额"),
        min_value=Decimal("0.01"),
        max_digits=9,
        decimal_places=2,
        help_text=_("元，全家合计"),
    )
    people = forms.IntegerField(label=_("享受人数"), min_value=1, max_value=30)
    starts_on = forms.DateField(label=_("从哪天起"), widget=DayInput())

    def values(self) -> dict[str, Any]:
        """Return what the service takes; money in cents."""
        asked = self.cleaned_data
        return {
            "monthly_cents": int(asked["monthly"] * 100),
            "people": asked["people"],
            "starts_on": asked["starts_on"],
        }


class RefusalForm(forms.Form):
    """The reason that the household gets in writing."""

    reason = words(_("不予批准的理由"), _("不予批准要书面写明理由，申请人会收到。"), rows=3, most=2000)


class EndForm(forms.Form):
    """From when a benefit ends, and why."""

    ends_on = forms.DateField(label=_("从哪天停发"), widget=DayInput())
    reason = words(_("停发的理由"), _("停发要书面写明理由。"), rows=2, most=2000)
