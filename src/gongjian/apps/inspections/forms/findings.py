"""Forms of findings and their rectification."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import CheckOutcome
from gongjian.apps.inspections.services import FindingSpec, Upload
from gongjian.apps.inspections.services.orders import MOST_WORKDAYS
from gongjian.core.forms import offer

Choices = Sequence[tuple[Any, Any]]


def _date_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _text(label: Any, length: int = 500, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class PhotoForm(forms.Form):
    """A form with photos under the name `photos`."""

    def uploads(self) -> list[Upload]:
        """Read the photos that were sent."""
        sent: MultiValueDict[str, UploadedFile] = self.files
        if not sent:
            return []
        return [Upload(file.name or "photo.jpg", file.read()) for file in sent.getlist("photos")]


class FindingForm(PhotoForm):
    """A finding outside of a sheet."""

    place = forms.ChoiceField(label=_("在哪里"))
    title = forms.CharField(label=_("什么问题"), max_length=200)
    per = forms.CharField(label=_("情形"), max_length=200, required=False)
    count = forms.DecimalField(
        label=_("有几处"), min_value=Decimal("0.01"), max_digits=10, decimal_places=2, initial=1
    )
    found_on = _date_field(_("哪天看到"))
    note = _text(_("具体在哪、什么样"), required=False)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place", [("", _("请选")), *places])

    def spec(self) -> FindingSpec:
        """What the service takes (form valid)."""
        asked = dict(self.cleaned_data)
        return FindingSpec(place_code=asked.pop("place"), photos=self.uploads(), **asked)


class IssueForm(forms.Form):
    """What is asked for in orders, of whom, within how long."""

    words = _text(_("整改要求"), required=False)
    organisation_id = forms.TypedChoiceField(label=_("谁整改"), coerce=int, empty_value=None, required=False)
    workdays = forms.IntegerField(
        label=_("另定时限"),
        min_value=1,
        max_value=MOST_WORKDAYS,
        required=False,
        help_text=_("空着就按规则。"),
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation_id", [("", _("所在社区")), *units])


class AnswerFindingForm(PhotoForm):
    """How a finding was mended."""

    words = _text(_("怎么整改的"))


class CheckForm(PhotoForm):
    """What a re-inspection found."""

    outcome = forms.ChoiceField(label=_("复查结果"), choices=CheckOutcome.choices, widget=forms.RadioSelect)
    left_count = forms.DecimalField(
        label=_("还有几处"),
        min_value=Decimal(0),
        max_digits=10,
        decimal_places=2,
        required=False,
        help_text=_("改了一部分时填。"),
    )
    reason = _text(_("哪里没有整改好"), required=False, help_text=_("没有通过时必填，再附现场照片。"))


class ExtensionForm(forms.Form):
    """A wish for more time."""

    until_on = _date_field(_("延到哪天"))
    reason = forms.CharField(label=_("为什么要延期"), max_length=300)


class AnswerExtensionForm(forms.Form):
    """The issuer's answer to a wish for more time."""

    answer = forms.CharField(label=_("答复"), max_length=300, required=False)
