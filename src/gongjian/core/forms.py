"""Set what a form's choice field offers, once it is known who asks."""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, ChoiceField


def offer(form: BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a choice field of a form offer these (value, label) pairs."""
    field = form.fields[name]
    if not isinstance(field, ChoiceField):
        raise TypeError(f"{name} of {type(form).__name__} offers no choices")
    field.choices = list(choices)
