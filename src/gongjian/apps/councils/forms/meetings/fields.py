"""Widgets and texts that the forms of councils share."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A native date field."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A native field of date and time."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    """A native field of a time."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "time"}, format="%H:%M")


def words(
    label: Any, missing: Any = None, *, rows: int = 3, help_text: Any = "", most: int = 2000
) -> forms.CharField:
    """Return a text; with `missing`, a required one whose absence is told in that sentence."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=missing is not None,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={} if missing is None else {"required": missing},
    )
