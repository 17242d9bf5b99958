"""What mending does to the score: proposed with its arithmetic, decided by the office, never on the sheet itself."""

from decimal import Decimal

import pytest

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import CheckOutcome
from gongjian.apps.inspections.models import Finding, Grade, Round, ScoreAdjustment, ScoreSheet
from gongjian.apps.inspections.selectors.effects import proposals_of
from gongjian.core.access import Actor, Role
from gongjian.core.errors import Conflict, NotAllowed
from tests.apps.inspections.rectifying import mend, on_march, order_all, submit
from tests.factories import COMMUNITIES, COUNTY, make_actor, make_places
from tests.inspection_factories import make_round, make_scheme

FIRST = COMMUNITIES[0]
pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Round:
    make_places()
    return make_round()


def order_and_mend(row: Round, office: Actor, day: int | None) -> ScoreSheet:
    """A sheet that lost 5.03 points, its findings ordered on the 2nd and mended on a day, or not."""
    inspector, worker = make_actor(Role.INSPECTOR, COUNTY), make_actor(Role.WORKER, FIRST)
    sheet = submit(inspector, row, FIRST, [("楼道堆物", "9"), ("混投", "3")])
    with on_march(2):
        order_all(office)
    if day is not None:
        with on_march(day):
            for finding in Finding.objects.all():
                mend(worker, finding)
                services.check_finding(actor=office, finding_id=finding.pk, outcome=CheckOutcome.PASSED)
    return sheet


@pytest.mark.parametrize(
    ("day", "points", "counted"),
    [
        (9, ["2.50", "0.02"], "97.49"),  # 5 and 0.03 × 50 %: 0.015 is rounded half up
        (10, ["0", "0"], None),
        (None, ["-1.00", "-0.01"], "93.96"),  # 0.03 × 20 % = 0.006
    ],
)
def test_in_time_gives_half_back_late_nothing_and_left_undone_takes_a_fifth(
    row: Round, day: int | None, points: list[str], counted: str | None
) -> None:
    office = make_actor()
    sheet = order_and_mend(row, office, day)

    with on_march(20):
        found = proposals_of(office, row)
        ids = [one.finding.pk for one in found if one.is_open]
        if ids:
            services.confirm_effects(actor=office, round_id=row.pk, finding_ids=ids)

    assert [one.effect.points for one in found] == [Decimal(value) for value in points]
    sheet.refresh_from_db()
    assert sheet.score == Decimal("94.97")
    assert sheet.adjusted_score == (None if counted is None else Decimal(counted))


def test_a_repeated_finding_gives_nothing_back(row: Round) -> None:
    office = make_actor()
    order_and_mend(row, office, 9)
    Finding.objects.update(nth=2)

    assert [one.effect.points for one in proposals_of(office, row)] == [0, 0]
    assert "第 2 次查到" in proposals_of(office, row)[0].effect.sentence


def test_a_confirmed_effect_moves_the_grade_once_and_can_be_taken_back(row: Round) -> None:
    office = make_actor()
    sheet = order_and_mend(row, office, 9)
    scheme = make_scheme()
    services.rate_round(actor=office, round_id=row.pk, scheme_id=scheme.pk)
    ids = list(Finding.objects.values_list("pk", flat=True))

    assert services.confirm_effects(actor=office, round_id=row.pk, finding_ids=ids) == 1

    grade = Grade.objects.get(place_code=FIRST, is_current=True)
    assert grade.score == Decimal("97.49")
    with pytest.raises(Conflict, match="一处也没有确认"):
        services.confirm_effects(actor=office, round_id=row.pk, finding_ids=ids)
    decision = ScoreAdjustment.objects.order_by("pk")[0]
    assert "5 × 50% = 2.5 分" in decision.reason and "依据：" in decision.reason
    services.revoke_adjustment(actor=office, adjustment_id=decision.pk, reason="复查看错")
    sheet.refresh_from_db()
    assert sheet.adjusted_score == Decimal("94.99")


def test_only_who_decides_ratings_of_the_round_confirms(row: Round) -> None:
    office = make_actor()
    order_and_mend(row, office, 9)

    with pytest.raises(NotAllowed):
        services.confirm_effects(
            actor=make_actor(Role.INSPECTOR, COUNTY),
            round_id=row.pk,
            finding_ids=[Finding.objects.all()[0].pk],
        )
