"""The little country with its door open at the county; the clock stands on a Wednesday morning."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from gongjian.apps.portal.models import Door
from gongjian.core.clock import at
from tests.portal_factories import make_door


@pytest.fixture(autouse=True)
def now(places: None) -> Iterator[datetime]:
    cache.clear()
    moment = timezone.make_aware(datetime(2026, 11, 18, 9, 0))
    with at(moment):
        yield moment


@pytest.fixture
def door(now: datetime) -> Door:
    return make_door()
