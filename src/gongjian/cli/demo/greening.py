"""The demo's year of greening: quarter by quarter, county by county, with a report at its end."""

from datetime import date
from decimal import Decimal

from gongjian.apps.indicators.models import IndicatorValue
from gongjian.apps.indicators.services import ScreenSpec, answer_value, make_screen
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.services import OrganisationSpec, create_organisation
from gongjian.apps.programmes.models import Programme
from gongjian.apps.programmes.services import TargetSpec, add_target
from gongjian.cli.demo import garden
from gongjian.cli.demo.cast import CITY, SHOWN_COUNTY
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import SYSTEM
from gongjian.core.clock import at

ENTERED_ON = (
    date(2026, 1, 8),
    date(2026, 1, 8),
    date(2026, 1, 8),
    date(2026, 1, 8),
    date(2026, 4, 9),
    date(2026, 7, 9),
    date(2026, 10, 9),
)
LATE = 3
"""Which of the other counties has its last quarter still waiting."""


def make_green(demo: Demo, programme: Programme) -> None:
    """Define, report, confirm; keep the ledger; draft the report."""
    demo.say("园林绿化指标、项目台账和报告")
    city, county = demo.people["shi"], demo.people["quxian"]
    others = [code for code in demo.counties if code != SHOWN_COUNTY]
    with at(aware(2026, 1, 7)):
        definitions = garden.define_indicators(city, CITY)
    for quarter, day in enumerate(ENTERED_ON):
        with at(aware(day.year, day.month, day.day)):
            garden.report_quarter(
                definitions, garden.amounts_of(quarter), SHOWN_COUNTY, quarter, county, city
            )
            for number, code in enumerate(others):
                is_late = number == LATE and quarter == len(ENTERED_ON) - 1
                amounts = garden.other_amounts(number, quarter)
                confirmer = None if is_late else city
                garden.report_quarter(definitions, amounts, code, quarter, demo.office(code), confirmer)
    with at(aware(2026, 11, 20)):
        _want(demo, programme)
        _return_one(demo)
        lead = create_organisation(
            actor=SYSTEM,
            spec=OrganisationSpec(
                place_code=SHOWN_COUNTY, name="遂宁市船山区民政局", kind=OrganisationKind.DEPARTMENT
            ),
            is_demo=True,
        )
        garden.state_bases(county, SHOWN_COUNTY)
        garden.fill_ledger(county, SHOWN_COUNTY)
        garden.draft_report(county, SHOWN_COUNTY, lead.pk)


def _want(demo: Demo, programme: Programme) -> None:
    """Set what the green-land rate is to come to, in the city and in the district; hang a screen."""
    city = demo.people["shi"]
    for place_code, value in (("", Decimal(33)), (SHOWN_COUNTY, Decimal(34))):
        spec = TargetSpec(
            name="建成区绿地率",
            value=value,
            unit="%",
            place_code=place_code,
            indicator_key="own.green_ratio",
            deadline_on=date(2026, 12, 31),
        )
        add_target(actor=city, programme_id=programme.pk, spec=spec)
    screen = ScreenSpec(
        name="指挥中心", main_key="own.green_ratio", keys=("own.green_ratio", "own.green_cover"), days=60
    )
    make_screen(actor=city, place_code=CITY, spec=screen, is_demo=True)


def _return_one(demo: Demo) -> None:
    """Send one waiting value back, so that both states are seen."""
    waiting = IndicatorValue.objects.filter(status="waiting").order_by("pk").last()
    if waiting is not None:
        answer_value(
            actor=demo.people["shi"],
            value_id=waiting.pk,
            confirm=False,
            reason="植物投影面积比上季度少，请对照遥感图斑再核一遍。",
        )
