"""Community funds at the public door: what is decided, proposing a project, why which projects were chosen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.councils.choices.budgets import FundStatus, WishStatus
from gongjian.apps.councils.models import Fund
from gongjian.apps.councils.selectors import budgets as reads
from gongjian.apps.portal import services
from gongjian.apps.portal.forms.wishes import WishForm
from gongjian.apps.portal.selectors import PublicPlace
from gongjian.apps.portal.views.doorway import at_door, show
from gongjian.core import flood
from gongjian.core.downloads import send_file, send_xlsx
from gongjian.core.errors import Conflict
from gongjian.core.form_pages import UNPROCESSABLE, attempt
from gongjian.readers.sheets import write_xlsx

OPEN_TO_ALL = "residents see what their money is spent on; projects are shown once the desk has judged them"
SHOWN = (
    WishStatus.ACCEPTED,
    WishStatus.DECLINED,
    WishStatus.FUNDED,
    WishStatus.UNFUNDED,
    WishStatus.DONE,
    WishStatus.STOPPED,
)


@at_door(OPEN_TO_ALL)
@require_GET
def funds(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """List the funds of this place."""
    return show(request, "funds.html", {"funds": reads.public_funds(place.code)})


@csrf_exempt  # nobody is signed in by this form, and phones that keep no cookies must be able to send it
@at_door(OPEN_TO_ALL)
@require_http_methods(["GET", "POST"])
def fund(request: HttpRequest, place: PublicPlace, fund_id: int) -> HttpResponse:
    """Show a fund with its projects, take in a project while they are collected, tell the result to the cent."""
    row = reads.public_fund(place.code, fund_id)
    is_open = row.status == FundStatus.COLLECTING and timezone.localdate() <= row.collect_until
    form = WishForm(request.POST or None)
    if request.method == "POST" and not is_open:
        raise Conflict("征集已经结束。有主意可以在“出主意”里写。")
    if request.method == "POST" and form.is_valid() and _send(request, place, row, form):
        return show(request, "fund_sent.html", {"fund": row, "title": form.cleaned_data["title"]})
    context = {
        "fund": row,
        "is_open": is_open,
        "form": form,
        "wishes": _shown(row),
        "waiting": sum(wish.status in (WishStatus.PROPOSED, WishStatus.COSTED) for wish in row.wishes.all()),
        "told": reads.explanation_of(row) if row.is_counted else None,
        "odd_cents": reads.ODD_CENTS,
        "paid": sum(reads.paid_of(wish) for wish in row.wishes.all()),
    }
    return show(request, "fund.html", context, UNPROCESSABLE if form.errors else 200)


def _send(request: HttpRequest, place: PublicPlace, row: Fund, form: WishForm) -> bool:
    """Send a project in; a box that no person sees, filled in, says a program did: it is thanked and dropped."""
    if form.cleaned_data["website"]:
        return True
    sender = flood.sender_of(request)
    made = attempt(
        form,
        lambda: services.send_wish(fund_id=row.pk, place_code=place.code, sender=sender, **form.values()),
    )
    return made is not None


def _shown(row: Fund) -> list[dict[str, Any]]:
    """List the projects that were judged, by number, with what was really paid."""
    found = [wish for wish in row.wishes.all() if wish.status in SHOWN]
    found.sort(key=lambda wish: (wish.number or 999, wish.pk))
    return [{"wish": wish, "paid": reads.paid_of(wish)} for wish in found]


@at_door(OPEN_TO_ALL)
@require_GET
def fund_table(request: HttpRequest, place: PublicPlace, fund_id: int) -> HttpResponse:
    """Hand out the workbook that reconciles every cent."""
    row = reads.public_fund(place.code, fund_id)
    return send_xlsx(write_xlsx(reads.table_of(row)), f"{row.title}逐分核对表.xlsx")


@at_door(OPEN_TO_ALL)
@require_GET
def fund_certificate(request: HttpRequest, place: PublicPlace, fund_id: int) -> HttpResponse:
    """Hand out the certificate from which anyone may count again."""
    row = reads.public_fund(place.code, fund_id)
    return send_file(
        reads.certificate_of(row), f"{row.title}计票证书.json", "application/json; charset=utf-8"
    )
