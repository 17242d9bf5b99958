"""Who does operations: one handler for sheets, one for matters, the same to the batch that replays them.

A handler has one subject in hand for one run. The batch gives it operations one by one, each inside a savepoint.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from django.db.models import Model

from gongjian.apps.inspections.choices import OperationResult
from gongjian.apps.inspections.models import Phone, ReplayedOperation
from gongjian.apps.inspections.services.replay.hand import Hand
from gongjian.apps.inspections.services.replay.matter_hand import MatterHand
from gongjian.apps.inspections.services.replay.operations import MatterKey, Operation, SheetKey, Subject
from gongjian.core.access import Actor, Right
from gongjian.core.files import Photo
from gongjian.core.models import StoredFile


@dataclass(frozen=True)
class Run:
    """Consecutive operations on one subject: whose, from which phone, their pictures, how far the phone's clock lags."""

    actor: Actor
    phone: Phone
    photos: dict[str, Photo]
    lag: timedelta | None


class Handler(Protocol):
    """Does the operations of one run; `kept` is the file that the last one kept, `acts` how many of each kind it did."""

    kept: StoredFile | None
    acts: dict[str, Any]

    def apply(self, operation: Operation) -> tuple[OperationResult, str]:
        """Do one operation. Raises a DomainError with the sentence why it can't be done."""
        ...

    def forget(self) -> None:
        """Forget what was read: an operation was undone half-way."""
        ...

    def keeping(self) -> tuple[Right, str]:
        """Say under which right and at which place the file of a refused operation is kept."""
        ...

    def bind(self, rows: Sequence[ReplayedOperation]) -> Model | None:
        """Bind receipts to what their operations were done to; return it for the trail."""
        ...


def handler_of(subject: Subject, run: Run) -> Handler:
    """Return who does the operations on a subject."""
    return _sheet(subject, run) if isinstance(subject, SheetKey) else _matter(subject, run)


def _sheet(subject: SheetKey, run: Run) -> Handler:
    return Hand(run.actor, run.phone, subject.round_id, subject.place_code, run.photos)


def _matter(subject: MatterKey, run: Run) -> Handler:
    return MatterHand(run.actor, run.phone, subject.matter_id, subject.raised_by, run.photos, run.lag)
