"""A list of needs or resources as a workbook."""

from typing import Any

from django.db import transaction

from gongjian.apps.cobuilding.choices import catalogue
from gongjian.apps.cobuilding.models import Need, Resource
from gongjian.apps.cobuilding.selectors.amounts import with_open
from gongjian.apps.places.selectors import names_of
from gongjian.core import audit
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import Conflict
from gongjian.readers import SheetData, write_xlsx

MOST_ROWS = 10_000
"""So many rows one workbook of a list holds; a longer list is narrowed first."""
SHARED_HEAD = (
    "编号",
    "名称",
    "类别",
    "数量",
    "还剩",
    "单位",
    "从哪天起",
    "到哪天止",
    "星期几",
    "从几点",
    "到几点",
    "地点",
)
NEED_HEAD = (*SHARED_HEAD, "为谁", "受益人数", "紧急程度", "来源", "状态", "有效到", "所在地方")
RESOURCE_HEAD = (*SHARED_HEAD, "哪个单位", "使用条件", "代为登记", "状态", "有效到", "所在地方")


@transaction.atomic
def write_list(*, actor: Actor, rows: OwnedQuerySet, name: str) -> bytes:
    """Write what a list shows as a workbook. Raises Conflict when it is longer than MOST_ROWS."""
    actor.require(Right.COBUILDING_VIEW)
    is_need = issubclass(rows.model, Need)
    wanted = rows if is_need else rows.select_related("organisation")
    found: list[Any] = list(with_open(wanted)[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise Conflict(f"这张清单超过 {MOST_ROWS:,} 条。请先按地方或类别筛选，分几次导出。")
    places = names_of({row.place_code for row in found})
    write = _need_row if is_need else _resource_row
    lines = [write(row, places.get(row.place_code, row.place_code)) for row in found]
    audit.record(actor, "cobuilding.list_exported", after={"list": name, "rows": len(lines)})
    return write_xlsx([SheetData(name, NEED_HEAD if is_need else RESOURCE_HEAD, lines)])


def _shared(row: Need | Resource) -> tuple[Any, ...]:
    category = catalogue().categories[row.category]
    hours = (one.strftime("%H:%M") if one else "" for one in (row.starts_at, row.ends_at))
    return (
        row.number,
        row.title,
        category.name,
        row.quantity,
        row.open_quantity,
        category.unit,
        row.first_on,
        row.last_on,
        row.weekday_words,
        *hours,
        row.address,
    )


def _need_row(row: Need, place: str) -> tuple[Any, ...]:
    source, status = row.get_source_display(), row.get_status_display()
    own = (row.for_whom, row.people, row.urgency, source, status, row.expires_on, place)
    return (*_shared(row), *own)


def _resource_row(row: Resource, place: str) -> tuple[Any, ...]:
    by_desk, status = "是" if row.is_by_desk else "", row.get_status_display()
    own = (row.organisation.name, row.conditions, by_desk, status, row.expires_on, place)
    return (*_shared(row), *own)
