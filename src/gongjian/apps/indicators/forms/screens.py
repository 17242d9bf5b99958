"""The forms of large screens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.indicators.services import ScreenSpec
from gongjian.core.forms import offer


class ScreenForm(forms.Form):
    """What a screen shows and for how long its link works."""

    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("放在哪里，如指挥中心。"))
    main_key = forms.ChoiceField(label=_("地图和排名用的指标"))
    keys = forms.MultipleChoiceField(label=_("另看的指标，一到三个"), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=_("链接用几天"), min_value=1, initial=30)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "main_key", choices)
        offer(self, "keys", choices)

    @property
    def spec(self) -> ScreenSpec:
        """Return what was filled in."""
        return ScreenSpec(**self.cleaned_data)
