"""What rating a round anew would change: the grades to come beside those that count now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gongjian.apps.inspections.models import Grade, RatingScheme, Round
from gongjian.core.access import Actor


@dataclass(frozen=True)
class GradeChange:
    """One place whose grade, score or count would differ. None: not rated then, or not any more."""

    place_code: str
    before: Grade | None
    after: Grade | None

    @property
    def level(self) -> int:
        """The level of the place."""
        return (self.after or self.before).level  # type: ignore[union-attr]

    @property
    def is_regraded(self) -> bool:
        """Whether the grade itself differs, not only the score or the count behind it."""
        return _label(self.before) != _label(self.after)


@dataclass(frozen=True)
class Differences:
    """How new grades differ from those that count now: under which scheme, decided when, which places."""

    scheme: RatingScheme
    decided_at: datetime
    compared: int
    changes: list[GradeChange]

    @property
    def regraded(self) -> list[GradeChange]:
        """The places whose grade itself differs."""
        return [change for change in self.changes if change.is_regraded]


def find_differences(actor: Actor, row: Round, grades: list[Grade]) -> Differences | None:
    """Compare unsaved grades with the round's current ones; None where it was never rated.

    Where it was rated under several schemes, the one in force last is what figures use, so it is the
    one compared with. Places above come first. One query.
    """
    rows = Grade.objects.visible_to(actor).filter(round=row, is_current=True).select_related("scheme")
    current = list(rows)
    if not current:
        return None
    scheme = max((grade.scheme for grade in current), key=lambda one: (one.effective_on, one.pk))
    held = {grade.place_code: grade for grade in current if grade.scheme_id == scheme.pk}
    decided_at = max(grade.decided_at for grade in held.values())
    changes = list(_changes(held, {grade.place_code: grade for grade in grades}))
    return Differences(scheme, decided_at, len(held), changes)


def _changes(before: dict[str, Grade], after: dict[str, Grade]) -> Iterable[GradeChange]:
    for code in sorted(before.keys() | after.keys(), key=lambda code: (len(code), code)):
        change = GradeChange(code, before.get(code), after.get(code))
        if _standing(change.before) != _standing(change.after):
            yield change


def _label(grade: Grade | None) -> str | None:
    return grade.label if grade else None


def _standing(grade: Grade | None) -> tuple[object, ...] | None:
    return (grade.label, grade.score, grade.met, grade.base, grade.is_vetoed) if grade else None
