"""The demo's cross-inspection, in a country of three counties: who is harsh, who copied, who was in two places."""

from datetime import date

import pytest

from gongjian.apps.inspections.models import Round, ScoreSheet, SeverityDecision
from gongjian.apps.inspections.selectors.fairness import read_fairness
from gongjian.cli.demo.crossing import cross_inspect
from gongjian.cli.demo.inspection import aware, make_rubric
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.rules import load_first_versions
from gongjian.engines.scoring.fairness import Oddity
from tests.factories import CITY, make_actor, make_place

COUNTIES = ("510903", "510904", "510921")


@pytest.fixture
def demo(db: None) -> Demo:
    load_first_versions()
    make_place("51")
    make_place(CITY)
    for county in COUNTIES:
        make_place(county)
        make_place(f"{county}001")
        for number in (1, 2, 3):
            make_place(f"{county}00100{number}")
    demo = Demo(lambda _step: None)
    demo.counties = list(COUNTIES)
    demo.people = {"shi": make_actor(Role.OFFICE, CITY), "jiancha": make_actor(Role.INSPECTOR, CITY)}
    return demo


def test_the_sheets_tell_on_their_inspectors(demo: Demo):
    office = demo.people["shi"]
    with at(aware(2026, 1, 5)):
        version = make_rubric(office, CITY)

    cross_inspect(demo, version)

    row = Round.objects.get()
    report = read_fairness(office, row)
    apart = sorted(one.estimate for one in report.fit.severities if one.is_apart)
    decision = SeverityDecision.objects.get()
    corrected = ScoreSheet.objects.filter(adjusted_score__isnull=False)
    assert len(apart) == 2
    assert apart[0] < -2 and apart[1] > 2
    assert [bool(one.photos and one.notes) for one in report.copies] == [True]
    assert {flag.oddity for flag in report.oddities} == {Oddity.TOO_FAST, Oddity.WRONG_DAY}
    assert decision.points > 2
    assert set(corrected.values_list("inspector_id", flat=True)) == {decision.inspector_id}
    assert row.ends_on == date(2026, 11, 27)
