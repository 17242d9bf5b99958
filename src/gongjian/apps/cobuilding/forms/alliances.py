"""Forms of alliances: what it is, who joins and leaves, who speaks for a member, who was spoken to."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices import AllianceSide, ApproachOutcome
from gongjian.apps.cobuilding.forms.fields import PointForm, area, day
from gongjian.apps.cobuilding.models import Alliance
from gongjian.apps.cobuilding.services.alliances import AllianceSpec, MemberSpec
from gongjian.apps.cobuilding.services.delegates import DelegateSpec
from gongjian.apps.cobuilding.services.known_units import KnownSpec
from gongjian.apps.parties.choices import JOINING_KINDS, OrganisationKind
from gongjian.core.forms import offer


class AllianceForm(forms.Form):
    """What an alliance is."""

    place_code = forms.ChoiceField(label=_("哪个社区"))
    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("如：望江社区共建联盟"))
    founded_on = day(_("成立日期"))
    aims = area(_("宗旨和约定"), 4000, 4, required=False)
    programme_id = forms.TypedChoiceField(
        label=_("计划"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("如“1+4+1”计划。计划做成行动，任务和目标在行动里。"),
    )

    def __init__(
        self,
        places: Sequence[tuple[str, str]],
        programmes: Sequence[tuple[int, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.only_place = places[0][0] if len(places) == 1 else ""
        if self.only_place:
            del self.fields["place_code"]
        else:
            offer(self, "place_code", [("", _("请选")), *places])
        offer(self, "programme_id", [("", _("还没有")), *programmes])

    def spec(self) -> AllianceSpec:
        """Return what the service takes."""
        values = {**self.cleaned_data}
        return AllianceSpec(**{"place_code": self.only_place, **values})


def alliance_initial(alliance: Alliance) -> dict[str, Any]:
    """Return the values of an alliance for its form."""
    return {name: getattr(alliance, name) for name in ("name", "founded_on", "aims", "programme_id")}


class MemberForm(forms.Form):
    """Who joins, on which side."""

    organisation_id = forms.TypedChoiceField(label=_("哪个单位"), coerce=int)
    side = forms.ChoiceField(label=_("哪一方"), choices=AllianceSide.choices, initial=AllianceSide.UNIT)
    joined_on = day(_("加入日期"))
    ceiling = forms.IntegerField(
        label=_("每年最多承担几项"),
        min_value=1,
        required=False,
        help_text=_("单位自己说的上限；不填就不限。"),
    )

    def __init__(self, bodies: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joined_on"].initial = timezone.localdate()
        offer(self, "organisation_id", [("", _("请选")), *bodies])

    def spec(self) -> MemberSpec:
        """Return what the service takes."""
        return MemberSpec(**self.cleaned_data)


class LeaveForm(forms.Form):
    """From when a member is none any more, and why."""

    left_on = day(_("退出日期"))
    reason = area(_("为什么退出"), 200, 2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["left_on"].initial = timezone.localdate()


class DelegateForm(forms.Form):
    """Who speaks for a member."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    post = forms.CharField(label=_("职务"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("电话"), max_length=20, required=False, help_text=_("加密保存，页面上只显示头尾。")
    )
    user_id = forms.TypedChoiceField(
        label=_("账号"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("选了账号，他马上能替单位填报、答复；结束代表，马上看不到。"),
    )

    def __init__(self, people: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user_id", [("", _("没有账号")), *people])

    def spec(self) -> DelegateSpec:
        """Return what the service takes."""
        return DelegateSpec(**self.cleaned_data)


class KnownUnitForm(PointForm):
    """A unit on the ground: what it is and where it stands."""

    place_code = forms.ChoiceField(label=_("哪个社区"))
    name = forms.CharField(label=_("单位名称"), max_length=120, help_text=_("单位全称。"))
    kind = forms.ChoiceField(label=_("类别"), initial=OrganisationKind.RESIDENT_UNIT)
    credit_code = forms.CharField(
        label=_("统一社会信用代码"), max_length=40, required=False, help_text=_("知道就填，18 位。")
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)

    def __init__(self, places: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """Offer these places (code, name); the only one is not asked for."""
        super().__init__(*args, **kwargs)
        self.only_place = places[0][0] if len(places) == 1 else ""
        if self.only_place:
            del self.fields["place_code"]
        else:
            offer(self, "place_code", [("", _("请选")), *places])
        offer(self, "kind", [(kind, kind.label) for kind in JOINING_KINDS])

    def spec(self) -> KnownSpec:
        """Return what the service takes."""
        return KnownSpec(**{"place_code": self.only_place, **self.cleaned_data})


class ApproachForm(forms.Form):
    """A unit that has not joined was spoken to: invited, declined with a reason, or found to be gone."""

    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=ApproachOutcome.choices,
        initial=ApproachOutcome.INVITED,
        widget=forms.RadioSelect,
    )
    on = day(_("哪天联系"))
    words = area(_("对方怎么说"), 300, 2, help_text=_("婉拒的写原因；注销、搬走的写怎么知道的。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
