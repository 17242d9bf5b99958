"""Forms of claims: how much, from what, and a word to the other side."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.forms.fields import area
from gongjian.core.forms import offer


class ClaimForm(forms.Form):
    """What a unit claims of a need: for which unit, how much, with which of its resources."""

    organisation_id = forms.TypedChoiceField(label=_("哪个单位"), coerce=int)
    resource_id = forms.TypedChoiceField(label=_("用哪条资源"), coerce=int, empty_value=None, required=False)
    quantity = forms.IntegerField(label=_("认领多少"), min_value=1)
    words = area(_("给社区的话"), 300, 2, required=False)

    def __init__(
        self,
        units: Sequence[tuple[int, str]],
        resources: Sequence[tuple[int, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation_id", units)
        offer(self, "resource_id", [("", _("不从资源清单里出")), *resources])
        if len(units) == 1:
            self.fields["organisation_id"].initial = units[0][0]
            self.fields["organisation_id"].widget = forms.HiddenInput()
        if not resources:
            del self.fields["resource_id"]


class AskForm(forms.Form):
    """What a community asks of a resource, for one of its needs."""

    need_id = forms.TypedChoiceField(label=_("用在哪条需求"), coerce=int)
    quantity = forms.IntegerField(label=_("要多少"), min_value=1)
    words = area(_("给单位的话"), 300, 2, required=False)

    def __init__(self, needs: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "need_id", needs)
