"""Forms of proposals: a place and a period, why a pair is ruled out, why the level above is asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.forms.fields import day
from gongjian.apps.cobuilding.services.proposals import RunSpec


class RunForm(forms.Form):
    """For which place and from when to when."""

    place_code = forms.ChoiceField(label=_("给哪里配"), help_text=_("选上一级，就把下面各社区放在一起配。"))
    starts_on = day(_("从哪天起"))
    ends_on = day(_("到哪天止"))

    def __init__(self, places: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(places)

    def spec(self) -> RunSpec:
        """Return what was asked for."""
        return RunSpec(**self.cleaned_data)


class ForbidForm(forms.Form):
    """Why a pair is not to be used, and whether that goes for the whole unit."""

    reason = forms.CharField(
        label=_("为什么不用"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明为什么不用，以后的人看得懂。")},
    )
    is_whole_unit = forms.BooleanField(label=_("这个单位的其他资源也不用于这项需求"), required=False)


class RaiseForm(forms.Form):
    """Why the level above is asked."""

    reason = forms.CharField(
        label=_("为什么本级解决不了"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明为什么本级解决不了，上级会看到。")},
    )
