"""The rows of an exported list: as the list shows them and more, with nobody's name, number or home in the clear."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.matters.models import Matter, MatterExport
from gongjian.apps.matters.selectors.public import masked
from gongjian.apps.matters.selectors.rows import MatterRow, rows_of
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound
from gongjian.core.models import StoredFile
from gongjian.engines.masking import mask_address, mask_name, mask_phone
from gongjian.readers.sheets import CellValue

AT_A_TIME = 1000
SHOWN = 20
WIDTHS = (18, 36, 60, 10, 10, 18, 14, 18, 24, 12, 14, 24, 10, 14, 16, 16, 16, 16, 8, 8, 12, 48)


def export_head() -> tuple[str, ...]:
    """Name the columns."""
    return (
        _("编号"),
        _("标题"),
        _("反映的情况"),
        _("类型"),
        _("来源"),
        _("来源编号"),
        _("类别"),
        _("地方"),
        _("地址"),
        _("状态"),
        _("还剩"),
        _("承办单位"),
        _("反映人"),
        _("电话"),
        _("收到"),
        _("到期"),
        _("答复时间"),
        _("办结"),
        _("也遇到"),
        _("第几次"),
        _("哪一级负责"),
        _("给反映人的答复"),
    )


def export_rows(keys: Sequence[int], said: Callable[[int], object]) -> Iterator[tuple[CellValue, ...]]:
    """Write matters by their keys, in order, some at a time; `said` hears how many are written.

    What went since the keys were read is left out.
    """
    for start in range(0, len(keys), AT_A_TIME):
        part = keys[start : start + AT_A_TIME]
        found = Matter.objects.select_related("matter_class", "reporter").order_by().in_bulk(part)
        for row in rows_of([found[key] for key in part if key in found]):
            yield _cells(row)
        said(start + len(part))


def _cells(row: MatterRow) -> tuple[CellValue, ...]:
    matter = row.matter
    name, phone = _reporter(matter)
    return (
        matter.number,
        masked(matter.title),
        masked(matter.words),
        str(matter.get_kind_display()),
        str(matter.get_source_display()),
        matter.source_number,
        str(matter.matter_class or ""),
        row.place,
        mask_address(matter.address) if matter.address else "",
        row.word,
        row.left.phrase if row.left else "",
        row.units,
        name,
        phone,
        _local(matter.received_at),
        _local(matter.due_at),
        _local(matter.answered_at),
        _local(matter.closed_at),
        matter.me_too_count,
        matter.nth,
        str(matter.get_level_display()),
        masked(matter.answer),
    )


def _reporter(matter: Matter) -> tuple[str, str]:
    person = matter.reporter
    if person is None or person.erased_at:
        return "", ""
    return mask_name(person.name or ""), mask_phone(person.phone or "")


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def own_exports(actor: Actor) -> list[MatterExport]:
    """List the exports that the actor asked for, the latest first."""
    return list(MatterExport.objects.visible_to(actor).select_related("file")[:SHOWN])


def export_file(actor: Actor, export_id: int) -> StoredFile:
    """Return the file of one of the actor's exports; NotFound while it is not there."""
    rows = MatterExport.objects.visible_to(actor).filter(pk=export_id, ready_at__isnull=False)
    found: MatterExport | None = rows.select_related("file").one()
    if found is None or found.file is None:
        raise NotFound("没有这份导出的文件，或者还没有做好。请回到“导出的清单”看。")
    return found.file
