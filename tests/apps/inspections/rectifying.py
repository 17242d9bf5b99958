"""What tests of findings share: a submitted sheet with findings, an order issued for them, moments of March."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Finding, RectificationOrder, Round, ScoreSheet
from gongjian.apps.inspections.services import Upload
from gongjian.core.access import Actor
from gongjian.core.clock import at
from tests.inspection_factories import open_sheet, photo_bytes


def on_march(day: int, hour: int = 10) -> AbstractContextManager[None]:
    """Stand at a moment of March 2026."""
    return at(timezone.make_aware(datetime(2026, 3, day, hour)))


def photo(number: int = 0) -> Upload:
    """A small photo of its own."""
    return Upload("现场.jpg", photo_bytes(40 + number))


def submit(inspector: Actor, row: Round, code: str, counts: Sequence[tuple[str, str]] = ()) -> ScoreSheet:
    """A submitted sheet that found so many of each rule, named by its case; the rest in order."""
    sheet = open_sheet(inspector, row, code)
    wanted = dict(counts)
    for item in row.version.items.prefetch_related("rules"):
        found = {rule.pk: Decimal(wanted[rule.per]) for rule in item.rules.all() if rule.per in wanted}
        photos = {pk: [photo()] for pk in found} if item.needs_photo else {}
        services.record_item(actor=inspector, sheet_id=sheet.pk, item_id=item.pk, counts=found, photos=photos)
    return services.submit_sheet(actor=inspector, sheet_id=sheet.pk)


def order_all(office: Actor, **fields: object) -> list[RectificationOrder]:
    """Orders for all that is found and not ordered yet."""
    ids = list(Finding.objects.filter(status="found").values_list("pk", flat=True))
    return services.issue_orders(actor=office, finding_ids=ids, **fields)  # type: ignore[arg-type]


def mend(worker: Actor, finding: Finding) -> None:
    """Hand in a photo of the mended state."""
    services.answer_finding(actor=worker, finding_id=finding.pk, words="已清走", photos=[photo(5)])
