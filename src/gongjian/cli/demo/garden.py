"""The demo's garden district: indicators that the city defines, counties fill in quarter by quarter, and a ledger of projects.

The figures of the last quarter and of the ledger are those a county reported of a year of greening; what stands
between, and the other counties, is made up. Everything goes in by the services that people use.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.models import Document
from gongjian.apps.documents.services import draft_document
from gongjian.apps.indicators.choices import Counting, ProjectStatus, Side
from gongjian.apps.indicators.models import IndicatorDefinition, Project
from gongjian.apps.indicators.services import (
    BaseValueSpec,
    DefinitionSpec,
    InputSpec,
    ProjectSpec,
    UnitSpec,
    ValueSpec,
    answer_value,
    create_definition,
    enter_value,
    save_base_value,
    save_project,
    save_units,
)
from gongjian.core.access import Actor
from gongjian.core.figures import Period

AREA, PEOPLE = "平方米", "人"
SURVEY = "住建部门城市绿地调查"
TITLE = "关于2026年城市园林绿化工作情况的报告"
QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
BUILT_UP = 2_600_000
GREEN = (781_000, 787_000, 793_000, 799_240, 815_000, 836_000, 858_000)
COVER = (822_000, 829_000, 835_000, 841_100, 880_000, 925_000, 975_000)
PARKS = (121_200, 121_900, 122_300, 122_541, 131_000, 140_000, 149_500)
TOWNSPEOPLE = (16_520, 16_550, 16_580, 16_603, 16_700, 16_820, 16_950)
HOMES = (19_500, 20_100, 20_600, 21_165, 40_000, 62_000, 83_600)
BODY = """2026年，全区坚持规划先行、建管并重，城市园林绿化水平有了新的提高。
一、主要指标
建成区绿地率{{绿地率}}，比2025年{{绿地率;比=2025}}；绿化覆盖率{{绿化覆盖率}}，比2025年{{绿化覆盖率;比=2025}}。公园绿地面积{{公园绿地面积}}，比2025年{{公园绿地面积;比=2025}}；人均公园绿地{{人均公园绿地}}，比2025年{{人均公园绿地;比=2025}}。居住区绿化面积{{居住区绿化面积}}，比2025年{{居住区绿化面积;比=2025}}。
二、项目和任务
全年开工绿化项目{{开工项目数}}，投资{{项目投资}}，栽植乔木{{栽植乔木}}、灌木{{栽植灌木}}。项目涉及{{项目涉及单位}}单位，{{有任务的单位}}有具体任务，{{完成任务的单位}}已全面完成，完成率{{单位任务完成率}}。
三、下一步打算
抓好在建项目扫尾，落实管护责任，把新增绿地逐块登记到人。"""


def _of(
    name: str, code: str, words: str, unit: str, inputs: tuple[InputSpec, ...]
) -> tuple[str, DefinitionSpec]:
    spec = DefinitionSpec(
        name=name,
        definition=words,
        unit=unit,
        decimals=0 if len(inputs) == 1 else 2,
        source=SURVEY,
        period_kind="quarter",
        counting=Counting.LAST,
        level=6,
        base_year=2025,
        entered_by="区县住建局",
        confirmed_by="市民政局",
        citation="GB/T 50563-2010《城市园林绿化评价标准》" if len(inputs) > 1 else "",
        inputs=inputs,
    )
    return code, spec


def _area(name: str, side: Side = Side.NUMERATOR) -> InputSpec:
    return InputSpec(name=name, unit=AREA, side=side)


BUILT = _area("建成区面积", Side.DENOMINATOR)
DEFINITIONS = (
    _of(
        "绿地率",
        "green_ratio",
        "建成区内各类绿地面积占建成区面积的比例",
        "%",
        (_area("公园绿地"), _area("防护绿地"), _area("广场绿地"), _area("附属绿地"), BUILT),
    ),
    _of(
        "绿化覆盖率",
        "green_cover",
        "建成区内植物的垂直投影面积占建成区面积的比例",
        "%",
        (_area("植物投影面积"), BUILT),
    ),
    _of("公园绿地面积", "park_area", "建成区内向公众开放的公园绿地", AREA, (_area("公园绿地"),)),
    _of(
        "人均公园绿地",
        "park_per_head",
        "公园绿地按城区人口平均",
        "平方米",
        (_area("公园绿地"), InputSpec(name="城区人口", unit=PEOPLE, side=Side.DENOMINATOR)),
    ),
    _of("居住区绿化面积", "home_green", "住宅小区内建成的绿地", AREA, (_area("小区绿地"),)),
)


def define_indicators(office: Actor, city: str) -> dict[str, IndicatorDefinition]:
    """Let the city's office define the five indicators; return them by code."""
    return {
        code: create_definition(actor=office, place_code=city, code=code, spec=spec, is_demo=True)
        for code, spec in DEFINITIONS
    }


def amounts_of(quarter: int) -> dict[str, tuple[int, ...]]:
    """Return what the district reports for a quarter, in the order of the inputs."""
    parks = PARKS[quarter]
    attached = GREEN[quarter] - parks - 120_000 - 30_000
    return {
        "green_ratio": (parks, 120_000, 30_000, attached, BUILT_UP),
        "green_cover": (COVER[quarter], BUILT_UP),
        "park_area": (parks,),
        "park_per_head": (parks, TOWNSPEOPLE[quarter]),
        "home_green": (HOMES[quarter],),
    }


