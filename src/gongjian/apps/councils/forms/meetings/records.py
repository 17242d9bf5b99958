"""Forms of the agenda, of its record, and of what was decided."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.forms.meetings.fields import DayInput, TimeInput, words
from gongjian.apps.councils.models import AgendaItem, CouncilMember, Meeting
from gongjian.apps.councils.selectors.meetings import Agenda
from gongjian.apps.councils.services.meetings import HandsSpec, ItemSpec, ResolutionSpec
from gongjian.core.forms import offer

NOBODY = ("", "——")


class ItemForm(forms.Form):
    """A proposal for the agenda."""

    title = forms.CharField(label=_("要议什么"), max_length=120, help_text=_("一句话写清。"))
    detail = words(_("说明"), help_text=_("现在怎样、希望怎样。"))

    def spec(self) -> ItemSpec:
        """Return what the service takes."""
        return ItemSpec(title=self.cleaned_data["title"], detail=self.cleaned_data["detail"])


class HostItemForm(ItemForm):
    """A proposal written down by the community, perhaps for a member, perhaps about a matter."""

    member = forms.TypedChoiceField(label=_("谁提的"), required=False, coerce=int, empty_value=None)
    matter = forms.TypedChoiceField(
        label=_("有关的主意或事项"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("议得怎样会写回主意里。"),
    )

    def __init__(
        self,
        *args: Any,
        members: Sequence[CouncilMember],
        matters: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "member", [("", _("社区")), *((member.pk, str(member)) for member in members)])
        offer(self, "matter", [NOBODY, *matters])

    def spec(self) -> ItemSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return ItemSpec(
            title=asked["title"],
            detail=asked["detail"],
            matter_id=asked["matter"],
            member_id=asked["member"],
        )


class IdeaItemForm(ItemForm):
    """A resident's idea as an item: on which agenda, in which words."""

    agenda = forms.ChoiceField(label=_("列入哪次会"))

    field_order = ("agenda", "title", "detail")

    def __init__(self, *args: Any, agendas: Sequence[Agenda], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agendas = {one.value: one for one in agendas}
        offer(self, "agenda", [(one.value, one.label) for one in agendas])

    def agenda_chosen(self) -> Agenda:
        """Return which agenda was chosen."""
        return self.agendas[self.cleaned_data["agenda"]]


class AcceptForm(forms.Form):
    """Which meeting takes an item."""

    meeting = forms.TypedChoiceField(label=_("列入哪次会"), coerce=int)

    def __init__(self, *args: Any, meetings: Sequence[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "meeting", [(meeting.pk, f"{meeting}（{meeting.day}）") for meeting in meetings])


class RecordForm(forms.Form):
    """What was said of an item, and its vote by hands."""

    summary = words(_("讨论情况"), _("没有写讨论情况。请写谁说了什么、意见是什么。"), rows=5, most=4000)
    is_voted = forms.BooleanField(label=_("举手表决了"), required=False)
    yes = forms.IntegerField(label=_("赞成"), min_value=0, required=False)
    no = forms.IntegerField(label=_("反对"), min_value=0, required=False)
    abstain = forms.IntegerField(label=_("弃权"), min_value=0, required=False)
    at = forms.TimeField(
        label=_("几点表决"),
        required=False,
        widget=TimeInput(),
        help_text=_("有人迟到早退的请写；不写按会议结束时在场的算。"),
    )

    def hands(self) -> HandsSpec | None:
        """Return the vote where there was one."""
        asked = self.cleaned_data
        if not asked["is_voted"]:
            return None
        return HandsSpec(
            yes=asked["yes"] or 0, no=asked["no"] or 0, abstain=asked["abstain"] or 0, at=asked["at"]
        )


class SummaryForm(forms.Form):
    """What was said of an item that was voted on in secret."""

    summary = RecordForm.base_fields["summary"]

    def hands(self) -> None:
        """Return that nobody raised his hand."""


class SecretItemForm(forms.Form):
    """How many of the members in the room vote on paper."""

    papers = forms.IntegerField(
        label=_("其中用纸票的成员"),
        min_value=0,
        max_value=999,
        initial=0,
        help_text=_(
            "其余的每个成员一张票码，用手机投。纸票要两个人各录一遍；只有一两个成员用纸票，录票的人就知道是谁的，最好都用纸票或都不用。"
        ),
    )


class ResolutionForm(forms.Form):
    """One thing decided."""

    text = forms.CharField(label=_("要办的事"), max_length=200)
    item = forms.TypedChoiceField(label=_("哪个议题"), required=False, coerce=int, empty_value=None)
    member = forms.TypedChoiceField(label=_("由哪个成员办"), required=False, coerce=int, empty_value=None)
    owner_name = forms.CharField(
        label=_("或者由谁办"),
        max_length=60,
        required=False,
        help_text=_("不是成员的写单位或姓名，由社区代为报结果。"),
    )
    due_on = forms.DateField(
        label=_("哪天前办成"),
        required=False,
        widget=DayInput(),
        help_text=_("不填就按规则从开会那天起算工作日。"),
    )

    def __init__(
        self, *args: Any, items: Sequence[AgendaItem], members: Sequence[CouncilMember], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "item", [NOBODY, *((item.pk, item.title) for item in items)])
        offer(self, "member", [NOBODY, *((member.pk, str(member)) for member in members)])

    def spec(self) -> ResolutionSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return ResolutionSpec(
            text=asked["text"],
            item_id=asked["item"],
            member_id=asked["member"],
            owner_name=asked["owner_name"],
            due_on=asked["due_on"],
        )


class ResultForm(forms.Form):
    """What became of it."""

    result = words(_("办成了什么"), _("没有写结果。请写办成了什么。"))


class ConfirmForm(forms.Form):
    """Words to a result: needed when it is sent back."""

    words = forms.CharField(
        label=_("意见"), max_length=200, required=False, help_text=_("退回的要写明原因。")
    )


class CloseForm(forms.Form):
    """What else is to be kept of a meeting."""

    remarks = words(_("其他要记的"), most=4000)
