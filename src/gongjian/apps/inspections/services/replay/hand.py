"""One sheet in hand while a phone's operations are replayed on it: locked and loaded once for all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from gongjian.apps.inspections.choices import OperationKind, OperationResult, SheetStatus
from gongjian.apps.inspections.models import (
    Phone,
    ReplayedOperation,
    Round,
    RubricItem,
    ScoreSheet,
    SheetConflict,
    SheetEntry,
)
from gongjian.apps.inspections.selectors.sheets import get_sheet
from gongjian.apps.inspections.services import answers, conflicts, sheets
from gongjian.apps.inspections.services.replay.operations import (
    NAME_LENGTH,
    Operation,
    answers_of,
    day_of,
    moment_of,
    number_of,
    shot_of,
    text_of,
)
from gongjian.core import files
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.models import StoredFile
from gongjian.engines.replay import merge_answers

Outcome = tuple[OperationResult, str]
DONE: Outcome = (OperationResult.DONE, "")


@dataclass
class Hand:
    """The sheet of one place in one round, as its inspector works on it. Nothing is read before it is needed.

    `by` is who enters it, when it is not the inspector; `is_forced` lays answers over whatever stands.
    """

    actor: Actor
    phone: Phone
    round_id: int
    place_code: str
    photos: dict[str, files.Photo]
    by: Actor | None = None
    is_forced: bool = False
    kept: StoredFile | None = None
    acts: dict[str, Any] = field(default_factory=dict)
    _sheet: ScoreSheet | None = None
    _entries: dict[int, list[SheetEntry]] = field(default_factory=dict)
    _conflicts: dict[int, list[SheetConflict]] = field(default_factory=dict)

    def apply(self, operation: Operation) -> Outcome:
        """Do one operation. Raises a DomainError with the sentence why it can't be done."""
        self.kept = None
        acts: dict[OperationKind, Callable[[Operation], Outcome]] = {
            OperationKind.OPEN: self._open,
            OperationKind.ITEM: self._item,
            OperationKind.PHOTO: self._photo,
            OperationKind.REMOVE_PHOTO: self._remove_photo,
            OperationKind.SIGN: self._sign,
            OperationKind.FINISH: self._finish,
            OperationKind.SUBMIT: self._submit,
        }
        outcome = acts[operation.kind](operation)
        self.acts[operation.kind.value] = self.acts.get(operation.kind.value, 0) + 1
        return outcome

    def keeping(self) -> tuple[Right, str]:
        """Say where the file of a refused operation is kept: at its place, or the inspector's own where that isn't his."""
        is_own = self.actor.can(Right.INSPECTIONS_SCORE, self.place_code)
        return Right.INSPECTIONS_VIEW, self.place_code if is_own else self.actor.home_place_code

    def bind(self, rows: Sequence[ReplayedOperation]) -> Model | None:
        """Bind receipts to the sheet, and to its round where the inspector may see it."""
        sheet = self.find()
        rounds = Round.objects.visible_to(self.actor).filter(pk=self.round_id)
        is_seen = sheet is not None or rounds.exists()
        for row in rows:
            row.sheet, row.place_code = sheet, self.keeping()[1]
            row.round_id = self.round_id if is_seen else None
        return sheet

    def find(self) -> ScoreSheet | None:
        """Return the sheet if it is there, loaded or not."""
        return self._sheet or self._own().order_by("pk").first()

    def _own(self) -> OwnedQuerySet:
        own = ScoreSheet.objects.reachable_by(self.actor, Right.INSPECTIONS_SCORE).filter(
            round_id=self.round_id, place_code=self.place_code, inspector_id=self.actor.user_id
        )
        return own.exclude(status=SheetStatus.VOID)

    def forget(self) -> None:
        """Forget what was read: an operation was undone half-way."""
        self._sheet, self._entries, self._conflicts = None, {}, {}

    def writable(self) -> ScoreSheet:
        """Return the sheet, locked and loaded. Raises NotFound or Conflict."""
        if self._sheet is None:
            self._load()
        if self._sheet is None:
            raise NotFound("这个社区的评分表还没有开，或者已经作废。")
        sheets.check_open(self._sheet)
        return self._sheet

    def _load(self) -> None:
        row = self._own().select_for_update(no_key=True, of=("self",)).order_by("pk").first()
        if row is None:
            return
        self._sheet = get_sheet(self.actor, row.pk, Right.INSPECTIONS_SCORE)
        for entry in self._sheet.entries.all():
            self._entries.setdefault(entry.item_id, []).append(entry)
        for one in conflicts.open_conflicts(self._sheet):
            self._conflicts.setdefault(one.item_id, []).append(one)

    def _open(self, operation: Operation) -> Outcome:
        sheets.open_sheet(
            actor=self.actor,
            round_id=self.round_id,
            place_code=self.place_code,
            inspected_on=day_of(operation, "inspected_on"),
        )
        sheet = self.writable()
        if sheet.started_at is None:
            sheet.started_at = moment_of(operation, "started_at")
            sheet.save(update_fields=["started_at"])
        return DONE

    def _item(self, operation: Operation) -> Outcome:
        sheet = self.writable()
        item = answers.item_of(sheet, number_of(operation, "item"))
        if operation.content.get("not_applicable"):
            return self._away(operation, sheet, item)
        base, phone = answers_of(operation)
        entries, held = self._entries.get(item.pk, []), self._conflicts.get(item.pk, [])
        asked = frozenset((str(row.rule_id), row.field) for row in held)
        stands = conflicts.answer_of(entries)
        merged = merge_answers(stands if self.is_forced else base, phone, stands, asked)
        if merged.answer is not None:
            answer = conflicts.typed(item, merged.answer)
            by = self.by or self.actor
            self._entries[item.pk] = answers.write_answer(by, sheet, item, entries, answer)
        held = conflicts.ask(self.phone, item, sheet, entries, held, merged.open, operation.at)
        self._conflicts[item.pk] = held
        return _asked(item, len(held)) if merged.open else DONE

    def _away(self, operation: Operation, sheet: ScoreSheet, item: RubricItem) -> Outcome:
        """Say that the place does not have an item, unless findings that the phone has not seen stand there."""
        base, _ = answers_of(operation)
        entries = self._entries.get(item.pk, [])
        stands = conflicts.answer_of(entries)
        if stands is not None and stands.findings and stands != base and not self.is_forced:
            raise Invalid(f"“{item.title}”在电脑上另有记录，没有改成不适用。请到电脑上看过再定。")
        reason = text_of(operation, "reason") or "手机上记的，没有写原因"
        answer = answers.Answer(item.pk, not_applicable=reason)
        by = self.by or self.actor
        self._entries[item.pk] = answers.write_answer(by, sheet, item, entries, answer)
        return DONE

    def _photo(self, operation: Operation) -> Outcome:
        sheet = self.writable()
        entry = self._entry(operation)
        photo = self.photos.get(operation.sha256)
        if photo is None:
            raise Invalid("照片打不开，或者在手机上已经丢失。")
        new = answers.attach_photos(self.actor, sheet, entry, [(photo, shot_of(operation))])
        self.kept = new[0] if new else None
        return DONE

    def _remove_photo(self, operation: Operation) -> Outcome:
        self.writable()
        entry = self._entry(operation)
        sent = text_of(operation, "sha256")
        gone = [stored for stored in entry.photos.all() if sent in (stored.sent_sha256, stored.sha256)]
        entry.photos.remove(*gone)
        return DONE

    def _entry(self, operation: Operation) -> SheetEntry:
        item_id, rule_id = number_of(operation, "item"), number_of(operation, "rule")
        entry = next((one for one in self._entries.get(item_id, []) if one.rule_id == rule_id), None)
        if entry is None:
            raise Conflict("这一处问题没有记下数量，照片没处放。")
        return entry

    def _sign(self, operation: Operation) -> Outcome:
        sheet = self.writable()
        photo = self.photos.get(operation.sha256)
        if photo is None:
            raise Invalid("签名图打不开，或者在手机上已经丢失。")
        prefix = "place_" if operation.content.get("party") == "place" else ""
        name = text_of(operation, "name", NAME_LENGTH)
        self.kept = files.keep_photo(
            actor=self.actor,
            photo=photo,
            right=Right.INSPECTIONS_VIEW,
            place_code=sheet.place_code,
            shot=files.Shot(operation.at),
        )
        setattr(sheet, f"{prefix}signed_name", name)
        setattr(sheet, f"{prefix}signature", self.kept)
        sheet.save(update_fields=[f"{prefix}signed_name", f"{prefix}signature"])
        return DONE

    def _finish(self, operation: Operation) -> Outcome:
        sheet = self.writable()
        sheet.finished_at = moment_of(operation, "finished_at")
        sheet.save(update_fields=["finished_at"])
        return DONE

    def _submit(self, operation: Operation) -> Outcome:
        sheet = self.writable()
        asked = sum(len(rows) for rows in self._conflicts.values())
        if asked:
            return OperationResult.CONFLICT, f"有 {asked} 处两边填得不一样，选好以后自动交表。"
        self._sheet = sheets.hand_in(self.actor, get_sheet(self.actor, sheet.pk, Right.INSPECTIONS_SCORE))
        return DONE


def _asked(item: RubricItem, count: int) -> Outcome:
    return OperationResult.CONFLICT, f"“{item.title}”有 {count} 处和办公室改的不一样，请选按哪一边的。"
