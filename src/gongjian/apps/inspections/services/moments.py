"""Moments as a phone writes them."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime


def moment(text: Any) -> datetime:
    """Read an ISO moment; one without a zone is of the product's. Raises ValueError or TypeError."""
    found = parse_datetime(text)
    if found is None:
        raise ValueError(text)
    return found if timezone.is_aware(found) else timezone.make_aware(found)
