"""Forms of pledges, reviews and points."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices import Reviewer, catalogue
from gongjian.apps.cobuilding.forms.agreements import RATINGS
from gongjian.apps.cobuilding.forms.fields import area
from gongjian.core.forms import offer

LINES = 4
"""A pledge is written on a phone: so many lines are offered, those left empty are none."""


class PledgeForm(forms.Form):
    """A year's pledge: words, and up to four lines of category and quantity."""

    text = area(_("承诺做什么"), 2000, 4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, LINES + 1):
            self.fields[f"category_{number}"] = forms.ChoiceField(
                label=_("第 %(n)d 条：类别") % {"n": number}, required=number == 1
            )
            offer(self, f"category_{number}", [("", "—"), *catalogue().choices()])
            self.fields[f"quantity_{number}"] = forms.IntegerField(
                label=_("第 %(n)d 条：一年多少") % {"n": number}, min_value=1, required=number == 1
            )

    def clean(self) -> dict[str, Any]:
        """Ask for both of a line, or neither."""
        asked: dict[str, Any] = super().clean() or {}
        for number in range(1, LINES + 1):
            if bool(asked.get(f"category_{number}")) != bool(asked.get(f"quantity_{number}")):
                raise ValidationError(_("第 %(n)d 条的类别和数量要一起写。") % {"n": number})
        return asked

    def lines(self) -> list[tuple[str, int, str]]:
        """Return the lines that are written."""
        asked = self.cleaned_data
        return [
            (asked[f"category_{number}"], asked[f"quantity_{number}"], "")
            for number in range(1, LINES + 1)
            if asked.get(f"category_{number}")
        ]


class ReviewForm(forms.Form):
    """What the community or a representative says."""

    by = forms.ChoiceField(label=_("谁评"), choices=Reviewer.choices)
    name = forms.CharField(label=_("姓名"), max_length=40)
    rating = forms.TypedChoiceField(label=_("评几分"), choices=RATINGS, coerce=int)
    words = forms.CharField(label=_("评语"), max_length=300, required=False)


class SpendForm(forms.Form):
    """Points and what they are for; an account of the unit or of one of its people."""

    contributor = forms.TypedChoiceField(
        label=_("谁的积分"),
        coerce=lambda value: int(value) if value else None,
        required=False,
        empty_value=None,
    )
    points = forms.IntegerField(label=_("用多少分"), min_value=1)
    words = forms.CharField(label=_("用在什么上"), max_length=120)

    def __init__(self, accounts: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "contributor", accounts)
