"""Bring the register of a community in: read it, list every error by row and column, then write all or nothing.

What was read is kept sealed between the two steps (`ResidentImport`). Who lives with whom becomes relations: kin of
the head of a household step aside in hearings.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongjian.apps.parties.choices import RelationSource
from gongjian.apps.parties.models import Resident, ResidentImport
from gongjian.apps.parties.services.resident_rows import (
    HEAD,
    NOTES,
    RELATIONS,
    REQUIRED_COLUMNS,
    RESIDENT_COLUMNS,
    ResidentRow,
    check_rows,
)
from gongjian.apps.parties.services.residents import register_resident, relate
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.previews import read_table
from gongjian.core.rules import rule_value
from gongjian.readers import SheetData, write_xlsx

MOST_ROWS = "residents.import_max_rows"


@dataclass(frozen=True)
class Registered:
    """What an import did: how many are new, how many were there already, how many relations were noted."""

    new: int
    known: int
    relations: int


def residents_template() -> bytes:
    """Return the empty table to fill in, with a sheet that explains the columns."""
    titles = tuple(RESIDENT_COLUMNS.values())
    widths = (12, 22, 16, 20, 24, 12, 14, 14, 10)
    return write_xlsx(
        [SheetData("居民", titles, [], widths), SheetData("说明", ("列", "怎么填"), NOTES, (16, 70))]
    )


@transaction.atomic
def read_residents(*, actor: Actor, content: bytes, name: str) -> ResidentImport:
    """Read a table and keep it; Invalid with a sentence when it is no table, holds nothing or too much."""
    actor.require(Right.RESIDENTS_MANAGE)
    if actor.user_id is None:
        raise NotAllowed("导入要由登录的人来做。")
    rows = read_table(content, name, RESIDENT_COLUMNS, REQUIRED_COLUMNS, "居民").rows
    limit = int(rule_value(MOST_ROWS, on=timezone.localdate(), place_code=actor.home_place_code))
    if len(rows) > limit:
        raise Invalid(
            f"这张表有 {len(rows)} 人，一次最多 {limit} 人。请分成几张表再导入，同一户放在一张表里。"
        )
    kept = ResidentImport.objects.create(
        place_code=actor.place_prefixes(Right.RESIDENTS_MANAGE)[0],
        made_by_id=actor.user_id,
        name=Path(name).name[:200],
        content=json.dumps(rows, ensure_ascii=False),
    )
    audit.record(actor, "parties.residents_read", kept, after={"rows": len(rows)})
    return kept


def check_residents(*, actor: Actor, import_id: int) -> tuple[ResidentImport, list[ResidentRow]]:
    """Return a kept table with every error by row and column, checked against the data of now."""
    kept = _own(actor, import_id)
    rows = [ResidentRow(number, values) for number, values in json.loads(kept.content)]
    check_rows(actor, rows)
    return kept, rows


@transaction.atomic
def confirm_residents(*, actor: Actor, import_id: int) -> Registered:
    """Register everybody in a table; Conflict while any row is wrong, and then nothing is written."""
    ResidentImport.objects.select_for_update(no_key=True).filter(pk=import_id).first()
    kept, rows = check_residents(actor=actor, import_id=import_id)
    wrong = [row for row in rows if row.errors]
    if wrong:
        raise Conflict(f"还有 {len(wrong)} 行有错，一行也没有写入。请改好表格再选一次。")
    known = {one.pk: one for one in Resident.objects.filter(pk__in=[row.known_id for row in rows])}
    people = [
        known[row.known_id] if row.known_id else register_resident(actor=actor, spec=row.spec) for row in rows
    ]
    related = _relate(actor, rows, people)
    done = Registered(len(rows) - len(known), len(known), related)
    after = {"rows": len(rows), "new": done.new, "relations": related}
    audit.record(actor, "parties.residents_imported", kept, after=after)
    kept.delete()
    return done


def _relate(actor: Actor, rows: list[ResidentRow], people: list[Resident]) -> int:
    """Note how the members of each household stand to its head; return how many relations are new."""
    heads = {
        row.family: one
        for row, one in zip(rows, people, strict=True)
        if row.values["household"] and row.values["relation"] == HEAD
    }
    count = 0
    for row, one in zip(rows, people, strict=True):
        kind = RELATIONS.get(row.values["relation"])
        if kind is not None:
            head = heads[row.family]
            count += relate(actor, one, head, kind, RelationSource.REGISTERED) is not None
    return count


@transaction.atomic
def drop_residents(*, actor: Actor, import_id: int) -> None:
    """Throw a kept table away."""
    kept = _own(actor, import_id)
    audit.record(actor, "parties.residents_dropped", kept)
    kept.delete()


def _own(actor: Actor, import_id: int) -> ResidentImport:
    """Return a table that the actor himself chose; NotFound for anybody else's."""
    rows = ResidentImport.objects.visible_to(actor)
    found: ResidentImport | None = rows.filter(pk=import_id, made_by_id=actor.user_id).one()
    if found is None:
        raise NotFound("这次导入已经完成或撤销了。要再导入，请重新选择文件。")
    return found
