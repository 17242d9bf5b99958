"""Bring a list of needs, of resources or of units on the ground in: read it, list every error by row and column, then write all or nothing.

What was read is kept sealed between the two steps (`ListImport`), so nothing is typed twice.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import ImportKind, catalogue
from gongjian.apps.cobuilding.models import ListImport
from gongjian.apps.cobuilding.selectors.places import bodies_around, kept_places, places_of_units
from gongjian.apps.cobuilding.selectors.units import own_units
from gongjian.apps.cobuilding.services.import_rows import (
    NOTES,
    REQUIRED,
    EntryRow,
    Ground,
    check_rows,
)
from gongjian.apps.cobuilding.services.import_rows import columns_of as entry_columns
from gongjian.apps.cobuilding.services.known_units import KnownSpec, Recognised, keep_known, recognised_at
from gongjian.apps.cobuilding.services.needs import NeedSpec, enter_need
from gongjian.apps.cobuilding.services.resources import ResourceSpec, offer_resource
from gongjian.apps.cobuilding.services.unit_rows import (
    UNIT_COLUMNS,
    UNIT_NOTES,
    UNIT_REQUIRED,
    UnitRow,
    check_units,
)
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.previews import read_table
from gongjian.core.rules import rule_value
from gongjian.readers import SheetData, write_xlsx

MOST_ROWS = "cobuilding.import_max_rows"
SHEETS = {ImportKind.NEEDS: "需求清单", ImportKind.RESOURCES: "资源清单", ImportKind.UNITS: "辖区单位"}
Row = EntryRow | UnitRow


def columns_of(kind: str) -> dict[str, str]:
    """Return {key: title} of the columns of a list, in their order."""
    return UNIT_COLUMNS if kind == ImportKind.UNITS else entry_columns(kind)


def _required_of(kind: str) -> tuple[str, ...]:
    return UNIT_REQUIRED if kind == ImportKind.UNITS else REQUIRED[kind]


def list_template(kind: str) -> bytes:
    """Return the empty table to fill in, with the catalogue's choices and what each column means."""
    columns = columns_of(kind)
    if kind == ImportKind.UNITS:
        notes = [(title, UNIT_NOTES[key]) for key, title in columns.items()]
        return write_xlsx(
            [
                SheetData(SHEETS[ImportKind.UNITS], tuple(columns.values())[:-1], [], (36, 22, *[14] * 5)),
                SheetData("说明", ("列", "怎么填"), notes[:-1], (16, 60)),
            ]
        )
    categories = [
        (one.group.name, one.name, one.unit, one.plain, "、".join(one.aliases))
        for one in catalogue().in_use()
    ]
    qualifications = [(one.name,) for one in catalogue().qualifications.values()]
    return write_xlsx(
        [
            SheetData(SHEETS[ImportKind(kind)], tuple(columns.values()), [], (36, 18, 8, *[14] * 20)),
            SheetData(
                "类别", ("大类", "类别", "单位", "怎么数", "常用的叫法"), categories, (14, 20, 8, 40, 50)
            ),
            SheetData("资质", ("资质",), qualifications, (20,)),
            SheetData(
                "说明", ("列", "怎么填"), [(title, NOTES[key]) for key, title in columns.items()], (16, 60)
            ),
        ]
    )


@transaction.atomic
def read_list(*, actor: Actor, kind: str, content: bytes, name: str, scope: str) -> ListImport:
    """Read a list and keep it; Invalid with a sentence when it is no table, holds nothing or too much."""
    _require(actor, kind)
    if actor.user_id is None:
        raise NotAllowed("导入要由登录的人来做。")
    table = read_table(content, name, columns_of(kind), _required_of(kind), SHEETS[ImportKind(kind)])
    limit = int(rule_value(MOST_ROWS, on=timezone.localdate(), place_code=actor.home_place_code))
    if len(table.rows) > limit:
        raise Invalid(f"这张表有 {len(table.rows)} 行，一次最多 {limit} 行。请分成几张表再导入。")
    units = own_units(actor) if actor.can(Right.COBUILDING_OFFER) else []
    kept = ListImport.objects.create(
        kind=ImportKind(kind),
        place_code=scope,
        organisation=units[0] if units else None,
        made_by_id=actor.user_id,
        name=Path(name).name[:200],
        sheet=table.sheet[:100],
        content=json.dumps(
            [{"number": at, "values": values} for at, values in table.rows], ensure_ascii=False
        ),
    )
    audit.record(actor, "cobuilding.import_read", kept, after={"rows": len(table.rows)})
    return kept


