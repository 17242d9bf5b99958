"""Decisions that several people make in the same moment: every one counts, and the grades are those of all."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import AdjustmentKind
from gongjian.apps.inspections.models import Grade, RatingScheme, Round, ScoreSheet
from gongjian.apps.inspections.selectors import ratings
from gongjian.apps.inspections.selectors.grading import grade_round
from gongjian.apps.inspections.selectors.regrading import standing_of
from gongjian.apps.places.choices import Level
from gongjian.core.access import SYSTEM
from gongjian.core.errors import Conflict
from tests.factories import CITY, COMMUNITIES, OTHER_STREET, make_places
from tests.inspection_factories import END, SCHEME_RULES, make_round, make_scheme, make_sheet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rated() -> Iterator[tuple[Round, RatingScheme]]:
    """A rated round over a city in which every community is a point below the best grade."""
    if connection.vendor != "postgresql":
        pytest.skip("a test's SQLite lives in one connection; run.py bench sync writes to it from many")
    make_places()
    row, scheme = make_round(CITY, title="全市检查"), make_scheme(CITY, rules=SCHEME_RULES)
    for code in (*COMMUNITIES, f"{OTHER_STREET}001"):
        make_sheet(row, code, "89")
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)
    yield row, scheme


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Start all acts in the same moment, each on its own connection; return what each gave or was refused with."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def give_back(sheet: ScoreSheet) -> Callable[[], object]:
    return lambda: services.adjust_score(
        actor=SYSTEM,
        sheet_id=sheet.pk,
        kind=AdjustmentKind.APPEAL,
        points=Decimal(2),
        reason="照片不是本社区",
        source_key=f"appeal:{sheet.pk}",
    )


def is_as_if_rated_anew(row: Round, scheme: RatingScheme) -> bool:
    kept = Grade.objects.filter(round=row, is_current=True)
    anew = grade_round(row, ratings.get_scheme(SYSTEM, scheme.pk), END).grades
    return {grade.place_code: standing_of(grade) for grade in kept} == {
        grade.place_code: standing_of(grade) for grade in anew
    }


def test_appeals_decided_in_the_same_moment_all_count_up_to_the_city(
    rated: tuple[Round, RatingScheme],
) -> None:
    row, scheme = rated

    at_once(*(give_back(sheet) for sheet in row.sheets.all()))

    kept = Grade.objects.filter(round=row, is_current=True)
    assert set(kept.filter(level=Level.COMMUNITY, score=91).values_list("place_code", flat=True)) == {
        *COMMUNITIES,
        f"{OTHER_STREET}001",
    }
    assert is_as_if_rated_anew(row, scheme)


def test_an_appeal_decided_while_the_round_is_rated_counts(rated: tuple[Round, RatingScheme]) -> None:
    row, scheme = rated

    at_once(
        give_back(row.sheets.all()[0]),
        lambda: services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk),
        give_back(row.sheets.all()[1]),
    )

    assert is_as_if_rated_anew(row, scheme)


def test_the_same_appeal_decided_twice_in_the_same_moment_counts_once(
    rated: tuple[Round, RatingScheme],
) -> None:
    row, scheme = rated
    sheet = row.sheets.all()[0]

    found = at_once(give_back(sheet), give_back(sheet))

    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert ScoreSheet.objects.get(pk=sheet.pk).counted_score == 91
    assert is_as_if_rated_anew(row, scheme)


def test_late_sheets_taken_in_twice_in_the_same_moment_are_taken_in_once(
    rated: tuple[Round, RatingScheme],
) -> None:
    row, scheme = rated
    sheet = row.sheets.all()[0]
    services.void_sheet(actor=SYSTEM, sheet_id=sheet.pk, reason="照片不是本社区")

    def update() -> int:
        return services.update_round(actor=SYSTEM, round_id=row.pk)

    found = at_once(update, update)

    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert Grade.objects.filter(round=row, place_code=sheet.place_code).count() == 2
    assert is_as_if_rated_anew(row, scheme)
