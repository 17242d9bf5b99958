"""Forms of meetings: planned, moved, chaired, answered, attended."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.choices import TurnKind
from gongjian.apps.councils.forms.meetings.fields import MomentInput, TimeInput, words
from gongjian.apps.councils.models import Attendance, CouncilMember
from gongjian.apps.councils.services.meetings import MeetingSpec, ProxySpec, SeatSpec, Upload
from gongjian.apps.parties.models import User
from gongjian.core.forms import offer


class MeetingForm(forms.Form):
    """When and where the next meeting is."""

    starts_at = forms.DateTimeField(label=_("开会时间"), widget=MomentInput())
    venue = forms.CharField(label=_("开会地点"), max_length=120)
    title = forms.CharField(label=_("主题"), max_length=120, required=False)

    def spec(self) -> MeetingSpec:
        """Return what the service takes."""
        return MeetingSpec(**self.cleaned_data)


class MoveForm(forms.Form):
    """Another time or place, and why."""

    starts_at = forms.DateTimeField(label=_("改到"), widget=MomentInput())
    venue = forms.CharField(label=_("开会地点"), max_length=120)
    reason = words(_("原因"), _("请写明为什么改期，成员会看到。"), most=200)


class ChairForm(forms.Form):
    """Who chairs instead, and why."""

    kind = forms.ChoiceField(
        label=_("怎样换"),
        choices=[
            (TurnKind.EXCHANGED.value, _("和别的成员对换：对方的下一次还给这个成员")),
            (TurnKind.SKIPPED.value, _("跳过：由下一个成员主持")),
        ],
        widget=forms.RadioSelect,
        initial=TurnKind.EXCHANGED.value,
    )
    member = forms.TypedChoiceField(
        label=_("和谁对换"), required=False, coerce=int, empty_value=None, help_text=_("跳过的不用选。")
    )
    reason = words(_("原因"), _("请写明为什么换人主持。"), most=200)

    def __init__(self, *args: Any, members: Sequence[CouncilMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "member", [("", "——"), *((member.pk, str(member)) for member in members)])

    def clean(self) -> dict[str, Any]:
        """An exchange is with somebody."""
        asked = super().clean() or {}
        if asked.get("kind") == TurnKind.EXCHANGED and not asked.get("member"):
            self.add_error("member", _("请选和谁对换。"))
        return asked


class ReplyForm(forms.Form):
    """What one says beside coming or not."""

    words = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("不能到会的要写明原因。")
    )


class ProxyForm(forms.Form):
    """Who is sent instead."""

    name = forms.CharField(label=_("委托谁"), max_length=40)
    user = forms.TypedChoiceField(
        label=_("对方的账号"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("选了账号，对方开完会以前能看这次会议。"),
    )
    paper = forms.FileField(
        label=_("委托书"),
        required=False,
        help_text=_("签字盖章的委托书，拍照或 PDF。代表自己在这里委托的可以不传。"),
    )

    def __init__(self, *args: Any, users: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user", [("", _("没有账号")), *((user.pk, user.full_name) for user in users)])

    def spec(self) -> ProxySpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        file = asked["paper"]
        paper = Upload(file.name or "", file.read()) if file else None
        return ProxySpec(name=asked["name"], user_id=asked["user"], paper=paper)


class AttendanceForm(forms.Form):
    """Who came: a tick for each member, whether by the one it sent, late or early."""

    recorder = forms.CharField(label=_("记录人"), max_length=40)

    def __init__(
        self, *args: Any, seats: Sequence[tuple[CouncilMember, Attendance | None]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for member, seat in seats:
            self._add_member(member, seat or Attendance())

    def _add_member(self, member: CouncilMember, seat: Attendance) -> None:
        is_coming = seat.is_present or seat.reply in ("coming", "substitute")
        ticks = (
            ("here", _("%(name)s到会"), is_coming),
            ("sent", _("%(name)s由受委托人到会"), bool(seat.substitute_name)),
        )
        times = (("came", _("%(name)s几点到"), seat.came_at), ("left", _("%(name)s几点走"), seat.left_at))
        for name, label, tick in ticks:
            self.fields[f"{name}_{member.pk}"] = forms.BooleanField(
                label=label % {"name": member}, required=False, initial=tick
            )
        for name, label, at in times:
            self.fields[f"{name}_{member.pk}"] = forms.TimeField(
                label=label % {"name": member}, required=False, widget=TimeInput(), initial=at
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return the members with their fields, as the page shows them."""
        return [
            {
                "member": member,
                "seat": seat,
                **{name: self[f"{name}_{member.pk}"] for name in ("here", "sent", "came", "left")},
            }
            for member, seat in self.seats
        ]

    def specs(self) -> list[SeatSpec]:
        """Return what the service takes."""
        asked = self.cleaned_data
        return [
            SeatSpec(
                member_id=member.pk,
                is_substitute=asked[f"sent_{member.pk}"],
                came_at=asked[f"came_{member.pk}"],
                left_at=asked[f"left_{member.pk}"],
            )
            for member, _seat in self.seats
            if asked[f"here_{member.pk}"]
        ]
