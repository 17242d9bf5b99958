"""What the programme tests share: the rules, the little country, and a clock that stands on 20 May 2026."""

from collections.abc import Iterator

import pytest

from tests.apps.programmes.builders import on


@pytest.fixture
def rules(places: None) -> None:
    """Load the first versions of the rules beside the little country."""
    from gongjian.core.rules import load_first_versions

    load_first_versions()


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stand in the second quarter: the report on the first one is overdue since 9 April."""
    with on("2026-05-20"):
        yield
