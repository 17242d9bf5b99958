"""The rule of an honour."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import CHILD_NOUNS, HonourKind, HonourTies
from gongjian.apps.inspections.forms.fields import date_field, marks_field
from gongjian.apps.places.choices import Level
from gongjian.core.forms import offer


class HonourForm(forms.Form):
    """The rule of an honour; `scope` is the place that gives it."""

    title = forms.CharField(label=_("名称"), max_length=60, initial=_("流动红旗"))
    kind = forms.ChoiceField(label=_("怎么给"), choices=HonourKind.choices)
    level = forms.TypedChoiceField(label=_("给哪一级"), coerce=int)
    within = forms.TypedChoiceField(label=_("在哪里头比"), coerce=int, empty_value=None, required=False)
    most = forms.IntegerField(
        label=_("最多几个"),
        required=False,
        min_value=1,
        max_value=9999,
        help_text=_("命名可以不限，空着就是都给。"),
    )
    label = forms.CharField(
        label=_("要评到的等次"), required=False, max_length=30, help_text=_("例：示范。可空。")
    )
    at_least = marks_field(_("结果不低于（分或 %）"), required=False)
    ties = forms.ChoiceField(label=_("最后一名同分"), choices=HonourTies.choices)
    effective_on = date_field(_("生效日期"))
    citation = forms.CharField(label=_("依据"), max_length=300)

    def __init__(self, scope: str, data: Any = None) -> None:
        super().__init__(data)
        below = [(int(level), CHILD_NOUNS[level]) for level in CHILD_NOUNS if level > len(scope)]
        levels = sorted((pair for pair in below if pair[0] <= Level.COMMUNITY), reverse=True)
        offer(self, "level", levels)
        whole = ("", _("全部放在一起"))
        each = [
            (value, _("每个%(noun)s里") % {"noun": noun}) for value, noun in levels if value < Level.COMMUNITY
        ]
        offer(self, "within", [whole, *each])
