"""Agreements and deliveries as rows of a workbook: amounts as numbers, so that the table can be added up."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.models import AgreementLine, Delivery
from gongjian.apps.cobuilding.selectors.agreements.lines import counted
from gongjian.core.access import OwnedQuerySet
from gongjian.core.errors import Conflict
from gongjian.readers.sheets import CellValue, SheetData

MOST_ROWS = 10_000
AT_A_TIME = 1000


def agreements_sheet(rows: OwnedQuerySet) -> SheetData:
    """Write one row a line of the agreements, so that promised and delivered stand beside each other.

    Raises Conflict where there are more than MOST_ROWS, so that nobody adds up a part for the whole.
    """
    header = (
        _("编号"),
        _("名称"),
        _("社区代码"),
        _("单位"),
        _("状态"),
        _("从哪天起"),
        _("到哪天止"),
        _("内容"),
        _("类别"),
        _("计量单位"),
        _("约定"),
        _("确认交付"),
        _("待确认"),
        _("验收"),
    )
    lines = AgreementLine.objects.filter(agreement__in=rows.order_by().values("pk"))
    found = counted(lines.select_related("need", "agreement__organisation")).order_by("agreement_id", "pk")
    widths = (16, 30, 14, 24, 10, 12, 12, 30, 16, 8, 8, 10, 8, 8)
    return SheetData(_("共建协议"), header, _agreement_rows(found), widths)


def _agreement_rows(lines: QuerySet[Any]) -> Iterator[tuple[CellValue, ...]]:
    for line in _whole(lines).iterator(AT_A_TIME):
        agreement = line.agreement
        yield (
            agreement.number,
            agreement.title,
            agreement.place_code,
            agreement.organisation.name,
            str(agreement.get_status_display()),
            agreement.starts_on,
            agreement.ends_on,
            line.need.title,
            line.need.kind.shown_name,
            line.need.kind.shown_unit,
            line.promised,
            line.delivered,
            line.waiting,
            line.accepted,
        )


def deliveries_sheet(rows: OwnedQuerySet) -> SheetData:
    """Write one row a delivery."""
    header = (
        _("日期"),
        _("单位"),
        _("社区代码"),
        _("协议"),
        _("内容"),
        _("数量"),
        _("计量单位"),
        _("服务人次"),
        _("服务时长（小时）"),
        _("折合金额（元）"),
        _("状态"),
        _("单位核对"),
        _("单位的数"),
        _("说明"),
    )
    widths = (12, 24, 14, 16, 30, 8, 8, 10, 12, 14, 10, 12, 10, 40)
    return SheetData(_("交付记录"), header, _delivery_rows(rows), widths)


def _delivery_rows(rows: OwnedQuerySet) -> Iterator[tuple[CellValue, ...]]:
    delivery: Delivery
    today = timezone.localdate()
    for delivery in _whole(rows).iterator(AT_A_TIME):
        line, agreement = delivery.line, delivery.line.agreement
        yield (
            delivery.on,
            agreement.organisation.name,
            agreement.place_code,
            agreement.number,
            line.need.title,
            delivery.quantity,
            line.need.kind.shown_unit,
            delivery.people_served,
            round(delivery.minutes / 60, 1),
            delivery.value_cents / 100,
            str(delivery.get_status_display()),
            delivery.checked_word(today),
            delivery.unit_quantity,
            delivery.words,
        )


def _whole(rows: QuerySet[Any]) -> QuerySet[Any]:
    if len(rows.order_by().values_list("pk")[: MOST_ROWS + 1]) > MOST_ROWS:
        raise Conflict(
            _("这张清单超过 %(n)s 条。请先按单位、年度或状态筛选，分几次导出。") % {"n": f"{MOST_ROWS:,}"}
        )
    return rows
