"""The demo's second version of its rubric: every kind of rule, and sheets that it lets be handed in."""

import random
from datetime import date

import pytest

from gongjian.apps.inspections.models import SheetReading
from gongjian.apps.inspections.selectors.rubric_changes import compare_versions
from gongjian.apps.inspections.selectors.rubric_words import version_in_words
from gongjian.apps.inspections.selectors.rubrics import get_version
from gongjian.cli.demo.inspection import fill_sheet, make_rubric
from gongjian.cli.demo.next_rubric import publish_next_version
from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from tests.factories import COMMUNITIES, COUNTY, make_actor
from tests.inspection_factories import make_round


@pytest.mark.usefixtures("places")
def test_the_next_version_is_told_from_the_last_and_a_sheet_by_it_is_handed_in():
    load_first_versions()
    office = make_actor(Role.OFFICE, COUNTY)
    first = make_rubric(office, COUNTY)
    later = get_version(office, publish_next_version(office, first, date(2026, 2, 1)).pk)

    changes = compare_versions(get_version(office, first.pk), later)
    words = version_in_words(later)
    row = make_round(version=later)
    sheet = fill_sheet(
        make_actor(Role.INSPECTOR, COUNTY), row, COMMUNITIES[0], row.starts_on, 0.4, random.Random(7)
    )

    assert (changes.count("added"), changes.count("dropped"), changes.count("changed")) == (3, 1, 2)
    assert words.sums[0] == "满分 100 分"
    assert "加分最多 5 分" in words.sums
    assert later.items.all()[0].pictures.count() == 1
    sheet.refresh_from_db()
    assert sheet.score is not None
    assert SheetReading.objects.get().value == ""
