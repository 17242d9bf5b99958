"""Fields that several forms of supervision share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongjian.apps.programmes.models import Programme
from gongjian.apps.supervision.selectors.who import Handler, find_handler
from gongjian.core.access import Actor
from gongjian.core.errors import Invalid

OFFERED = "offered-names"
"""The id of the list of names that a page offers beside such fields."""


class DayInput(forms.DateInput):
    """A native date field."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class HandlerField(forms.CharField):
    """A place or unit written by name or code; cleans to a `Handler`. The form says for whom and within what."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=160, widget=forms.TextInput(attrs={"list": OFFERED, "autocomplete": "off"}), **kwargs
        )
        self.actor: Actor | None = None
        self.within = ""

    def clean(self, value: Any) -> Handler | None:
        """Find who is meant, or say what to write instead."""
        text = super().clean(value)
        if not text or self.actor is None:
            return None
        try:
            return find_handler(self.actor, text, self.within)
        except Invalid as refusal:
            raise ValidationError(refusal.message) from refusal


class ProgrammeField(forms.ModelChoiceField):
    """A programme the actor may see; may be left open."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Programme.objects.none(),
            required=False,
            empty_label=_("不限行动"),
            label=kwargs.pop("label", _("行动")),
            **kwargs,
        )


class ActorForm(forms.Form):
    """A form that knows who fills it in, and within which place."""

    def __init__(self, actor: Actor, within: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.within = actor, within
        for field in self.fields.values():
            if isinstance(field, HandlerField):
                field.actor, field.within = actor, within
            if isinstance(field, ProgrammeField):
                field.queryset = Programme.objects.visible_to(actor).order_by("-year", "title")

    def programme_id(self) -> int | None:
        """Return the number of the chosen programme."""
        chosen = self.cleaned_data.get("programme")
        return chosen.pk if chosen else None


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因，对方会看到。")},
    )
