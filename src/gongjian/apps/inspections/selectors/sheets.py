"""Read rounds and score sheets."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.urls import reverse

from gongjian.apps.inspections.choices import Evidence, RuleKind, SheetStatus
from gongjian.apps.inspections.models import (
    ItemPicture,
    ItemRule,
    Round,
    RubricItem,
    ScoreSheet,
    SheetEntry,
    SheetReading,
)
from gongjian.apps.inspections.selectors.engine import reading_of, score_of_sheet
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound
from gongjian.engines import scoring
from gongjian.engines.scoring import plain

OPEN_STATES = (SheetStatus.DRAFT, SheetStatus.RETURNED)


def list_rounds(actor: Actor) -> OwnedQuerySet:
    """List the rounds one may see, newest first."""
    return Round.objects.visible_to(actor).select_related("version__rubric")


def get_round(actor: Actor, round_id: int) -> Round:
    """Return a round with its version and rubric; one query."""
    found = list_rounds(actor).filter(pk=round_id).one()
    if found is None:
        raise NotFound()
    return found


def loaded(sheets: OwnedQuerySet) -> OwnedQuerySet:
    """Load all that scoring and showing sheets needs, in five queries however many sheets."""
    entries = SheetEntry.objects.select_related("item", "rule", "reading", "recorded_by").order_by(
        "item__order", "rule__order"
    )
    pictures = ItemPicture.objects.filter(item=OuterRef("pk"))
    items = RubricItem.objects.annotate(has_pictures=Exists(pictures)).order_by("order")
    return sheets.select_related("round", "version__rubric", "inspector").prefetch_related(
        Prefetch("version__items", items),
        "version__items__rules",
        Prefetch("entries", entries),
        "entries__photos",
    )


def get_sheet(actor: Actor, sheet_id: int, right: Right = Right.INSPECTIONS_VIEW) -> ScoreSheet:
    """Return a sheet with its version, entries and photos loaded."""
    sheet = loaded(ScoreSheet.objects.reachable_by(actor, right)).filter(pk=sheet_id).one()
    if sheet is None:
        raise NotFound()
    wanted = (
        *sheet.version.items.all(),
        *(rule for item in sheet.version.items.all() for rule in item.rules.all()),
    )
    if any(part.evidence == Evidence.DOCUMENT for part in wanted):
        prefetch_related_objects([sheet], "entries__documents")
    return sheet


def get_own_sheet(actor: Actor, sheet_id: int) -> ScoreSheet:
    """Return one's own sheet that is still open to change; NotFound for another inspector's."""
    sheet = get_sheet(actor, sheet_id, Right.INSPECTIONS_SCORE)
    if sheet.inspector_id != actor.user_id:
        raise NotFound("这张评分表是别的检查员的。")
    return sheet


def get_writable_sheet(actor: Actor, sheet_id: int) -> ScoreSheet:
    """Return a sheet one may write on: one's own, or another's in a round one manages (on behalf)."""
    sheet = get_sheet(actor, sheet_id, Right.INSPECTIONS_SCORE)
    manages = actor.can(Right.INSPECTIONS_MANAGE, sheet.round.place_code)
    if sheet.inspector_id != actor.user_id and not manages:
        raise NotFound("这张评分表是别的检查员的。")
    return sheet


def my_sheets(actor: Actor) -> OwnedQuerySet:
    """List one's own sheets, the unfinished ones of open rounds first, then the latest."""
    rows = ScoreSheet.objects.reachable_by(actor, Right.INSPECTIONS_SCORE).filter(inspector_id=actor.user_id)
    return rows.select_related("round", "version__rubric").order_by("-pk")


def previous_entries(sheet: ScoreSheet, item: RubricItem) -> tuple[ScoreSheet, list[SheetEntry]] | None:
    """Find what an earlier round of the same rubric found for an item of the same title; one query."""
    rows = SheetEntry.objects.filter(
        sheet__place_code=sheet.place_code,
        sheet__status=SheetStatus.SUBMITTED,
        sheet__inspected_on__lt=sheet.inspected_on,
        sheet__version__rubric_id=sheet.version.rubric_id,
        item__title=item.title,
    ).exclude(sheet__round_id=sheet.round_id)
    found = list(rows.select_related("sheet", "rule").order_by("-sheet__inspected_on", "-sheet_id")[:12])
    if not found:
        return None
    last = found[0].sheet
    return last, [entry for entry in found if entry.sheet_id == last.pk and entry.rule_id]


