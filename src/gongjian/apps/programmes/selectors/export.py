"""The tree of a programme as a workbook: tasks with their sums, and every leaf in sight."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes.models import Assignment, Programme
from gongjian.apps.programmes.selectors.leaves import with_marks
from gongjian.apps.programmes.selectors.tree import open_tree, top_rows
from gongjian.core.access import Actor
from gongjian.readers.sheets import CellValue, SheetData, write_xlsx

MOST_ROWS = 100_000


def tree_workbook(actor: Actor, programme: Programme) -> bytes:
    """Write what the actor sees: one sheet of sums, one of leaves (the first 100,000)."""
    tree = open_tree(actor, programme)
    sums = [
        (
            row.label if row.is_phase else f"　{row.label}",
            row.owner,
            row.tally.done,
            row.tally.all,
            row.tally.late,
            row.tally.missing,
        )
        for row in top_rows(tree, "task", list(programme.phases.all()))
    ]
    leaves = list(
        with_marks(tree.leaves, tree.today, tree.missing)
        .select_related("task", "organisation")
        .order_by("task__order", "place_code", "pk")[:MOST_ROWS]
    )
    head = (_("阶段和任务"), _("牵头"), _("完成"), _("应完成"), _("迟"), _("未报"))
    return write_xlsx(
        [
            SheetData(_("汇总"), head, sums, (48, 24, 8, 8, 8, 8)),
            SheetData(_("明细"), _leaf_head(), _leaf_rows(leaves), (40, 14, 24, 24, 10, 8, 10, 12, 8, 12)),
        ]
    )


def _leaf_head() -> tuple[str, ...]:
    words = ("任务", "地方代码", "地方", "单位", "数量", "单位名", "已完成", "完成时限", "未报", "状态")
    return tuple(words)


def _leaf_rows(leaves: Sequence[Assignment]) -> Iterator[tuple[CellValue, ...]]:
    names = names_of({row.place_code for row in leaves})
    for row in leaves:
        yield (
            row.task.title,
            row.place_code,
            names.get(row.place_code, ""),
            str(row.organisation or ""),
            row.quantity,
            row.task.unit,
            row.done_quantity,
            row.due_on,
            row.missing,  # type: ignore[attr-defined]
            str(row.get_status_display()),
        )
