"""Write an item's answer into a locked sheet: what an inspector typed, or what his phone brought along."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongjian.apps.inspections.models import RubricItem, ScoreSheet, SheetEntry
from gongjian.apps.inspections.selectors.sheets import answer_mark
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.models import StoredFile
from gongjian.core.request_context import read_once
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

    `seen` is the mark of the answer the inspector started from (`answer_mark`); None doesn't ask.
    """

    item_id: int
    counts: Mapping[int, Decimal] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    photos: Mapping[int, Sequence[Upload]] = field(default_factory=dict)
    seen: str | None = None

    @property
    def found(self) -> dict[int, Decimal]:
        """The rules that applied."""
        return {rule_id: count for rule_id, count in self.counts.items() if count > 0}


def record_answer(actor: Actor, sheet: ScoreSheet, answer: Answer) -> None:
    """Record one item of a loaded, locked sheet, with its photos and its line in the trail."""
    item = item_of(sheet, answer.item_id)
    orphans = {rule_id for rule_id, sent in answer.photos.items() if sent} - answer.found.keys()
    if orphans:
        raise Invalid("有照片，但没有记下是几处。请先填数量，再交照片。")
    entries = [entry for entry in sheet.entries.all() if entry.item_id == item.pk]
    if _was_left_alone(answer, entries):
        return
    _check_unchanged(item, answer, entries)
    kept = {entry.rule_id: entry for entry in write_answer(actor, sheet, item, entries, answer)}
    for rule_id in answer.found:
        keep_photos(actor, sheet, kept[rule_id], answer.photos.get(rule_id, ()))
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
    _check_counts(item, answer)
    held = {entry.rule_id: entry for entry in entries}
    wanted: dict[int | None, Decimal] = dict(answer.found.items())
    wanted = wanted or {None: Decimal(0)}
    gone = [entry.pk for rule_id, entry in held.items() if rule_id not in wanted]
    if gone:
        SheetEntry.objects.filter(pk__in=gone).delete()
    return [
        _write_entry(actor, sheet, item, held.get(rule_id), rule_id, count, answer.notes)
        for rule_id, count in wanted.items()
    ]


def _write_entry(
    actor: Actor,
    sheet: ScoreSheet,
    item: RubricItem,
    entry: SheetEntry | None,
    rule_id: int | None,
    count: Decimal,
    notes: Mapping[int, str],
) -> SheetEntry:
    note = notes.get(rule_id, entry.note if entry else "") if rule_id else ""
    if entry is not None and (entry.count, entry.note) == (count, note):
        return entry
    entry = entry or SheetEntry(sheet=sheet, item=item, rule_id=rule_id)
    entry.count, entry.note, entry.recorded_by_id = count, note, actor.user_id
    entry.save()
    return entry


def _check_counts(item: RubricItem, answer: Answer) -> None:
    rules = {rule.pk: rule for rule in item.rules.all()}
    if answer.counts.keys() - rules.keys() or answer.photos.keys() - rules.keys():
        raise NotFound("这一项没有这条规则，可能标准换了版本。请刷新后再评。")
    for rule_id, count in answer.counts.items():
        if count < 0:
            raise Invalid(f"“{rules[rule_id].per}”的数量不能是负数。请改成 0 或正数。")


def _was_left_alone(answer: Answer, entries: Sequence[SheetEntry]) -> bool:
    """Say whether a form of many items brings back this one as it was shown, while somebody else changed it."""
    if answer.seen in (None, answer_mark(entries)) or any(answer.photos.values()):
        return False
    said = [
        SheetEntry(rule_id=rule_id, count=count, note=answer.notes.get(rule_id, ""))
        for rule_id, count in answer.found.items()
    ]
    return answer.seen == answer_mark(said or [SheetEntry(rule_id=None, count=Decimal(0))])


def _check_unchanged(item: RubricItem, answer: Answer, entries: Sequence[SheetEntry]) -> None:
    """Refuse to write over what another page, person or phone has saved since."""
    if answer.seen in (None, answer_mark(entries)):
        return
    kept = {entry.rule_id: entry.count for entry in entries if entry.rule_id and entry.count > 0}
    if entries and kept != answer.found:
        words = [f"{e.rule.per} {plain(e.count)} {e.rule.unit}" for e in entries if e.rule and e.count > 0]
        raise Invalid(
            f"“{item.title}”在别的页面里改过，存的是：{'，'.join(words) or '没有问题'}。"
            "这里填的还没存。要按这里的存，再点一次；要按存的，请刷新。"
        )


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
    """Return how many photos a finding may have, by the rule of the sheet's day; read once a request."""
    key = f"inspections.max_photos {sheet.inspected_on} {sheet.place_code}"
    most: int = read_once(
        key,
        lambda: rule_value("inspections.max_photos", on=sheet.inspected_on, place_code=sheet.place_code),
    )
    return most


def item_of(sheet: ScoreSheet, item_id: int) -> RubricItem:
    """Return an item of a loaded sheet."""
    item = next((item for item in sheet.version.items.all() if item.pk == item_id), None)
    if item is None:
        raise NotFound("评分表里没有这一项。请刷新后再评。")
    return item