def check_list(*, actor: Actor, import_id: int) -> tuple[ListImport, Sequence[Row]]:
    """Return a kept list with every error by row and column, checked against the data of now."""
    kept = _own(actor, import_id)
    if kept.kind == ImportKind.UNITS:
        units = [UnitRow(entry["number"], entry["values"]) for entry in json.loads(kept.content)]
        places = {name: code for code, name in kept_places(actor, kept.place_code)}
        check_units(units, places, kept.place_code)
        return kept, units
    rows = [EntryRow(kept.kind, entry["number"], entry["values"]) for entry in json.loads(kept.content)]
    check_rows(rows, _ground(actor, kept))
    return kept, rows


def _ground(actor: Actor, kept: ListImport) -> Ground:
    """Say which places and units the rows of a file may name: one's own."""
    if kept.kind == ImportKind.RESOURCES and actor.can(Right.COBUILDING_OFFER):
        units = own_units(actor)
        places = places_of_units(units)
        return Ground({name: code for code, name in places}, {unit.name: unit.pk for unit in units})
    places = kept_places(actor, kept.place_code)
    bodies = bodies_around(actor, kept.place_code) if kept.kind == ImportKind.RESOURCES else []
    return Ground({name: code for code, name in places}, {name: key for key, name in bodies})


@transaction.atomic
def confirm_list(*, actor: Actor, import_id: int) -> int:
    """Write every row of a list; Conflict while any row is wrong, and then nothing is written. Return how many."""
    kept, rows = check_list(actor=actor, import_id=import_id)
    _require(actor, kept.kind)
    ListImport.objects.select_for_update(no_key=True).get(pk=kept.pk)
    wrong = [row for row in rows if row.errors]
    if wrong:
        raise Conflict(f"还有 {len(wrong)} 行有错，一行也没有写入。请改好表格再选一次。")
    known: dict[str, Recognised] = {}
    for row in rows:
        if isinstance(row.spec, NeedSpec):
            enter_need(actor=actor, spec=row.spec)
        elif isinstance(row.spec, ResourceSpec):
            offer_resource(actor=actor, spec=row.spec)
        elif isinstance(row.spec, KnownSpec):
            if row.spec.place_code not in known:
                known[row.spec.place_code] = recognised_at(row.spec.place_code)
            keep_known(actor=actor, spec=row.spec, recognised=known[row.spec.place_code])
    audit.record(actor, "cobuilding.import_done", kept, after={"rows": len(rows)})
    kept.delete()
    return len(rows)


@transaction.atomic
def drop_list(*, actor: Actor, import_id: int) -> str:
    """Throw a kept list away; return of which kind it was."""
    kept = _own(actor, import_id)
    kind = str(kept.kind)
    audit.record(actor, "cobuilding.import_dropped", kept)
    kept.delete()
    return kind


def _require(actor: Actor, kind: str) -> None:
    if kind == ImportKind.RESOURCES and actor.can(Right.COBUILDING_OFFER):
        return
    actor.require(Right.COBUILDING_MANAGE)


def _own(actor: Actor, import_id: int) -> ListImport:
    """Return a list that the actor himself chose; NotFound for anybody else's."""
    found: ListImport | None = (
        ListImport.objects.visible_to(actor).filter(pk=import_id, made_by_id=actor.user_id).one()
    )
    if found is None:
        raise NotFound("这次导入已经完成或撤销了。要再导入，请重新选择文件。")
    return found
