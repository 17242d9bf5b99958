"""What the workbench tests share: a county at work, in the second quarter of 2026."""

from collections.abc import Iterator

import pytest

from tests.apps.documents.builders import make_document
from tests.apps.programmes.builders import acknowledged, give, make_programme, on, report
from tests.factories import COUNTY, make_actor
from tests.inspection_factories import make_round, make_sheet


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stand on 20 May: the report on the first quarter is overdue since 9 April."""
    with on("2026-05-20"):
        yield


@pytest.fixture
def county_at_work(places: None) -> None:
    """A programme handed down, reported on and half confirmed; a round with sheets; a draft paper."""
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    programme = make_programme()
    first, second, _third = acknowledged(programme)
    report(first, 4)
    report(second, 5, confirm=False)
    give(make_programme(title="2026年楼道整治行动"))
    row = make_round()
    make_sheet(row, first.place_code, "90")
    make_document(make_actor(place_code=COUNTY), body="本期共 3 个社区。")
