"""Creating a programme whole, or not at all."""

from datetime import date
from decimal import Decimal

import pytest

from gongjian.apps.programmes.models import Programme, TaskTarget
from gongjian.apps.programmes.services import (
    PhaseSpec,
    ProgrammeSpec,
    TargetSpec,
    TaskSpec,
    create_programme,
)
from gongjian.core.access import Role
from gongjian.core.errors import Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.factories import COUNTY, STREET, make_actor, make_organisation

pytestmark = pytest.mark.usefixtures("rules")


def spec(**fields: object) -> ProgrammeSpec:
    return ProgrammeSpec(**{"place_code": COUNTY, "title": "环境共治行动", "year": 2026, **fields})


def test_a_programme_comes_with_all_its_parts():
    unit = make_organisation()

    programme = create_programme(
        actor=make_actor(),
        spec=spec(
            phases=[PhaseSpec(name="准备阶段", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 28))],
            targets=[TargetSpec(name="整治点位", value=Decimal(42), unit="处")],
            tasks=[
                TaskSpec(
                    title="整治占道",
                    phase=0,
                    quantity=Decimal(42),
                    unit="处",
                    lead_unit_ids=[unit.pk],
                    targets=[(0, Decimal(60))],
                )
            ],
        ),
    )

    task = programme.tasks.get()
    assert (task.phase.name, list(task.lead_units.all()), task.order) == ("准备阶段", [unit], 1)
    assert TaskTarget.objects.get().share_percent == 60
    assert programme.report_period == "quarter"
    assert AuditEntry.objects.get(action="programmes.programme_created").after["tasks"] == 1


@pytest.mark.parametrize("shares", [[60, 40], [100]])
def test_shares_up_to_the_whole_are_taken(shares):
    targets = [TargetSpec(name=f"目标{n}", value=Decimal(1)) for n, _ in enumerate(shares)]
    pairs = [(n, Decimal(share)) for n, share in enumerate(shares)]

    programme = create_programme(
        actor=make_actor(), spec=spec(targets=targets, tasks=[TaskSpec(title="甲", targets=pairs)])
    )

    assert programme.tasks.get().target_shares.count() == len(shares)


def test_shares_above_the_whole_are_refused_and_nothing_is_kept():
    targets = [TargetSpec(name="目标1", value=Decimal(1)), TargetSpec(name="目标2", value=Decimal(1))]
    pairs = [(0, Decimal(60)), (1, Decimal("40.01"))]

    with pytest.raises(Invalid, match=r"100\.01%"):
        create_programme(
            actor=make_actor(), spec=spec(targets=targets, tasks=[TaskSpec(title="甲", targets=pairs)])
        )

    assert not Programme.objects.exists()


def test_a_place_beside_or_above_is_refused():
    with pytest.raises(NotAllowed):
        create_programme(actor=make_actor(place_code=STREET), spec=spec())


def test_a_worker_may_not_create():
    with pytest.raises(NotAllowed):
        create_programme(actor=make_actor(Role.WORKER), spec=spec())


def test_an_unknown_indicator_is_refused():
    with pytest.raises(NotFound, match="没有名为"):
        create_programme(
            actor=make_actor(),
            spec=spec(targets=[TargetSpec(name="甲", value=Decimal(1), indicator_key="no.such")]),
        )


def test_an_end_before_its_start_is_refused():
    with pytest.raises(Invalid, match="晚于截止日期"):
        create_programme(
            actor=make_actor(),
            spec=spec(phases=[PhaseSpec(name="准", starts_on=date(2026, 3, 1), ends_on=date(2026, 2, 1))]),
        )


def test_the_number_of_queries_does_not_grow_with_the_parts(django_assert_max_num_queries):
    targets = [TargetSpec(name=f"目标{n}", value=Decimal(1)) for n in range(20)]
    tasks = [TaskSpec(title=f"任务{n}", targets=[(n % 20, Decimal(50))]) for n in range(60)]
    actor = make_actor()

    with django_assert_max_num_queries(14):
        create_programme(actor=actor, spec=spec(targets=targets, tasks=tasks))
