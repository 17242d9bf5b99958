"""Fields that several forms use."""

from decimal import Decimal
from typing import Any

from django import forms


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day with the browser's own calendar."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
    )


def marks_field(label: Any, required: bool = True) -> forms.DecimalField:
    """Marks: not below zero, two decimals."""
    return forms.DecimalField(
        label=label, required=required, max_digits=6, decimal_places=2, min_value=Decimal(0)
    )
