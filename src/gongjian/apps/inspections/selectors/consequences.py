"""What rests on a sheet, and how it changed: the grades of its place and those above, the flags of its round."""

from dataclasses import dataclass

from gongjian.apps.inspections.models import Grade, HonourAward, ScoreSheet
from gongjian.apps.inspections.selectors.honours import value_of
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ancestors_of


@dataclass(frozen=True)
class GradeChange:
    """One place's grade before and after."""

    place_name: str
    before: Grade
    after: Grade

    @property
    def is_regraded(self) -> bool:
        """Whether the label itself changed."""
        return self.before.label != self.after.label


@dataclass(frozen=True)
class FlagChange:
    """One place that would gain or lose an honour."""

    place_name: str
    title: str
    gains: bool


@dataclass(frozen=True)
class Results:
    """The current grades of a sheet's place and those above, by place and scheme; the honours won in its round."""

    grades: dict[tuple[str, int], Grade]
    flags: dict[tuple[str, str], HonourAward]


def standing_results(sheet: ScoreSheet) -> Results:
    """Read what rests on a sheet now; two queries."""
    codes = [*ancestors_of(sheet.place_code), sheet.place_code]
    grades = Grade.objects.filter(round_id=sheet.round_id, is_current=True, place_code__in=codes)
    flags = HonourAward.objects.filter(round_id=sheet.round_id, ended_on__isnull=True)
    return Results(
        grades={(grade.place_code, grade.scheme_id): grade for grade in grades.order_by("-level", "pk")},
        flags={(flag.place_code, flag.honour.title): flag for flag in flags.select_related("honour")},
    )


def changes_between(
    before: Results, after: Results
) -> tuple[tuple[GradeChange, ...], tuple[FlagChange, ...]]:
    """List the grades whose label, score or share changed, and the places that gained or lost a flag."""
    moved = [
        (key, grade)
        for key, grade in before.grades.items()
        if key in after.grades and _differs(grade, after.grades[key])
    ]
    changed = before.flags.keys() ^ after.flags.keys()
    names = names_of({key[0] for key, _ in moved} | {code for code, _ in changed})
    grades = tuple(GradeChange(names.get(key[0], key[0]), grade, after.grades[key]) for key, grade in moved)
    flags = tuple(
        FlagChange(names.get(code, code), title, (code, title) in after.flags)
        for code, title in sorted(changed)
    )
    return grades, flags


def _differs(one: Grade, other: Grade) -> bool:
    return (one.label, value_of(one), one.met, one.base) != (
        other.label,
        value_of(other),
        other.met,
        other.base,
    )
