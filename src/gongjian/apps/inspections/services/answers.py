"""Write an item's answer into a locked sheet: what an inspector typed, or what his phone brought along."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongjian.apps.inspections.models import RubricItem, ScoreSheet, SheetEntry
from gongjian.apps.inspections.selectors.sheets import answer_mark
from gongjian.apps.inspections.services.answer_checks import check_answer
from gongjian.apps.inspections.services.papers import keep_papers
from gongjian.apps.inspections.services.readings import read_items
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.models import StoredFile
from gongjian.core.rules import rule_value
from gongjian.engines.scoring import plain


@dataclass(frozen=True)
class Upload:
    """One photo as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Answer:
    """What an inspector found for one item: by rule id a count, a note and photos. No counts: in order.

    `amounts` are the marks of rules left to judgement; one above 0 needs no count. `not_applicable` is the reason
    why the place does not have the item, and excludes all else. `seen` is the mark of the answer the inspector
    started from (`answer_mark`); None doesn't ask.
    """

    item_id: int
    counts: Mapping[int, Decimal] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    photos: Mapping[int, Sequence[Upload]] = field(default_factory=dict)
    seen: str | None = None
    amounts: Mapping[int, Decimal] = field(default_factory=dict)
    documents: Mapping[int, Sequence[Upload]] = field(default_factory=dict)
    not_applicable: str | None = None

    @property
    def found(self) -> dict[int, Decimal]:
        """The rules that applied, with how often."""
        judged = {rule_id: Decimal(1) for rule_id, amount in self.amounts.items() if amount > 0}
        idle = {rule_id for rule_id, amount in self.amounts.items() if amount == 0}
        counted = {key: count for key, count in self.counts.items() if count > 0 and key not in idle}
        return {**judged, **counted}

    def rows(self) -> list[SheetEntry]:
        """The answer as the entries that would be kept for it, unsaved; for telling it from what is kept."""
        if not self.found:
            away = self.not_applicable is not None
            note = (self.not_applicable or "").strip()
            return [SheetEntry(rule_id=None, count=Decimal(0), note=note, is_not_applicable=away)]
        return [
            SheetEntry(
                rule_id=rule_id,
                count=count,
                amount=self.amounts.get(rule_id),
                note=self.notes.get(rule_id, ""),
            )
            for rule_id, count in self.found.items()
        ]


def record_answer(actor: Actor, sheet: ScoreSheet, answer: Answer) -> None:
    """Record one item of a loaded, locked sheet, with its photos and its line in the trail."""
    item = item_of(sheet, answer.item_id)
    sent = {key for given in (answer.photos, answer.documents) for key, files_ in given.items() if files_}
    if sent - answer.found.keys():
        raise Invalid("有照片或材料，但没有记下是几处。请先填数量，再交照片。")
    entries = [entry for entry in sheet.entries.all() if entry.item_id == item.pk]
    if _was_left_alone(answer, entries):
        return
    _check_unchanged(item, answer, entries)
    kept = {entry.rule_id: entry for entry in write_answer(actor, sheet, item, entries, answer)}
    for rule_id in answer.found:
        keep_photos(actor, sheet, kept[rule_id], answer.photos.get(rule_id, ()))
        keep_papers(
            actor,
            sheet,
            kept[rule_id],
            [(one.name, one.content) for one in answer.documents.get(rule_id, ())],
        )
    after: dict[str, object] = {"item": item.pk, "counts": answer.found}
    if sheet.inspector_id != actor.user_id:
        after["on_behalf_of"] = sheet.inspector_id
    audit.record(actor, "inspections.item_recorded", sheet, after=after)


def write_answer(
    actor: Actor, sheet: ScoreSheet, item: RubricItem, entries: Sequence[SheetEntry], answer: Answer
) -> list[SheetEntry]:
    """Bring an item's entries to what the answer says, touching only those that differ; return them.

    A note that the answer does not speak of stays.
    """
    check_answer(item, answer)
    if item.is_measured and answer.not_applicable is None:
        return read_items(sheet, [item])
    held = {entry.rule_id: entry for entry in entries}
    wanted = answer.rows()
    gone = [entry.pk for key, entry in held.items() if key not in {row.rule_id for row in wanted}]
    if gone:
        SheetEntry.objects.filter(pk__in=gone).delete()
    return [_write_entry(actor, sheet, item, held.get(row.rule_id), row, answer.notes) for row in wanted]


