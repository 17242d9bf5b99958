"""Widgets and texts that the forms of hearings share."""

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


def area(rows: int = 4) -> forms.Textarea:
    """Return a text area of so many rows."""
    return forms.Textarea(attrs={"rows": rows})


def words(
    label: Any, missing: Any, *, rows: int = 4, help_text: Any = "", most: int = 5000
) -> forms.CharField:
    """Return a required text whose absence is told in a sentence of its own."""
    return forms.CharField(
        label=label,
        max_length=most,
        widget=area(rows),
        help_text=help_text,
        error_messages={"required": missing},
    )
