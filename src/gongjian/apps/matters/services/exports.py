"""Write a filtered list as a workbook: at once while it is short, by a worker with progress when it is long."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.models import MatterExport
from gongjian.apps.matters.selectors.export import WIDTHS, export_head, export_rows
from gongjian.apps.matters.selectors.matters import ListAsked, in_view, list_matters
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.downloads import XLSX
from gongjian.core.errors import Conflict, DomainError, NotAllowed
from gongjian.core.files import drop_file, store_document
from gongjian.core.jobs import task
from gongjian.readers import SheetData, write_xlsx

AT_ONCE = 2_000
"""So many rows are written within the request; more are a job for the worker."""
MOST_EXPORTED = 100_000
"""So many rows one workbook holds; a longer list is exported by months."""
KEPT_DAYS = 7


@transaction.atomic
def export_at_once(*, actor: Actor, asked: ListAsked, view: str) -> bytes:
    """Write what the list shows as a workbook. Raises Conflict when it is longer than AT_ONCE."""
    actor.require(Right.MATTERS_VIEW)
    keys = _keys(actor, asked, view, AT_ONCE + 1)
    if len(keys) > AT_ONCE:
        raise Conflict(f"这张清单超过 {AT_ONCE:,} 件。请在清单上点“导出”，由后台做好再下载。")
    audit.record(actor, "matters.exported", after=_said(asked, view, len(keys)), place_code=asked.place_code)
    return _workbook(keys, lambda _count: None)


@transaction.atomic
def start_export(*, actor: Actor, asked: ListAsked, view: str) -> MatterExport:
    """Have a worker write what the list shows; it reads the list anew, with the rights of that moment."""
    actor.require(Right.MATTERS_VIEW)
    if actor.user_id is None:
        raise NotAllowed("导出要由登录的人来做。")
    row = MatterExport.objects.create(
        place_code=asked.place_code,
        made_by_id=actor.user_id,
        asked={**_plain(asked), "view": view},
        asked_at=timezone.now(),
    )
    audit.record(actor, "matters.exported", row, after=_said(asked, view, None))
    transaction.on_commit(lambda: write_export.enqueue(row.pk))
    return row


@task()
def write_export(export_id: int) -> None:
    """Write an export that waits; safe to run twice."""
    row = MatterExport.objects.select_related("made_by").get(pk=export_id)
    if not row.is_under_way:
        return
    actor = row.made_by.as_actor()
    keys = _keys(actor, *_asked(row.asked), MOST_EXPORTED)
    _note(row, total=len(keys), done=0)
    content = _workbook(keys, lambda count: _note(row, done=count))
    try:
        with transaction.atomic():
            file = store_document(
                actor=actor,
                content=content,
                name=f"{row}.xlsx".replace(":", ""),
                content_type=XLSX,
                right=Right.MATTERS_VIEW,
                place_code="",
            )
            _note(row, file=file, ready_at=timezone.now())
    except DomainError as refusal:
        _note(row, problem=refusal.message[:300])


def forget_exports() -> int:
    """Delete exports that were kept long enough, with their files; return how many."""
    old = MatterExport.objects.filter(asked_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    rows = list(old.select_related("file")[:100])
    for row in rows:
        with transaction.atomic():
            file = row.file
            row.delete()
            if file is not None:
                drop_file(file)
    return len(rows)


def _keys(actor: Actor, asked: ListAsked, view: str, most: int) -> list[int]:
    rows = in_view(actor, list_matters(actor, asked), view, timezone.now())
    return list(rows.values_list("pk", flat=True)[:most])


def _workbook(keys: list[int], said: Any) -> bytes:
    return write_xlsx([SheetData("事项", export_head(), export_rows(keys, said), WIDTHS)])


def _note(row: MatterExport, **fields: Any) -> None:
    MatterExport.objects.filter(pk=row.pk).update(**fields)


def _plain(asked: ListAsked) -> dict[str, Any]:
    return {name: audit.plain(value) for name, value in asdict(asked).items()}


def _asked(kept: Mapping[str, Any]) -> tuple[ListAsked, str]:
    """Read what was asked from how it is kept."""
    values = dict(kept)
    view = str(values.pop("view"))
    for name in ("since", "until"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return ListAsked(**values), view


def _said(asked: ListAsked, view: str, count: int | None) -> dict[str, Any]:
    narrowed = {name: value for name, value in _plain(asked).items() if value}
    return {**narrowed, "view": view, **({} if count is None else {"rows": count})}