def _write_entry(
    actor: Actor,
    sheet: ScoreSheet,
    item: RubricItem,
    entry: SheetEntry | None,
    wanted: SheetEntry,
    notes: Mapping[int, str],
) -> SheetEntry:
    rule_id = wanted.rule_id
    note = notes.get(rule_id, entry.note if entry else "") if rule_id else wanted.note
    said = (wanted.count, wanted.amount, wanted.is_not_applicable, note)
    if entry is not None and (entry.count, entry.amount, entry.is_not_applicable, entry.note) == said:
        return entry
    entry = entry or SheetEntry(sheet=sheet, item=item, rule_id=rule_id)
    entry.count, entry.amount, entry.is_not_applicable, entry.note = said
    entry.recorded_by_id = actor.user_id
    entry.save()
    return entry


def _was_left_alone(answer: Answer, entries: Sequence[SheetEntry]) -> bool:
    """Say whether a form of many items brings back this one as it was shown, while somebody else changed it."""
    has_files = any(answer.photos.values()) or any(answer.documents.values())
    if answer.seen in (None, answer_mark(entries)) or has_files:
        return False
    return answer.seen == answer_mark(answer.rows())


def _check_unchanged(item: RubricItem, answer: Answer, entries: Sequence[SheetEntry]) -> None:
    """Refuse to write over what another page, person or phone has saved since."""
    if answer.seen in (None, answer_mark(entries)):
        return
    if entries and _said(entries) != _said(answer.rows()):
        words = [f"{e.rule.per} {plain(e.count)} {e.rule.unit}" for e in entries if e.rule and e.count > 0]
        settled = "不适用" if any(entry.is_not_applicable for entry in entries) else "没有问题"
        raise Invalid(
            f"“{item.title}”在别的页面里改过，存的是：{'，'.join(words) or settled}。"
            "这里填的还没存。要按这里的存，再点一次；要按存的，请刷新。"
        )


def _said(entries: Sequence[SheetEntry]) -> set[tuple[object, ...]]:
    """What counts of an answer: the rules that applied with counts and marks, or that it doesn't apply."""
    return {
        (entry.rule_id, entry.count, entry.amount)
        for entry in entries
        if entry.count > 0 or entry.is_not_applicable
    }


def keep_photos(actor: Actor, sheet: ScoreSheet, entry: SheetEntry, sent: Sequence[Upload]) -> None:
    """Check and attach photos to a finding; a photo that was sent before is not kept twice."""
    if not sent:
        return
    checked = [files.check_photo(upload.content, upload.name, sheet.place_code) for upload in sent]
    for stored in attach_photos(actor, sheet, entry, [(photo, files.Shot()) for photo in checked]):
        audit.record(
            actor, "inspections.photo_added", sheet, after={"item": entry.item_id, "file": stored.pk}
        )


def attach_photos(
    actor: Actor, sheet: ScoreSheet, entry: SheetEntry, photos: Iterable[tuple[files.Photo, files.Shot]]
) -> list[StoredFile]:
    """Attach checked photos to a finding, each once (a weak line sends twice); return the new files."""
    held = list(entry.photos.all()) if entry.pk else []
    digests = {stored.sent_sha256 for stored in held} | {stored.sha256 for stored in held}
    fresh: dict[str, tuple[files.Photo, files.Shot]] = {
        photo.sent_sha256: (photo, shot) for photo, shot in photos if photo.sent_sha256 not in digests
    }
    limit = most_photos(sheet)
    if len(held) + len(fresh) > limit:
        raise Invalid(
            f"一处问题最多 {limit} 张照片，已有 {len(held)} 张，又传了 {len(fresh)} 张。请少选几张。"
        )
    kept = [
        files.keep_photo(
            actor=actor, photo=photo, right=Right.INSPECTIONS_VIEW, place_code=sheet.place_code, shot=shot
        )
        for photo, shot in fresh.values()
    ]
    if kept:
        entry.photos.add(*kept)
    return kept


def most_photos(sheet: ScoreSheet) -> int:
    """Return how many photos a finding may have, by the rule of the sheet's day."""
    most: int = rule_value("inspections.max_photos", on=sheet.inspected_on, place_code=sheet.place_code)
    return most


def item_of(sheet: ScoreSheet, item_id: int) -> RubricItem:
    """Return an item of a loaded sheet."""
    item = next((item for item in sheet.version.items.all() if item.pk == item_id), None)
    if item is None:
        raise NotFound("评分表里没有这一项。请刷新后再评。")
    return item
