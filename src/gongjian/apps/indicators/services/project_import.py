"""The ledger from a workbook and back: a sheet of projects, a sheet of their units."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongjian.apps.indicators.choices import ImportKind, ProjectStatus
from gongjian.apps.indicators.models import Project, ProjectUnit, TableImport
from gongjian.apps.indicators.periods import read_day
from gongjian.apps.indicators.selectors.projects import list_projects
from gongjian.apps.indicators.services.projects import (
    ProjectSpec,
    UnitSpec,
    check_project,
    check_unit,
    save_project,
    save_units,
)
from gongjian.apps.indicators.services.tables import (
    NOTES,
    Checked,
    Table,
    TableRow,
    finish_import,
    get_import,
    keep_file,
    number_in,
    sheets_of,
    table_of,
)
from gongjian.apps.parties.selectors import organisations_by_name
from gongjian.apps.places.selectors import names_of
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, DomainError
from gongjian.readers import SheetData, write_xlsx

PROJECTS, UNITS = "项目", "单位"
CODE, NAME, START = "地方代码", "项目", "开工"
UNIT, TASK, DONE = "单位", "有任务", "完成日期"
MONEY = "投资（元）"
QUANTITIES = {
    "area_m2": "面积（平方米）",
    "trees": "乔木（株）",
    "shrubs": "灌木（株）",
    "lawn_m2": "草坪地被（平方米）",
    "road_m": "道路（米）",
}
WHOLE = frozenset({"trees", "shrubs"})
HEAD = (
    CODE,
    NAME,
    "类别",
    "状态",
    "牵头单位",
    START,
    "完工",
    MONEY,
    *QUANTITIES.values(),
    "依据",
)
UNIT_HEAD = (CODE, NAME, UNIT, TASK, DONE)
STATUSES = {str(label): value for value, label in ProjectStatus.choices}


def project_template() -> bytes:
    """Return the empty workbook."""
    return write_xlsx([SheetData(PROJECTS, HEAD, []), SheetData(UNITS, UNIT_HEAD, []), _notes()])


@transaction.atomic
def export_projects(*, actor: Actor, place_code: str, text: str = "", status: str = "") -> bytes:
    """Write the ledger of a place in the shape in which it can be read again."""
    projects = list(list_projects(actor, place_code, text=text, status=status))
    units = ProjectUnit.objects.visible_to(actor).filter(project__in=[row.pk for row in projects])
    after = {"rows": len(projects)}
    audit.record(actor, "indicators.projects_exported", None, after=after, place_code=place_code)
    return write_xlsx(
        [
            SheetData(PROJECTS, HEAD, [_written(row) for row in projects]),
            SheetData(
                UNITS,
                UNIT_HEAD,
                [
                    (unit.project.place_code, unit.project.name, unit.name, unit.has_task, unit.done_on)
                    for unit in units.select_related("project")
                ],
            ),
            _notes(),
        ]
    )


@transaction.atomic
def read_projects(*, actor: Actor, content: bytes, name: str, place_code: str) -> TableImport:
    """Read a workbook of the ledger and keep it for the preview."""
    return keep_file(actor=actor, kind=ImportKind.PROJECTS, content=content, name=name, place_code=place_code)


def check_projects(*, actor: Actor, import_id: int) -> Checked:
    """Hold a kept workbook against today's places, bodies and projects; a bounded number of queries."""
    kept = get_import(actor, import_id, ImportKind.PROJECTS)
    sheets = sheets_of(kept)
    projects = table_of(PROJECTS, sheets.pop(PROJECTS, []), (CODE, NAME, START))
    units = table_of(UNITS, sheets.pop(UNITS), UNIT_HEAD[:3]) if UNITS in sheets else None
    if units is not None and not units.rows:
        units = None  # a ledger without units
    known = _known(projects, units)
    _check_rows(actor, projects, known)
    tables = [projects]
    if units is not None:
        in_file = {(row.spec[0], row.spec[1].name) for row in projects.rows if row.spec}
        _check_units(units, in_file | set(known["projects"]))
        tables.append(units)
    unknown = [Table(name, [], [], [f"工作表“{name}”认不出。只读“项目”和“单位”两张。"]) for name in sheets]
    return Checked(kept, [*tables, *unknown])


@transaction.atomic
def confirm_projects_import(*, actor: Actor, import_id: int) -> int:
    """Write all projects and units of a kept workbook; Conflict while any row is wrong. Return how many projects."""
    checked = check_projects(actor=actor, import_id=import_id)
    if checked.bad:
        raise Conflict(f"还有 {checked.bad} 处有错，一行也没有写入。请改好表格再选一次。")
    known = _known(checked.tables[0], checked.tables[1] if len(checked.tables) > 1 else None)["projects"]
    ids: dict[tuple[str, str], int] = {key: row.pk for key, row in known.items()}
    for row in checked.tables[0].rows:
        code, spec = row.spec
        saved = save_project(actor=actor, place_code=code, spec=spec, project_id=ids.get((code, spec.name)))
        ids[code, spec.name] = saved.pk
    units: dict[int, list[UnitSpec]] = {}
    for row in checked.tables[1].rows if len(checked.tables) > 1 else ():
        key, unit = row.spec
        units.setdefault(ids[key], []).append(unit)
    for project_id, specs in units.items():
        save_units(actor=actor, project_id=project_id, specs=specs)
    finish_import(actor, checked.kept, len(checked.tables[0].rows))
    return len(checked.tables[0].rows)


