"""Forms of shifts: handing one over, taking it, taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.forms.fields import area
from gongjian.apps.parties.models import User

NOTE = "note-"


class MomentInput(forms.DateTimeInput):
    """A native field of day and time."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ShiftForm(forms.Form):
    """Who takes the desk over, the times of both shifts, and what is said of the whole; notes stand by each matter."""

    taker_id = forms.TypedChoiceField(label=_("交给谁"), coerce=int)
    started_at = forms.DateTimeField(label=_("本班从"), widget=MomentInput())
    next_ends_at = forms.DateTimeField(
        label=_("下一班到"), widget=MomentInput(), help_text=_("这以前到期的都列进来。")
    )
    words = area(_("总的交代"), 1000, 3, required=False)

    def __init__(self, takers: Sequence[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["taker_id"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(person.pk, person.full_name) for person in takers]

    def notes(self) -> dict[int, str]:
        """Return what was written beside matters, by their number."""
        return {
            int(name.removeprefix(NOTE)): str(text)
            for name, text in self.data.items()
            if name.startswith(NOTE) and name.removeprefix(NOTE).isdecimal() and str(text).strip()
        }

    def until(self, usual: datetime) -> datetime:
        """Return until when the next shift goes, as far as it can be read."""
        if not self.is_bound:
            return usual
        self.is_valid()
        found: datetime = self.cleaned_data.get("next_ends_at") or usual
        return found


class TakeForm(forms.Form):
    """What the taker says; which matters he takes stands by each."""

    words = area(_("接班的话"), 500, 2, required=False, help_text=_("有没接的，写明为什么、由谁办。"))

    def taken(self) -> set[int]:
        """Return the items that were ticked."""
        sent = self.data.getlist("taken") if hasattr(self.data, "getlist") else []
        return {int(value) for value in sent if str(value).isdecimal()}


class WithdrawForm(forms.Form):
    """Why a hand-over is taken back."""

    reason = area(_("为什么收回"), 300, 2)
