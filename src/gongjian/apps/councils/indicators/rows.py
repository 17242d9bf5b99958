"""What the figures of councils share."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongjian.core.figures import Period
from gongjian.core.workdays import end_of

Params = Mapping[str, Any]


def within(period: Period, field: str) -> Q:
    """Match moments on the days of a period."""
    first = timezone.make_aware(datetime.combine(period.first_on, time()))
    return Q(**{f"{field}__gte": first, f"{field}__lt": end_of(period.last_on)})
