from datetime import date
from decimal import Decimal

import pytest

from gongjian.apps.indicators import services
from gongjian.apps.indicators.models import Project, ProjectUnit
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from gongjian.readers import SheetData, write_xlsx
from tests.apps.indicators.builders import make_project
from tests.factories import CITY, COUNTY, OTHER_COUNTY, make_actor, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
YEAR = Period.year(2026)


def figure(key, place_code=COUNTY, period=YEAR, **params):
    return read_figure(f"ledger.{key}", place_code=place_code, period=period, params=params)


def test_sums_are_of_projects_started_in_the_period_and_exact_to_the_cent():
    make_project("一", investment_cents=11_070_000_01, area_m2=Decimal("9220.5"), trees=10)
    make_project("二", investment_cents=96_800_000, starts_on=date(2026, 12, 31))
    make_project("去年", investment_cents=1_00, starts_on=date(2025, 12, 31))
    make_project("邻县", investment_cents=1_00, place_code=OTHER_COUNTY)

    assert figure("investment").value * 10_000 == Decimal("12038000.01")
    assert figure("investment", CITY).row_count == 3
    assert (figure("area").value, figure("area").row_count) == (Decimal("9220.5"), 1)
    assert figure("shrubs").value is None
    assert figure("projects").value == 2


def test_the_share_of_units_counts_those_with_a_task_done_by_the_end_of_the_period():
    project = make_project()
    units = [services.UnitSpec(name=f"单位{n}", done_on=date(2026, 6, 30)) for n in range(106)]
    units += [services.UnitSpec(name=f"未完{n}") for n in range(4)]
    units += [services.UnitSpec(name=f"无任务{n}", has_task=False) for n in range(29)]
    services.save_units(actor=make_actor(), project_id=project.pk, specs=units)

    assert [figure(key).value for key in ("units", "units_with_task", "units_done")] == [139, 110, 106]
    assert figure("units_done_share").text_with_unit == "96.4%"
    assert (figure("units_done_share").numerator, figure("units_done_share").denominator) == (106, 110)
    assert figure("units_done", period=Period.quarter(2026, 1)).value == 0
    assert figure("units_done", project=str(project.pk)).value == 106
    assert figure("units", period=Period.year(2025)).value is None


def test_units_are_written_by_name_and_a_unit_without_a_task_cannot_be_done():
    project, actor = make_project(), make_actor()
    services.save_units(actor=actor, project_id=project.pk, specs=[services.UnitSpec(name="甲")])
    services.save_units(
        actor=actor, project_id=project.pk, specs=[services.UnitSpec(name="甲", done_on=date(2026, 5, 1))]
    )

    assert ProjectUnit.objects.get().done_on == date(2026, 5, 1)
    with pytest.raises(Invalid, match="没有任务"):
        services.save_units(
            actor=actor,
            project_id=project.pk,
            specs=[services.UnitSpec(name="乙", has_task=False, done_on=date(2026, 5, 1))],
        )


def test_rights_and_rules_of_a_project():
    make_project("街头绿地")
    spec = services.ProjectSpec(name="街头绿地", starts_on=date(2026, 1, 1))
    with pytest.raises(Conflict, match="已有"):
        services.save_project(actor=make_actor(), place_code=COUNTY, spec=spec)
    with pytest.raises(NotAllowed):
        services.save_project(actor=make_actor(Role.LEADER), place_code=COUNTY, spec=spec)
    with pytest.raises(NotFound):
        services.save_units(
            actor=make_actor(place_code=OTHER_COUNTY), project_id=Project.objects.get().pk, specs=[]
        )
    with pytest.raises(Invalid, match="完工早于开工"):
        make_project("二", ends_on=date(2026, 1, 1))
    with pytest.raises(Invalid, match="要填完工"):
        make_project("三", status="done")


def test_the_ledger_goes_out_and_comes_in_again_unchanged():
    actor, lead = make_actor(), make_organisation(COUNTY, "住建局")
    project = make_project(
        lead_id=lead.pk, investment_cents=250_000_050, area_m2=Decimal("63052"), trees=4667, kind="边坡"
    )
    services.save_units(
        actor=actor,
        project_id=project.pk,
        specs=[
            services.UnitSpec(name="甲", done_on=date(2026, 5, 1)),
            services.UnitSpec(name="乙", has_task=False),
        ],
    )
    before = (list(Project.objects.values()), list(ProjectUnit.objects.values("name", "has_task", "done_on")))
    content = services.export_projects(actor=actor, place_code=COUNTY)
    ProjectUnit.objects.all().delete()

    kept = services.read_projects(actor=actor, content=content, name="台账.xlsx", place_code=COUNTY)
    checked = services.check_projects(actor=actor, import_id=kept.pk)
    assert (checked.bad, checked.odd) == (0, 1)
    services.confirm_projects_import(actor=actor, import_id=kept.pk)

    after = (list(Project.objects.values()), list(ProjectUnit.objects.values("name", "has_task", "done_on")))
    assert after == before


def test_every_fault_of_a_ledger_is_listed_and_nothing_is_written():
    actor = make_actor()
    head = ("地方代码", "项目", "状态", "牵头单位", "开工", "完工", "投资（元）", "乔木（株）")
    rows = [
        (COUNTY, "一", "完了", "没有的局", "2026-03-01", "", "10.001", "2.5"),
        (OTHER_COUNTY, "二", "", "", "三月", "", "-1", ""),
        (COUNTY, "三", "已完成", "", "2026-03-01", "2026-02-01", "", ""),
        (COUNTY, "四", "", "", "2026-03-01", "", "", ""),
        (COUNTY, "四", "", "", "2026-03-01", "", "", ""),
    ]
    units = [(COUNTY, "没有", "甲", "是", ""), (COUNTY, "四", "乙", "也许", "明天")]
    sheets = [
        SheetData("项目", head, rows),
        SheetData("单位", ("地方代码", "项目", "单位", "有任务", "完成日期"), units),
    ]
    kept = services.read_projects(
        actor=actor, content=write_xlsx(sheets), name="台账.xlsx", place_code=COUNTY
    )

    checked = services.check_projects(actor=actor, import_id=kept.pk)

    faults = [[sorted(row.errors) for row in table.rows] for table in checked.tables]
    assert faults[0] == [
        sorted(["状态", "牵头单位", "投资（元）", "乔木（株）"]),
        sorted(["地方代码", "开工", "投资（元）"]),
        ["开工"],
        [],
        ["项目"],
    ]
    assert faults[1] == [["项目"], sorted(["有任务", "完成日期"])]
    with pytest.raises(Conflict):
        services.confirm_projects_import(actor=actor, import_id=kept.pk)
    assert not Project.objects.exists()
