"""Forms of councils, members and delegates."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.choices import CouncilKind
from gongjian.apps.councils.forms.meetings.fields import DayInput, words
from gongjian.apps.councils.models import CouncilMember
from gongjian.apps.councils.selectors.meetings.people import find_organisation
from gongjian.apps.councils.services.meetings import CouncilSpec, DelegateSpec, MemberSpec
from gongjian.apps.parties.models import User
from gongjian.core.access import Actor
from gongjian.core.errors import Invalid
from gongjian.core.forms import offer

OFFERED = "offered-names"
"""The id of the list of names that the page offers beside the field of a body."""


class CouncilEditForm(forms.Form):
    """What of a council may change."""

    name = forms.CharField(label=_("名称"), max_length=80)
    venue = forms.CharField(label=_("一般在哪里开会"), max_length=120, required=False)
    aims = words(_("议什么"))


class CouncilForm(CouncilEditForm):
    """A council to be set up."""

    kind = forms.ChoiceField(
        label=_("类别"),
        choices=CouncilKind.choices,
        help_text=_("到会人数、通过票数和多久开一次按类别的规则。"),
    )
    founded_on = forms.DateField(label=_("成立日期"), widget=DayInput(), initial=timezone.localdate)

    field_order = ("name", "kind", "founded_on", "venue", "aims")

    def spec(self, place_code: str) -> CouncilSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return CouncilSpec(place_code=place_code, **{**asked, "kind": CouncilKind(asked["kind"])})


class MemberForm(forms.Form):
    """A body or a person who joins."""

    organisation = forms.CharField(
        label=_("单位"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": OFFERED, "autocomplete": "off"}),
        help_text=_("写登记的全名或简称。"),
    )
    person_name = forms.CharField(
        label=_("或者个人姓名"),
        max_length=40,
        required=False,
        help_text=_("居民代表、热心居民写姓名，不用账号。"),
    )
    joined_on = forms.DateField(label=_("加入日期"), widget=DayInput(), initial=timezone.localdate)
    is_chairing = forms.BooleanField(label=_("参加轮值主持"), required=False, initial=True)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_organisation(self) -> int | None:
        """Find the one body that is meant."""
        try:
            return find_organisation(self.actor, self.cleaned_data["organisation"])
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def spec(self) -> MemberSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return MemberSpec(
            organisation_id=asked["organisation"],
            person_name=asked["person_name"],
            joined_on=asked["joined_on"],
            is_chairing=asked["is_chairing"],
        )


class DelegateForm(forms.Form):
    """Who speaks for a member."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    post = forms.CharField(label=_("职务"), max_length=60, required=False)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    user = forms.TypedChoiceField(
        label=_("账号"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("选了账号，代表在手机上就能看通知、提议题、报结果；不再担任时马上看不到。"),
    )
    starts_on = forms.DateField(label=_("从哪天起"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, users: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "user",
            [("", _("没有账号")), *((user.pk, f"{user.full_name}（{user.username}）") for user in users)],
        )

    def spec(self) -> DelegateSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return DelegateSpec(
            name=asked["name"],
            post=asked["post"],
            phone=asked["phone"],
            user_id=asked["user"],
            starts_on=asked["starts_on"],
        )


class OrderForm(forms.Form):
    """The order of the chair: a number for each member, none for who does not chair."""

    def __init__(self, *args: Any, members: Sequence[CouncilMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for member in members:
            self.fields[f"member_{member.pk}"] = forms.IntegerField(
                label=str(member), min_value=1, max_value=999, required=False, initial=member.chair_order
            )

    def member_ids(self) -> list[int]:
        """Return the members that chair, in order; equal numbers keep the order of the page."""
        placed = [
            (number, int(name.removeprefix("member_")))
            for name, number in self.cleaned_data.items()
            if number is not None
        ]
        return [key for _number, key in sorted(placed, key=lambda pair: pair[0])]


class WhyForm(forms.Form):
    """A reason that is asked for."""

    reason = words(_("原因"), _("请写明原因，对方会看到。"), most=200)