def _known(projects: Table, units: Table | None) -> dict[str, Any]:
    """Read what the rows are held against: places, bodies and the projects there are."""
    codes = {row.values.get(CODE, "") for table in (projects, units) if table for row in table.rows}
    bodies = {name for row in projects.rows if (name := row.values.get("牵头单位", ""))}
    above = {code[:length] for code in codes for length in (2, 4, 6, 9)} | codes
    return {
        "places": names_of(codes),
        "bodies": organisations_by_name(bodies, above),
        "projects": {(row.place_code, row.name): row for row in Project.objects.filter(place_code__in=codes)},
    }


def _check_rows(actor: Actor, table: Table, known: dict[str, Any]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        _check_place(actor, row, known["places"])
        spec = _project_in(row, known["bodies"])
        if row.errors or spec is None:
            continue
        code = row.values[CODE]
        twice = seen.setdefault((code, spec.name), row.number)
        if twice != row.number:
            row.fault(NAME, f"和第 {twice} 行是同一个项目")
            continue
        old = known["projects"].get((code, spec.name))
        try:
            check_project(old or Project(place_code=code), spec)
        except DomainError as fault:
            row.fault(START, fault.message)
            continue
        if old is not None:
            row.warnings[NAME] = "已有这个项目，导入后按这一行改"
        row.spec = (code, spec)


def _check_place(actor: Actor, row: TableRow, places: dict[str, str]) -> None:
    code = row.values.get(CODE, "")
    if not code:
        row.fault(CODE, "没有填")
    elif code not in places:
        row.fault(CODE, "没有这个代码的地方")
    elif not actor.can(Right.INDICATORS_ENTER, code):
        row.fault(CODE, f"{places[code]}不归你填")


def _project_in(row: TableRow, bodies: dict[tuple[str, str], Any]) -> ProjectSpec | None:
    values = row.values
    if not values.get(NAME, ""):
        row.fault(NAME, "没有填")
    starts_on, ends_on = _day(row, START), _day(row, "完工")
    if starts_on is None:
        row.fault(START, "没有填，写成 2026-03-01")
    status = STATUSES.get(values.get("状态", "") or str(ProjectStatus.RUNNING.label))
    if status is None:
        row.fault("状态", f"写{'、'.join(STATUSES)}中的一个")
    money = number_in(row, MONEY, least=Decimal(0))
    if money is not None and money * 100 != (money * 100).to_integral_value():
        row.fault(MONEY, "最多两位小数")
    amounts = {
        name: number_in(row, column, whole=name in WHOLE, least=Decimal(0))
        for name, column in QUANTITIES.items()
    }
    lead = _lead(row, bodies)
    if row.errors or starts_on is None or status is None:
        return None
    return ProjectSpec(
        name=values[NAME][:80],
        kind=values.get("类别", "")[:30],
        status=status,
        lead_id=lead,
        starts_on=starts_on,
        ends_on=ends_on,
        investment_cents=None if money is None else int(money * 100),
        citation=values.get("依据", "")[:300],
        **{  # type: ignore[arg-type]
            name: None if amount is None else int(amount) if name in WHOLE else amount
            for name, amount in amounts.items()
        },
    )


def _lead(row: TableRow, bodies: dict[tuple[str, str], Any]) -> int | None:
    name, code = row.values.get("牵头单位", ""), row.values.get(CODE, "")
    if not name:
        return None
    places = [code, *(code[:length] for length in (9, 6, 4, 2) if length < len(code))]
    found = next((body for place in places if (body := bodies.get((place, name)))), None)
    if found is None:
        row.fault("牵头单位", "没有登记这个单位，请核对名称，或先登记，或留空")
    return None if found is None else int(found.pk)


def _check_units(table: Table, projects: set[tuple[str, str]]) -> None:
    seen: dict[tuple[str, str, str], int] = {}
    for row in table.rows:
        key = (row.values.get(CODE, ""), row.values.get(NAME, ""))
        if key not in projects:
            row.fault(NAME, "“项目”表里和台账里都没有这个项目")
        task = row.values.get(TASK, "是") or "是"
        if task not in ("是", "否"):
            row.fault(TASK, "写“是”或“否”")
        unit = UnitSpec(name=row.values.get(UNIT, ""), has_task=task == "是", done_on=_day(row, DONE))
        twice = seen.setdefault((*key, unit.name), row.number)
        if twice != row.number:
            row.fault(UNIT, f"和第 {twice} 行是同一个单位")
        try:
            check_unit(unit)
        except DomainError as fault:
            row.fault(UNIT, fault.message)
        row.spec = (key, unit)


def _day(row: TableRow, column: str) -> date | None:
    text = row.values.get(column, "")
    if not text:
        return None
    try:
        return read_day(text)
    except ValueError:
        row.fault(column, "日期读不懂，写成 2026-03-01")
        return None


def _written(row: Project) -> tuple[Any, ...]:
    money = None if row.investment_cents is None else Decimal(row.investment_cents) / 100
    lead = row.lead.name if row.lead else ""
    head = (
        row.place_code,
        row.name,
        row.kind,
        str(row.get_status_display()),
        lead,
        row.starts_on,
        row.ends_on,
    )
    return (*head, money, *(getattr(row, name) for name in QUANTITIES), row.citation)


def _notes() -> SheetData:
    notes = [
        (CODE, "必填。项目属于哪个地方"),
        (NAME, "必填。同一个地方里名称不重复；已有的项目按新的一行改"),
        ("状态", "、".join(STATUSES)),
        (START, "必填。投资、面积、株数计入开工的那个时段"),
        (MONEY, "只填数，最多两位小数；不知道就留空，不要填 0"),
        (TASK, "是或否。没有任务的单位也列上，计入单位总数"),
        (DONE, "完成了才填"),
    ]
    return SheetData(NOTES, ("列", "怎么填"), notes, (16, 60))
