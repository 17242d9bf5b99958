"""The report of the garden district, rebuilt from its rows: every figure as reported, and nothing for the checker to find."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from gongjian.apps.documents import selectors
from gongjian.apps.documents.selectors.check import check_document
from gongjian.cli.demo import garden
from gongjian.core.access import Role
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from gongjian.engines.figures import check_text
from gongjian.engines.officialdoc.model import plain_text
from tests.factories import CITY, COUNTY, make_actor, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
YEAR = Period.year(2026)
INVESTMENTS = ["1107", "1438", "96.8", "1950", "1009.9", "250", "6.5"]


@pytest.fixture
def office():
    with time_machine.travel(date(2026, 11, 20)):
        city, county = make_actor(Role.OFFICE, CITY), make_actor(Role.OFFICE, COUNTY)
        definitions = garden.define_indicators(city, CITY)
        for quarter in (3, 6):
            garden.report_quarter(definitions, garden.amounts_of(quarter), COUNTY, quarter, county, city)
        garden.fill_ledger(county, COUNTY)
        yield county


def figure(key, **params):
    return read_figure(key, place_code=COUNTY, period=YEAR, params=params)


@pytest.mark.usefixtures("office")
def test_the_ledger_adds_up_to_what_was_reported():
    units = [figure(f"ledger.{key}").value for key in ("units", "units_with_task", "units_done")]
    share = figure("ledger.units_done_share")

    assert units == [139, 110, 106]
    assert (share.text_with_unit, share.numerator, share.denominator) == ("96.4%", 106, 110)
    assert figure("ledger.projects").value == 7
    assert figure("ledger.investment").value == sum(map(Decimal, INVESTMENTS)) == Decimal("5858.2")


def test_the_report_quotes_the_figures_and_the_checker_finds_nothing(office):
    document = garden.draft_report(office, COUNTY, make_organisation(COUNTY).pk)

    page = selectors.official_document(document)
    text = "\n".join(plain_text(getattr(block, "runs", ())) for block in page.blocks)
    for said in (
        "绿地率33.00%，比2025年提高2.26个百分点",
        "覆盖率37.50%，比2025年提高5.15个百分点",
        "公园绿地面积149,500平方米，比2025年增长22.0%",
        "人均公园绿地8.82平方米，比2025年提高1.44平方米",
        "居住区绿化面积83,600平方米，比2025年增长295.0%",
        "投资5,858.20万元",
        "139个单位，110个有具体任务，106个已全面完成，完成率96.4%",
    ):
        assert said in text, text
    findings = check_document(document)
    assert (findings.wrong_claims, findings.typed, findings.changed) == ((), (), ())
    assert len(findings.same) == 18
    assert list(check_text(text).findings) == []
