"""Bring a list of hotline orders in: read it, list every error by row and column, then write all or nothing.

What was read is kept sealed between the two steps (`MatterImport`), so nothing is typed twice.
"""

import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.models import Matter, MatterImport
from gongjian.apps.matters.services.hotline_rows import (
    COLUMNS,
    KEYS,
    NOTES,
    REQUIRED,
    HotlineRow,
    check_rows,
)
from gongjian.apps.matters.services.intake import report_matter
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.previews import read_table
from gongjian.core.rules import rule_value
from gongjian.readers import SheetData, write_xlsx

MOST_ROWS = "matters.import_max_rows"


def hotline_template() -> bytes:
    """Return the empty table to fill in, with a sheet that explains the columns."""
    widths = (18, 12, 20, 28, 48, 12, 16, 20)
    return write_xlsx(
        [
            SheetData("转办单", COLUMNS, [], widths),
            SheetData("说明", ("列", "怎么填"), NOTES, (16, 60)),
        ]
    )


@transaction.atomic
def read_hotline(*, actor: Actor, content: bytes, name: str) -> MatterImport:
    """Read a list and keep it; Invalid with a sentence when it is no table, holds nothing or too much."""
    actor.require(Right.MATTERS_DISPATCH)
    if actor.user_id is None:
        raise NotAllowed("导入要由登录的人来做。")
    columns = dict(zip(KEYS, COLUMNS, strict=True))
    rows = [HotlineRow(*row) for row in read_table(content, name, columns, REQUIRED, "转办单").rows]
    limit = int(rule_value(MOST_ROWS, on=timezone.localdate(), place_code=actor.home_place_code))
    if len(rows) > limit:
        raise Invalid(f"这张表有 {len(rows)} 行，一次最多 {limit} 行。请分成几张表再导入。")
    kept = MatterImport.objects.create(
        place_code=actor.place_prefixes(Right.MATTERS_DISPATCH)[0],
        made_by_id=actor.user_id,
        name=Path(name).name[:200],
        content=json.dumps(
            [{"number": row.number, "values": row.values} for row in rows], ensure_ascii=False
        ),
    )
    audit.record(actor, "matters.import_read", kept, after={"rows": len(rows)})
    return kept


def check_hotline(*, actor: Actor, import_id: int) -> tuple[MatterImport, list[HotlineRow]]:
    """Return a kept list with every error by row and column, checked against the data of now."""
    kept = _own(actor, import_id)
    rows = [HotlineRow(number=entry["number"], values=entry["values"]) for entry in json.loads(kept.content)]
    check_rows(actor, rows)
    return kept, rows


@transaction.atomic
def confirm_hotline(*, actor: Actor, import_id: int) -> list[Matter]:
    """Register every row of a list; Conflict while any row is wrong, and then nothing is written."""
    kept, rows = check_hotline(actor=actor, import_id=import_id)
    MatterImport.objects.select_for_update(no_key=True).get(pk=kept.pk)
    wrong = [row for row in rows if row.errors]
    if wrong:
        raise Conflict(f"还有 {len(wrong)} 行有错，一行也没有写入。请改好表格再选一次。")
    matters = [report_matter(actor=actor, spec=row.spec).matter for row in rows]
    audit.record(actor, "matters.import_done", kept, after={"rows": len(matters)})
    kept.delete()
    return matters


@transaction.atomic
def drop_hotline(*, actor: Actor, import_id: int) -> None:
    """Throw a kept list away."""
    kept = _own(actor, import_id)
    audit.record(actor, "matters.import_dropped", kept)
    kept.delete()


def _own(actor: Actor, import_id: int) -> MatterImport:
    """Return a list that the actor himself chose; NotFound for anybody else's."""
    found: MatterImport | None = (
        MatterImport.objects.visible_to(actor).filter(pk=import_id, made_by_id=actor.user_id).one()
    )
    if found is None:
        raise NotFound("这次导入已经完成或撤销了。要再导入，请重新选择文件。")
    return found
