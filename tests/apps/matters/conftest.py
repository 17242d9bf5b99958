"""The little country with rules and classes loaded; the clock stands on a Wednesday morning."""

from datetime import datetime

import pytest
from django.utils import timezone

from gongjian.core.clock import at
from tests.matter_factories import make_desk, make_unit


@pytest.fixture(autouse=True)
def now(places):
    moment = timezone.make_aware(datetime(2026, 11, 18, 9, 0))
    with at(moment):
        yield moment


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def squad():
    return make_unit("综合执法队")
