"""Figures of mediation: counts and shares whose rows show numbers and states; and what waits for a mediator."""

from datetime import timedelta

import pytest

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MediationState, PointState
from gongjian.apps.matters.models import Mediation
from gongjian.apps.matters.selectors import open_items
from gongjian.apps.matters.services import mediation
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.cli.demo.mediation import Room, mediate_disputes
from gongjian.core.clock import at
from gongjian.core.figures import Period
from gongjian.core.registry import get_indicator, read_figure, rows_behind
from tests.factories import COUNTY, make_organisation
from tests.matter_factories import COMMUNITY
from tests.mediation_factories import make_agreed, make_dispute, make_mediation, make_mediator, make_talks

YEAR = Period.year(2026)


@pytest.fixture
def mediator(now):
    return make_mediator()


def sides(key: str) -> tuple[int, int | None]:
    figure = read_figure(f"matters.{key}", place_code=COUNTY, period=YEAR)
    return figure.numerator, figure.denominator


def test_what_ended_with_an_agreement_is_counted_of_what_ended(desk, mediator):
    make_agreed(desk, mediator)
    row, _, _ = make_talks(desk, mediator)
    mediation.end_without_agreement(actor=mediator, case_id=row.matter_id, told_other_ways=True)
    make_mediation(desk, [mediator])

    assert sides("mediations")[0] == 3
    assert sides("mediation_agreed_rate") == (1, 2)


def test_an_agreement_counts_once_it_is_due_or_settled(desk, mediator, now):
    row, _, _ = make_agreed(desk, mediator)
    assert sides("mediation_performed_rate") == (0, 0)

    with at(now + timedelta(days=12)):
        assert sides("mediation_performed_rate") == (0, 1)
    point = row.agreements.get().points.get()
    mediation.record_performance(
        actor=mediator, case_id=row.matter_id, point_id=point.pk, state=PointState.DONE
    )

    assert sides("mediation_performed_rate") == (1, 1)


def test_small_disputes_called_about_the_same_day(desk, now):
    called, late, _open = make_dispute(), make_dispute(), make_dispute()
    services.contact(actor=desk, matter_id=called.pk, words="打了电话")
    with at(now + timedelta(days=1)):
        services.contact(actor=desk, matter_id=late.pk, words="打了电话")
        assert sides("same_day_rate") == (1, 3)

    assert sides("same_day_rate") == (1, 2)


def test_the_rows_behind_a_figure_show_number_and_state_only(desk, mediator):
    row, _, _ = make_agreed(desk, mediator)

    [shown] = [
        get_indicator("matters.mediations").view(found)
        for found in rows_behind("matters.mediations", place_code=COUNTY, period=YEAR)
    ]

    assert (shown.label, shown.note) == (row.matter.number, "达成协议，履行中")


def test_a_case_waits_for_its_mediator_and_for_nobody_else(desk, mediator):
    row = make_mediation(desk, [mediator])

    own = [item for item in open_items(mediator) if "/mediation/" in item.url]

    assert [item.title for item in own] == [f"调解：{row.matter.number}"]
    assert not any("/mediation/" in item.url for item in open_items(make_mediator()))


def test_the_demo_lives_through_an_agreement_and_through_talks(desk, mediator):
    committee = make_organisation(COMMUNITY, kind=OrganisationKind.RESIDENTS_COMMITTEE)

    mediate_disputes(Room(desk, mediator, COMMUNITY, committee.pk))

    states = list(Mediation.objects.order_by("pk").values_list("state", flat=True))
    assert states == [MediationState.AGREED, MediationState.MEDIATING]
