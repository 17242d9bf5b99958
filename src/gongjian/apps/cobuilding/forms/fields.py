"""Fields and widgets that the forms of building together share."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.services.points import checked_point
from gongjian.core.errors import Invalid

POINT = ("latitude", "longitude")
URGENCIES = (
    (5, _("5　当天就要")),
    (4, _("4　一周以内")),
    (3, _("3　一个月以内")),
    (2, _("2　今年以内")),
    (1, _("1　有更好")),
)
"""How urgent a need is, in words."""
WEEKDAYS = (
    ("1", _("周一")),
    ("2", _("周二")),
    ("3", _("周三")),
    ("4", _("周四")),
    ("5", _("周五")),
    ("6", _("周六")),
    ("7", _("周日")),
)


class DayInput(forms.DateInput):
    """A native date field."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """A native field of an hour."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "time"}, format="%H:%M")


def day(label: Any, **kwargs: Any) -> forms.DateField:
    """A date."""
    return forms.DateField(label=label, widget=DayInput(), **kwargs)


def hour(label: Any, **kwargs: Any) -> forms.TimeField:
    """A time of day."""
    return forms.TimeField(label=label, widget=HourInput(), **kwargs)


def area(label: Any, most: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A text of some lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, **kwargs)


def checks(label: Any, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """Several of a few choices."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **kwargs
    )


class PointForm(forms.Form):
    """A form with a point on the map; without scripts its degrees are typed (WGS-84)."""

    latitude = forms.DecimalField(label=_("纬度"), required=False)
    longitude = forms.DecimalField(label=_("经度"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse half a point, and one abroad, beside the map."""
        asked: dict[str, Any] = super().clean() or {}
        try:
            asked["latitude"], asked["longitude"] = checked_point(
                asked.get("latitude"), asked.get("longitude")
            )
        except Invalid as refusal:
            self.add_error("latitude", refusal.message)
        return asked

    def point_errors(self) -> list[str]:
        """What is wrong with the point."""
        return [*self.errors.get("latitude", ()), *self.errors.get("longitude", ())]

    def besides_point(self) -> list[BoundField]:
        """The fields but the two of the point, which the map stands for."""
        return [field for field in self.visible_fields() if field.name not in POINT]


class ReasonForm(forms.Form):
    """Why."""

    reason = area(_("原因"), 300, 2, error_messages={"required": _("请写明原因，对方会看到。")})


class WordsForm(forms.Form):
    """What is said along with an answer; may be left empty."""

    words = area(_("给对方的话"), 300, 2, required=False)
