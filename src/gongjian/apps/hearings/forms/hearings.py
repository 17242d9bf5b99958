"""Forms of a hearing: called, drawn, noticed, attended, voted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.hearings.forms.fields import MomentInput, area, words
from gongjian.apps.hearings.models import Seat
from gongjian.apps.hearings.services import Papers
from gongjian.core.forms import offer


class HearingForm(forms.Form):
    """How large the panel is and by which public number it is drawn; why, when it is a second one."""

    size = forms.IntegerField(label=_("评议小组人数"), min_value=1, max_value=200)
    representatives = forms.IntegerField(label=_("其中居民代表"), min_value=0, max_value=200)
    source = forms.CharField(
        label=_("公共数从哪里来"),
        max_length=200,
        help_text=_("公布名单以后才会有、谁也定不了的数，写到哪一期，例如 福彩3D第2026250期开奖号码"),
    )
    cause_words = words(
        _("为什么再次评议"), _("再次评议要写明为什么，例如申请人申诉的理由。"), rows=3, most=300
    )

    def __init__(
        self, *args: Any, rule: Mapping[str, Any], representatives: int, is_second: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["size"].initial = rule["size"]
        self.fields["representatives"].initial = representatives
        if not is_second:
            del self.fields["cause_words"]


class NumberForm(forms.Form):
    """The public number, and before whom it was typed."""

    number = forms.CharField(label=_("公共数"), max_length=200, help_text=_("照来源上的写；多余的空格会去掉"))
    witnesses = forms.CharField(
        label=_("见证人"), max_length=200, required=False, help_text=_("姓名用顿号隔开")
    )


class RecusalForm(forms.Form):
    """Who steps aside, and why."""

    seat = forms.TypedChoiceField(label=_("谁回避"), coerce=int)
    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        help_text=_("例如：本人申报与申请人是亲戚"),
        error_messages={"required": _("请写明回避的原因。")},
    )

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", [(seat.pk, label_of(seat)) for seat in seats])


class NoticeForm(forms.Form):
    """Where and when."""

    venue = forms.CharField(label=_("地点"), max_length=120)
    starts_at = forms.DateTimeField(
        label=_("时间"), widget=MomentInput(), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )


class AttendanceForm(forms.Form):
    """Who came, who chairs, who keeps the record."""

    present = forms.TypedMultipleChoiceField(
        label=_("到会的评议员"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    chair = forms.CharField(label=_("主持人"), max_length=40)
    recorder = forms.CharField(label=_("记录人"), max_length=40)

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "present", [(seat.pk, label_of(seat)) for seat in seats])


class PapersIssuedForm(forms.Form):
    """How many of those present vote on paper."""

    papers = forms.IntegerField(
        label=_("其中用纸票的人数"),
        min_value=0,
        max_value=200,
        initial=0,
        help_text=_(
            "用手机的每人一张票码。纸票要两个人各录一遍；只有一两个人用纸票，录票的人就知道是谁的，最好都用纸票或都不用。"
        ),
    )


class PaperForm(forms.Form):
    """What one person reads from all paper ballots."""

    yes = forms.IntegerField(label=_("同意"), min_value=0, max_value=200)
    no = forms.IntegerField(label=_("不同意"), min_value=0, max_value=200)
    abstain = forms.IntegerField(label=_("弃权"), min_value=0, max_value=200)
    spoilt = forms.IntegerField(
        label=_("废票"), min_value=0, max_value=200, help_text=_("空白的、选了两项的、看不清的")
    )
    reasons = forms.CharField(
        label=_("不同意的理由"),
        required=False,
        max_length=4000,
        widget=area(4),
        help_text=_("一张票一行。以第一个人录的为准。"),
    )

    def papers(self) -> Papers:
        """Return what the service takes."""
        counts = {name: self.cleaned_data[name] for name in ("yes", "no", "abstain", "spoilt")}
        lines = self.cleaned_data["reasons"].splitlines()
        return Papers(**counts, reasons=tuple(line.strip() for line in lines if line.strip()))


class RecordForm(forms.Form):
    """What was said, by the steps of the agenda."""

    record = words(_("记录"), _("记录是空的。请按议程写说了什么。"), rows=10, most=20_000)


def label_of(seat: Seat) -> str:
    """Write a member of the panel for a choice: the number, the masked name, the part."""
    return f"{seat.order + 1}. {seat.resident.masked_name}（{seat.get_group_display()}）"
