"""Run a service for a form: its refusal becomes the form's own error, so that nothing typed is lost."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from gongjian.core.errors import Conflict, Invalid

T = TypeVar("T")


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Return what the service returns, or None with its sentence on the form."""
    try:
        return act()
    except (Invalid, Conflict) as refusal:
        form.add_error(None, refusal.message)
        return None