def report_quarter(
    definitions: Mapping[str, IndicatorDefinition],
    amounts: Mapping[str, tuple[int, ...]],
    place_code: str,
    quarter: int,
    enterer: Actor,
    confirmer: Actor | None,
) -> None:
    """Enter what a county says of a quarter, and confirm it unless nobody does."""
    for code, numbers in amounts.items():
        definition = definitions[code]
        inputs = definition.inputs.all()
        spec = ValueSpec(
            definition_id=definition.pk,
            place_code=place_code,
            period=Period.parse(QUARTERS[quarter]),
            amounts={one.pk: Decimal(number) for one, number in zip(inputs, numbers, strict=True)},
            note=f"{QUARTERS[quarter]} 绿地调查表",
        )
        value = enter_value(actor=enterer, spec=spec, is_demo=True)
        if confirmer is not None:
            answer_value(actor=confirmer, value_id=value.pk, confirm=True)


def state_bases(office: Actor, place_code: str) -> None:
    """State the end of 2025 as the base of the district's growth."""
    numbers = amounts_of(QUARTERS.index("2025-Q4"))
    for code, (first, *rest) in {
        "green_ratio": (GREEN[3], BUILT_UP),
        "green_cover": numbers["green_cover"],
        "park_area": numbers["park_area"],
        "park_per_head": numbers["park_per_head"],
        "home_green": numbers["home_green"],
    }.items():
        spec = BaseValueSpec(
            indicator_key=f"own.{code}",
            place_code=place_code,
            period=Period.year(2025),
            numerator=Decimal(first),
            denominator=Decimal(rest[0]) if rest else None,
            citation="2025年底城市绿地调查",
            is_demo=True,
        )
        save_base_value(actor=office, spec=spec)


def _wan(amount: str) -> int:
    return int(Decimal(amount) * 1_000_000)


PROJECTS = (
    ProjectSpec(
        name="单位庭院和屋顶绿化",
        kind="附属绿地",
        starts_on=date(2026, 2, 10),
        investment_cents=_wan("1107"),
        area_m2=Decimal(180_870),
    ),
    ProjectSpec(
        name="城市公园和小游园改造",
        kind="公园绿地",
        starts_on=date(2026, 2, 20),
        investment_cents=_wan("1438"),
        trees=200,
        shrubs=19_000,
        lawn_m2=Decimal(1_500),
    ),
    ProjectSpec(
        name="城区六条街道行道树",
        kind="道路绿化",
        status=ProjectStatus.DONE,
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 4, 20),
        investment_cents=_wan("96.8"),
        trees=2_835,
        road_m=Decimal(10_000),
    ),
    ProjectSpec(
        name="城周山体绿化",
        kind="防护绿地",
        starts_on=date(2026, 3, 5),
        investment_cents=_wan("1950"),
        trees=69_100,
    ),
    ProjectSpec(
        name="高切坡绿化",
        kind="防护绿地",
        status=ProjectStatus.DONE,
        starts_on=date(2026, 3, 12),
        ends_on=date(2026, 9, 28),
        investment_cents=_wan("1009.9"),
        area_m2=Decimal(63_052),
        trees=4_667,
        shrubs=34_897,
    ),
    ProjectSpec(
        name="出城通道绿化",
        kind="道路绿化",
        status=ProjectStatus.DONE,
        starts_on=date(2026, 3, 15),
        ends_on=date(2026, 6, 30),
        investment_cents=_wan("250"),
        trees=2_700,
        road_m=Decimal(19_000),
    ),
    ProjectSpec(
        name="荒山冲沟绿化",
        kind="防护绿地",
        status=ProjectStatus.DONE,
        starts_on=date(2026, 3, 20),
        ends_on=date(2026, 5, 10),
        investment_cents=_wan("6.5"),
        trees=1_000,
    ),
)
KINDS_OF_UNITS = (("机关", 46), ("事业单位", 38), ("学校", 21), ("企业", 24), ("银行网点", 10))
WITH_TASK, DONE = 110, 106


def units() -> list[UnitSpec]:
    """Return the 139 units: 110 have a task, 106 of them are done."""
    names = [f"演示{kind}{number:02d}" for kind, count in KINDS_OF_UNITS for number in range(1, count + 1)]
    return [
        UnitSpec(
            name=name,
            has_task=number < WITH_TASK,
            done_on=date(2026, 4 + number % 6, 1 + number % 28) if number < DONE else None,
        )
        for number, name in enumerate(names)
    ]


def fill_ledger(office: Actor, place_code: str, lead_id: int | None = None) -> list[Project]:
    """Enter the seven projects, and the units of the first."""
    rows = [save_project(actor=office, place_code=place_code, spec=spec, is_demo=True) for spec in PROJECTS]
    save_units(actor=office, project_id=rows[0].pk, specs=units())
    return rows


def draft_report(office: Actor, place_code: str, issuer_id: int) -> Document:
    """Draft the year's report of the garden district, every figure of it quoted."""
    return draft_document(
        actor=office,
        place_code=place_code,
        kind=DocumentKind.REPORT,
        title=TITLE,
        issuer_id=issuer_id,
        period=Period.year(2026),
        body=BODY,
        head={"red_head": "遂宁市船山区民政局文件", "number_code": "遂船民", "addressee": "区人民政府"},
        is_demo=True,
    )


def other_amounts(number: int, quarter: int) -> dict[str, tuple[int, ...]]:
    """Return made-up green areas of another county: each a little greener every quarter, at its own pace."""
    built = 1_400_000 + 300_000 * number
    share = 290 + 8 * number + quarter * (2 + number % 3)
    parks, protective = built * 50 // 1000, built * 40 // 1000
    return {
        "green_ratio": (parks, protective, 0, built * share // 1000 - parks - protective, built),
        "green_cover": (built * (share + 35) // 1000, built),
    }
