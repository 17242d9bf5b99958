"""Quoted figures: kept as read, compared with the records, taken anew or kept by a person's decision."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from gongjian.apps.documents.choices import DocumentStatus
from gongjian.apps.documents.models import MISSING, Document, QuotedFigure
from gongjian.apps.documents.selectors import get_document
from gongjian.apps.documents.selectors.markup import OFFICIAL_LANGUAGE
from gongjian.apps.documents.services.reading import Reading, read_all
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Actor, Right, ancestors_of
from gongjian.core.errors import Conflict, NotAllowed
from gongjian.core.figures import Figure

NOW_FIELDS = ("now_numerator", "now_denominator", "now_text", "kept_on")
READ_FIELDS = (
    "indicator_key",
    "place_code",
    "period_first_on",
    "period_last_on",
    "params",
    "numerator",
    "denominator",
    "row_count",
    "text",
    "read_at",
)
WORK_RIGHTS = (Right.DOCUMENTS_DRAFT, Right.DOCUMENTS_SIGN, Right.DOCUMENTS_ISSUE)


def quote(document: Document, reading: Reading) -> None:
    """Quote what was read: figures quoted before stay as they were, new ones come, those left out go."""
    document.tables = reading.tables
    document.checked_at = timezone.now()
    quoted = {row.slot: row for row in QuotedFigure.objects.filter(document=document)}
    gone = [row.pk for slot, row in quoted.items() if slot not in reading.figures]
    QuotedFigure.objects.filter(pk__in=gone).delete()
    new = [
        take(QuotedFigure(document=document, slot=slot), figure)
        for slot, figure in reading.figures.items()
        if slot not in quoted
    ]
    QuotedFigure.objects.bulk_create(new, batch_size=200)
    _compare([row for slot, row in quoted.items() if slot in reading.figures], reading)


@transaction.atomic
def check_figures(*, actor: Actor, document_id: int) -> list[QuotedFigure]:
    """Read every figure again and remember what the records say now; return those that nobody has decided on."""
    document = _locked(actor, document_id)
    return compare_now(actor, document)


def compare_now(actor: Actor, document: Document) -> list[QuotedFigure]:
    """Compare a locked document's figures with the records; return those that moved and are open."""
    rows = list(QuotedFigure.objects.filter(document=document))
    _compare(rows, read_all(document, tables=document.tables))
    document.checked_at = timezone.now()
    document.save(update_fields=["checked_at"])
    found = [row for row in rows if row.is_open]
    audit.record(
        actor, "documents.figures_checked", document, after={"figures": len(rows), "changed": len(found)}
    )
    return found


@transaction.atomic
def recheck_issued(*, place_code: str, app: str) -> int:
    """Compare the issued documents of a place and those above with the records of one app; return how many have moved.

    For whoever changed those records: an issued text stays as it is, and its page says what has changed since.
    """
    owners = [*ancestors_of(place_code), place_code]
    quoting = QuotedFigure.objects.filter(
        indicator_key__startswith=f"{app}.",
        document__status__in=(DocumentStatus.ISSUED, DocumentStatus.ARCHIVED),
        document__place_code__in=owners,
    )
    documents = Document.objects.select_for_update(no_key=True).filter(pk__in=quoting.values("document_id"))
    return sum(bool(compare_now(SYSTEM, document)) for document in documents.order_by("pk"))


@transaction.atomic
def reread_figures(*, actor: Actor, document_id: int, quoted_ids: Iterable[int] | None = None) -> int:
    """Take the values of now for all figures that moved, or for those named; return how many."""
    document = _undecided(actor, document_id, (DocumentStatus.DRAFT, DocumentStatus.REVIEW))
    reading = read_all(document, tables=document.tables)
    rows = list(QuotedFigure.objects.filter(document=document))
    _compare(rows, reading)
    moved = [row for row in _named(rows, quoted_ids) if row.has_moved]
    before = {row.slot: row.text for row in moved}
    for row in moved:
        take(row, reading.figures[row.slot])
    QuotedFigure.objects.bulk_update(moved, [*READ_FIELDS, *NOW_FIELDS], batch_size=100)
    document.version += 1
    document.checked_at = timezone.now()
    document.save(update_fields=["version", "checked_at"])
    after = {row.slot: row.text for row in moved}
    audit.record(actor, "documents.figures_reread", document, before=before, after=after)
    return len(moved)


@transaction.atomic
def keep_figures(*, actor: Actor, document_id: int, quoted_ids: Iterable[int] | None = None) -> int:
    """Keep the quoted values of figures that moved, all or those named; the text then says as of when.

    Another move of the records asks again. Return how many are kept.
    """
    document = _undecided(
        actor, document_id, (DocumentStatus.DRAFT, DocumentStatus.REVIEW, DocumentStatus.SIGNED)
    )
    rows = list(QuotedFigure.objects.filter(document=document))
    kept = [row for row in _named(rows, quoted_ids) if row.is_open]
    for row in kept:
        row.kept_on = timezone.localdate()
    QuotedFigure.objects.bulk_update(kept, ["kept_on"], batch_size=100)
    before = {row.slot: row.now_text for row in kept}
    after = {row.slot: row.text for row in kept}
    audit.record(actor, "documents.figures_kept", document, before=before, after=after)
    return len(kept)


def take(row: QuotedFigure, figure: Figure) -> QuotedFigure:
    """Write what was read into a quoted figure."""
    row.indicator_key, row.place_code = figure.indicator_key, figure.place_code
    row.period_first_on, row.period_last_on = figure.period.first_on, figure.period.last_on
    row.params = dict(figure.params)
    row.numerator, row.denominator = _exact(figure)
    row.row_count, row.text, row.read_at = figure.row_count, _text(figure), figure.read_at
    row.now_numerator = row.now_denominator = row.now_text = ""
    row.kept_on = None
    return row


def _compare(rows: list[QuotedFigure], reading: Reading) -> None:
    for row in rows:
        figure = reading.figures[row.slot]
        now = _exact(figure)
        if now != (row.now_numerator, row.now_denominator):
            row.kept_on = None
        row.now_numerator, row.now_denominator = now
        row.now_text = _text(figure)
    QuotedFigure.objects.bulk_update(rows, NOW_FIELDS, batch_size=100)


def _exact(figure: Figure) -> tuple[str, str]:
    """Write the exact sums; nothing to read is told from a sum of zero."""
    if figure.value is None:
        return MISSING, ""
    return str(figure.numerator), "" if figure.denominator is None else str(figure.denominator)


def _text(figure: Figure) -> str:
    with override(OFFICIAL_LANGUAGE):
        return str(figure.text_with_unit)


def _named(rows: list[QuotedFigure], quoted_ids: Iterable[int] | None) -> list[QuotedFigure]:
    wanted = None if quoted_ids is None else set(quoted_ids)
    return [row for row in rows if wanted is None or row.pk in wanted]


def _undecided(actor: Actor, document_id: int, states: tuple[DocumentStatus, ...]) -> Document:
    document = _locked(actor, document_id)
    if document.status not in states:
        raise Conflict(f"这份公文现在是“{document.get_status_display()}”，文里的数不能再换。要换先退回拟稿。")
    return document


def _locked(actor: Actor, document_id: int) -> Document:
    """Load a document for one who works on it, locked against others until the transaction ends."""
    document = get_document(actor, document_id)
    if not any(actor.can(right, document.place_code) for right in WORK_RIGHTS):
        raise NotAllowed("核对数字要有这个地方拟稿、签发或印发的权限。")
    return Document.objects.select_for_update(no_key=True).get(pk=document.pk)