@dataclass(frozen=True)
class ItemMark:
    """One item of a sheet as it stands: its score, what was found, what it still lacks ("" is nothing)."""

    number: int
    item: RubricItem
    score: scoring.ItemScore
    entries: tuple[SheetEntry, ...]
    lacks: str

    @property
    def seen(self) -> str:
        """The mark of what is kept for the item."""
        return answer_mark(self.entries)

    @property
    def state(self) -> str:
        """todo, lacking (answered, but something is missing) or done."""
        if not self.score.is_answered:
            return "todo"
        return "lacking" if self.lacks else "done"

    @property
    def findings(self) -> list[SheetEntry]:
        """The rules that applied."""
        return [entry for entry in self.entries if entry.rule_id and entry.count > 0]

    @property
    def is_settled(self) -> bool:
        """Whether the item is answered as being in order: nothing found, and it does apply."""
        return not self.findings and self.score.is_applicable

    @property
    def outdone(self) -> list[scoring.ScoreLine]:
        """The lines that don't count because another of their group does."""
        return [line for line in self.score.lines if line.outdone_by]

    @property
    def reading(self) -> SheetReading | None:
        """The figure that scores the item, unless it does not apply."""
        found = [reading_of(entry) for entry in self.entries if not entry.is_not_applicable]
        return found[0] if found and self.item.is_measured else None

    @property
    def reading_url(self) -> str:
        """Where the figure opens, with the rows behind it, for the place and days it was read for."""
        reading = self.reading
        if reading is None:
            return ""
        query = urlencode({"place": self.entries[0].sheet.place_code, "period": reading.period})
        return f"{reverse('indicators:figure', args=[reading.indicator_key])}?{query}"

    @property
    def wants_document(self) -> bool:
        """Whether any of the item's rules wants a paper."""
        parts = (self.item, *self.item.rules.all())
        return any(part.evidence == Evidence.DOCUMENT for part in parts)


@dataclass(frozen=True)
class Marked:
    """A sheet with the marks of every item; `so_far` is the score if the rest were in order."""

    sheet: ScoreSheet
    result: scoring.ScoreResult
    marks: tuple[ItemMark, ...]

    @property
    def so_far(self) -> Decimal:
        """Full marks less the deductions, plus the additions, recorded until now."""
        return self.result.so_far

    @property
    def answered(self) -> int:
        """How many items have been answered."""
        return sum(mark.score.is_answered for mark in self.marks)

    @property
    def lacking(self) -> list[ItemMark]:
        """The items that keep the sheet from being submitted."""
        return [mark for mark in self.marks if mark.lacks]

    @property
    def deductions(self) -> list[ItemMark]:
        """The items with something to tell (findings, figures, not there), the largest loss first."""
        found = [
            mark
            for mark in self.marks
            if mark.findings or mark.item.is_measured or not mark.score.is_applicable
        ]
        return sorted(found, key=lambda mark: (-mark.score.deducted, mark.number))


def answer_mark(entries: Iterable[SheetEntry]) -> str:
    """Write what is kept for one item as a short mark, to notice that it changed under somebody's hands."""
    kept = sorted(_kept(entry) for entry in entries)
    return sha256(repr(kept).encode()).hexdigest()[:16] if kept else "-"


def _kept(entry: SheetEntry) -> tuple[object, ...]:
    """What a person says of a rule, for comparing; what only some rules have comes last, and only there."""
    said = (entry.rule_id or 0, plain(entry.count), entry.note)
    extra = () if entry.amount is None else (plain(entry.amount),)
    return (*said, *extra, "不适用") if entry.is_not_applicable else (*said, *extra)


def mark_sheet(sheet: ScoreSheet) -> Marked:
    """Score a loaded sheet item by item and say what each lacks. No queries."""
    result = score_of_sheet(sheet)
    entries: dict[int, list[SheetEntry]] = {}
    for entry in sheet.entries.all():
        entries.setdefault(entry.item_id, []).append(entry)
    marks = tuple(
        ItemMark(
            number,
            item,
            score,
            tuple(entries.get(item.pk, ())),
            _lacks(item, score, entries.get(item.pk, [])) if sheet.status in OPEN_STATES else "",
        )
        for number, (item, score) in enumerate(
            zip(sheet.version.items.all(), result.items, strict=True), start=1
        )
    )
    return Marked(sheet, result, marks)


def need_of(item: RubricItem, rule: ItemRule) -> scoring.Need:
    """Return what evidence a finding under a rule needs."""
    if rule.evidence:
        return scoring.Need(scoring.EvidenceKind(rule.evidence), rule.evidence_count)
    if rule.kind == RuleKind.ADD:
        return scoring.Need()
    return scoring.Need(scoring.EvidenceKind(item.evidence), item.evidence_count)


def _lacks(item: RubricItem, score: scoring.ItemScore, entries: list[SheetEntry]) -> str:
    if not score.is_answered:
        return f"“{item.title}”没有评" + (f"：{score.reason}" if score.reason else "")
    for entry in entries:
        if entry.rule is not None and entry.count > 0:
            need = need_of(item, entry.rule)
            if not _is_backed(entry, need):
                return f"“{item.title}”的“{entry.rule.per}”{scoring.need_words(need)}，还没有交齐"
    return ""


def _is_backed(entry: SheetEntry, need: scoring.Need) -> bool:
    """Say whether a finding has the evidence that it needs."""
    match need.kind:
        case scoring.EvidenceKind.PHOTO:
            return len(entry.photos.all()) >= need.count
        case scoring.EvidenceKind.DOCUMENT:
            return len(entry.documents.all()) >= need.count
        case scoring.EvidenceKind.NOTE:
            return bool(entry.note.strip())
        case _:
            return True
