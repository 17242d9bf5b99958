"""Forms of the desk that keeps a public door."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.portal.models import Consultation, Door, PublicNotice
from gongjian.apps.portal.services import ConsultationSpec, DoorSpec, NoticeSpec


class DayInput(forms.DateInput):
    """A native date field."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class CalledForm(forms.Form):
    """What was said on the telephone instead of the message that could not be sent."""

    words = forms.CharField(
        label=_("打电话的情况"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写打电话的情况：什么时候打的、对方怎么说。")},
    )


class OpenLetterForm(forms.Form):
    """Why somebody wants to see a mail as it came."""

    reason = forms.CharField(
        label=_("为什么要看"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明为什么要看原信。会留下查看记录。")},
    )


class DoorForm(forms.ModelForm):
    """What hangs on a door."""

    class Meta:
        model = Door
        fields = ("short_name", "phone", "hours", "privacy_contact", "is_open")
        help_texts = {
            "short_name": _("用在网址里，例如 nanjinlu；开门后尽量不改，印出去的二维码用它。"),
            "hours": _("例如“工作日 8:30—18:00”。"),
            "privacy_contact": _("谁负责个人信息保护、怎么找到（个人信息保护法第五十二条）。"),
        }

    def validate_unique(self) -> None:
        """Leave it to the service, which says it in a sentence."""

    @property
    def spec(self) -> DoorSpec:
        """Return what the service takes."""
        return DoorSpec(**self.cleaned_data)


class _Days(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_on"].initial = timezone.localdate


class NoticeForm(_Days):
    """A notice and its days."""

    class Meta:
        model = PublicNotice
        fields = ("title", "body", "first_on", "last_on")
        widgets = {"first_on": DayInput(), "last_on": DayInput()}

    @property
    def spec(self) -> NoticeSpec:
        """Return what the service takes."""
        return NoticeSpec(**self.cleaned_data)


class ConsultationForm(_Days):
    """A question and its days."""

    class Meta:
        model = Consultation
        fields = ("title", "question", "first_on", "last_on")
        widgets = {"first_on": DayInput(), "last_on": DayInput()}

    @property
    def spec(self) -> ConsultationSpec:
        """Return what the service takes."""
        return ConsultationSpec(**self.cleaned_data)


class AnswerForm(forms.Form):
    """What came of a question."""

    result = forms.CharField(
        label=_("结果和采纳情况"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("采纳了哪些、没有采纳哪些、为什么。大家都能看到。"),
    )
