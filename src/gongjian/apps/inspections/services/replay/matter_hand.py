"""One matter in hand while a phone's operations are replayed on it: each goes through the services of matters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone

from gongjian.apps.inspections.choices import OperationKind, OperationResult
from gongjian.apps.inspections.models import Phone, ReplayedOperation
from gongjian.apps.inspections.services.replay.operations import (
    Operation,
    degrees_of,
    number_of,
    shot_of,
    text_of,
)
from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MatterSource, PhotoStage
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.hands import acts_for, units_of
from gongjian.apps.matters.services import MatterSpec
from gongjian.apps.places.selectors import place_at
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.files import Photo
from gongjian.core.models import StoredFile
from gongjian.engines.replay import Recorded

WORDS_LENGTH, ADDRESS_LENGTH, REASON_LENGTH = 2000, 200, 500
FAR = timedelta(days=3650)
"""A moment further away is a broken clock, and says nothing."""
GONE = "这件事现在不归你办，可能已经改派或者退回。你写的都留着，可以交给派办单位作补充。"
STAGES = {
    OperationKind.REPORT: PhotoStage.BEFORE,
    OperationKind.VERIFY: PhotoStage.BEFORE,
    OperationKind.ACT: PhotoStage.AFTER,
    OperationKind.CHECK: PhotoStage.CHECK,
    OperationKind.NOTE: PhotoStage.CHECK,
}
"""What the pictures show that come with each kind of operation."""
Outcome = tuple[OperationResult, str]
DONE: Outcome = (OperationResult.DONE, "")


@dataclass
class MatterHand:
    """A matter by its number, or by the operation that raises it; `lag` is how far the phone's clock lags behind."""

    actor: Actor
    phone: Phone
    matter_id: int | None
    raised_by: str
    photos: dict[str, Photo]
    lag: timedelta | None = None
    kept: StoredFile | None = None
    acts: dict[str, Any] = field(default_factory=dict)
    _done: dict[str, tuple[OperationKind, datetime]] = field(default_factory=dict)

    def apply(self, operation: Operation) -> Outcome:
        """Do one operation. Raises a DomainError with the sentence why it can't be done."""
        self.kept = None
        acts: dict[OperationKind, Callable[[Operation], str]] = {
            OperationKind.REPORT: self._report,
            OperationKind.ACCEPT: self._accept,
            OperationKind.ACT: self._act,
            OperationKind.VERIFY: self._verify,
            OperationKind.CHECK: self._check,
            OperationKind.NOTE: self._note,
            OperationKind.PICTURE: self._picture,
        }
        words = acts[operation.kind](operation)
        self.acts[operation.kind.value] = self.acts.get(operation.kind.value, 0) + 1
        if operation.kind in STAGES:
            self._done[operation.id] = operation.kind, timezone.now()
        return OperationResult.DONE, words

    def forget(self) -> None:
        """Forget what was read; nothing is, between operations."""

    def keeping(self) -> tuple[Right, str]:
        """Say where the file of a refused operation is kept: with the matter, or with its owner's place."""
        matter = self._visible()
        return Right.MATTERS_VIEW, matter.place_code if matter else self.actor.home_place_code

    def bind(self, rows: Sequence[ReplayedOperation]) -> Model | None:
        """Bind receipts to the matter, where the actor may see it."""
        matter = self._visible()
        for row in rows:
            row.matter = matter
            row.place_code = matter.place_code if matter else self.actor.home_place_code
        return matter

    def _visible(self) -> Matter | None:
        found: Matter | None = None
        if (pk := self._id()) is not None:
            found = Matter.objects.visible_to(self.actor).filter(pk=pk).one()
        return found

    def _id(self) -> int | None:
        """Return the matter's number; that of one raised on the phone stands in the receipt of its report."""
        if self.matter_id is None:
            rows = ReplayedOperation.objects.filter(phone=self.phone, operation_id=self.raised_by)
            self.matter_id = rows.values_list("matter_id", flat=True).first()
        return self.matter_id

    def _known(self) -> int:
        if (found := self._id()) is None:
            raise NotFound("这件事没有报上去，后面的都没处放。")
        return found

    def _recorded(self, operation: Operation) -> Recorded:
        now = timezone.now()
        is_told = abs(now - operation.at) < FAR and (self.lag is None or abs(self.lag) < FAR)
        return Recorded(operation.at, now, self.lag) if is_told else Recorded(now, now)

    def _report(self, operation: Operation) -> str:
        content = operation.content
        latitude = degrees_of(content.get("latitude"), 90)
        longitude = degrees_of(content.get("longitude"), 180)
        spec = MatterSpec(
            source=MatterSource.PATROL,
            place_code=operation.place_code or _place_of(latitude, longitude),
            words=text_of(operation, "words", WORDS_LENGTH),
            address=text_of(operation, "address", ADDRESS_LENGTH),
            latitude=latitude,
            longitude=longitude,
            class_id=number_of(operation, "class") if content.get("class") else None,
        )
        reported = services.report_matter(actor=self.actor, spec=spec, recorded=self._recorded(operation))
        self.matter_id = reported.matter.pk
        return f"编号 {reported.matter.number}"

    def _accept(self, operation: Operation) -> str:
        services.accept(actor=self.actor, assignment_id=self._own_part(), recorded=self._recorded(operation))
        return ""

    def _act(self, operation: Operation) -> str:
        services.act(
            actor=self.actor,
            assignment_id=self._own_part(),
            result=text_of(operation, "words", WORDS_LENGTH),
            recorded=self._recorded(operation),
        )
        return ""

    def _verify(self, operation: Operation) -> str:
        services.verify(
            actor=self.actor,
            matter_id=self._known(),
            is_real=_yes_or_no(operation),
            words=text_of(operation, "words", REASON_LENGTH),
            recorded=self._recorded(operation),
        )
        return ""

    def _check(self, operation: Operation) -> str:
        services.check(
            actor=self.actor,
            matter_id=self._known(),
            has_passed=_yes_or_no(operation),
            words=text_of(operation, "words", REASON_LENGTH),
            recorded=self._recorded(operation),
        )
        return ""

    def _note(self, operation: Operation) -> str:
        """Keep as a note what could not be done, or what there is to say; the refused one it stands for is settled."""
        services.note_down(
            actor=self.actor,
            matter_id=self._known(),
            words=text_of(operation, "words", WORDS_LENGTH),
            recorded=self._recorded(operation),
        )
        refused = ReplayedOperation.objects.filter(
            phone=self.phone, operation_id=text_of(operation, "instead_of"), settled_at__isnull=True
        )
        refused.filter(result=OperationResult.REFUSED).update(
            settled_at=timezone.now(), settled_by=self.actor.user_id, settled_words="改作补充情况"
        )
        return ""

    def _picture(self, operation: Operation) -> str:
        kind, since = self._came_with(operation)
        photo = self.photos.get(operation.sha256)
        if photo is None:
            raise Invalid("照片打不开，或者在手机上已经丢失。")
        row = services.add_photo(
            actor=self.actor,
            matter_id=self._known(),
            photo=photo,
            stage=STAGES[kind],
            shot=shot_of(operation),
            since=since,
        )
        self.kept = row.file
        return ""

    def _came_with(self, operation: Operation) -> tuple[OperationKind, datetime]:
        """Return what a picture came with, and when that was done. Raises Conflict when it was not."""
        if operation.with_id in self._done:
            return self._done[operation.with_id]
        row = ReplayedOperation.objects.filter(
            phone=self.phone, operation_id=operation.with_id, result=OperationResult.DONE
        ).first()
        if row is None or row.matter_id != self._known() or OperationKind(row.kind) not in STAGES:
            raise Conflict("这张照片随附的那一步没有办成，照片和它一起留着。")
        return OperationKind(row.kind), row.received_at

    def _own_part(self) -> int:
        """Return the part of the actor's unit in the present cycle: what is owed first. Raises Conflict for none."""
        matter = self._visible()
        parts = units_of(matter.pk, matter.cycle) if matter else []
        own = [part for part in parts if acts_for(self.actor, part.organisation)]
        if not own:
            raise Conflict(GONE)
        return min(own, key=lambda part: not part.is_in_hand).pk


def _place_of(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """Return the place whose ground holds the point where the phone was. Raises Invalid where none is known."""
    known = latitude is not None and longitude is not None
    found = place_at(float(latitude or 0), float(longitude or 0)) if known else ""
    if not found:
        raise Invalid("按位置找不到在哪个社区。请在手机上改一改，选好社区再报。")
    return found


def _yes_or_no(operation: Operation) -> bool:
    answer = operation.content.get("passed")
    if not isinstance(answer, bool):
        raise Invalid("手机没有说是还是不是。请在手机上再做一次。")
    return answer
