"""Lists of agreements and deliveries, and the same as workbooks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongjian.apps.cobuilding.choices import DeliveryStatus
from gongjian.apps.cobuilding.selectors import agreements as reads
from gongjian.apps.cobuilding.selectors.agreements.export import agreements_sheet, deliveries_sheet
from gongjian.apps.cobuilding.views.agreements.pages import AGREEMENT_MARKS, status_of
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.form_pages import crumb
from gongjian.core.listing import page_of
from gongjian.readers.sheets import write_xlsx


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_agreements(request: ActorRequest) -> HttpResponse:
    """List the agreements in sight; each row says how much of it is delivered."""
    actor, asked = request.actor, reads.AgreementsAsked.read(request.GET)
    rows = reads.list_agreements(actor, asked)
    counts = reads.count_states(actor, rows)
    page = page_of(reads.in_state(actor, rows, asked.state), request.GET)
    names = names_of({row.place_code for row in page.rows})
    lines = reads.lines_of(row.pk for row in page.rows)
    context = {
        "page": page,
        "rows": [
            {
                "agreement": row,
                "mark": AGREEMENT_MARKS[row.status],
                "place": names.get(row.place_code, row.place_code),
                "lines": lines.get(row.pk, []),
                "is_late": row.is_open and row.ends_on < timezone.localdate(),
            }
            for row in page.rows
        ],
        "asked": asked,
        "tabs": _tabs(asked.state, counts),
        "behind": _behind(asked.state),
        "waiting": counts["mine"],
        "late": counts["late"],
        "query": request.GET.urlencode(),
    }
    return render(request, "cobuilding/agreements.html", context)


def _behind(state: str) -> str:
    """Name the list of what a figure of a unit's year was counted from; none for the tabs."""
    names = {
        "all": _("签订的协议"),
        "settled": _("验收或提前结束的协议"),
        "rated": _("社区评过的协议"),
    }
    return names.get(state, "")


def _tabs(state: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "mine": _("等我办"),
        "open": _("没办完"),
        "drafted": _("待签"),
        "signed": _("履行中"),
        "delivered": _("待验收"),
        "accepted": _("待评价"),
        "late": _("过期没办完"),
        "over": _("已办完"),
    }
    return [
        {
            "label": label,
            "url": f"?state={name}",
            "count": counts[name],
            "current": name == state,
            "hot": name == "late" and counts[name] > 0,
        }
        for name, label in labels.items()
    ]


@allows(Right.COBUILDING_VIEW)
@require_GET
def export_agreements(request: ActorRequest) -> HttpResponse:
    """Give the filtered agreements with their lines as a workbook."""
    asked = reads.AgreementsAsked.read(request.GET)
    rows = reads.in_state(request.actor, reads.list_agreements(request.actor, asked), asked.state)
    return send_xlsx(write_xlsx([agreements_sheet(rows)]), f"共建协议{timezone.localdate():%Y%m%d}.xlsx")


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_deliveries(request: ActorRequest) -> HttpResponse:
    """List deliveries, with their sums: what stands behind a figure of a unit's year."""
    asked = reads.DeliveriesAsked.read(request.GET)
    rows = reads.list_deliveries(request.actor, asked)
    page = page_of(rows, request.GET)
    names = names_of({row.line.agreement.place_code for row in page.rows})
    context = {
        "page": page,
        "rows": [
            (
                row,
                names.get(row.line.agreement.place_code, ""),
                *status_of(row, timezone.localdate()),
            )
            for row in page.rows
        ],
        "sums": reads.sums_of(rows),
        "asked": asked,
        "statuses": DeliveryStatus.choices,
        "query": request.GET.urlencode(),
        "crumbs": [crumb(_("共建协议"), "cobuilding:agreements"), crumb(_("交付记录"))],
    }
    return render(request, "cobuilding/deliveries.html", context)


@allows(Right.COBUILDING_VIEW)
@require_GET
def export_deliveries(request: ActorRequest) -> HttpResponse:
    """Give the filtered deliveries as a workbook."""
    rows = reads.list_deliveries(request.actor, reads.DeliveriesAsked.read(request.GET))
    return send_xlsx(write_xlsx([deliveries_sheet(rows)]), f"共建交付{timezone.localdate():%Y%m%d}.xlsx")
