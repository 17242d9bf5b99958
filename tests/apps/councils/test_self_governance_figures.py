"""Figures of covenants and elections: each is the sum of rows that open."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from gongjian.apps.councils.choices.elections import ElectionKind, GivenWay
from gongjian.apps.councils.models import CovenantVersion, Tenure
from gongjian.apps.councils.services import elections as election_services
from gongjian.apps.councils.services.covenants import record_hands
from gongjian.core.access import Actor
from gongjian.core.clock import at
from gongjian.core.figures import Period
from gongjian.core.registry import get_indicator, read_figure, rows_behind
from tests.covenant_factories import COMMUNITY, hands, make_version
from tests.election_factories import (
    VOTES_ON,
    cast,
    close,
    give,
    make_election,
    make_voters,
    make_voting,
    moment,
    names,
)
from tests.election_factories import voters as keys_of
from tests.factories import COMMUNITIES, STREET

pytestmark = pytest.mark.django_db


def read(key: str, place_code: str = COMMUNITY, period: Period | None = None) -> tuple[Fraction, Fraction]:
    """Read a figure, and hold it against the rows behind it, every one of which opens."""
    period = period or Period.year(timezone.localdate().year)
    figure = read_figure(f"councils.{key}", place_code=place_code, period=period)
    shown = [
        get_indicator(f"councils.{key}").view(row)
        for row in rows_behind(f"councils.{key}", place_code=place_code, period=period)
    ]
    assert figure.numerator == sum(row.numerator for row in shown)
    assert all(row.url and row.place_code.startswith(place_code) for row in shown)
    return figure.numerator, figure.denominator


def test_covenants_in_force_and_communities_that_made_one_in_this_term(worker: Actor) -> None:
    today = timezone.localdate()
    version = make_version(status="filed", in_force_on=today - timedelta(days=100))
    make_version(status="filed", ended_on=today)
    make_version(status="checked")
    period = Period(today - timedelta(days=30), today)

    assert read("covenants_in_force", period=period)[0] == 1
    assert read("covenant_communities", STREET, period) == (1, len(COMMUNITIES))

    election = make_election(worker)
    begun = {"place_code": COMMUNITY, "kind": ElectionKind.COMMITTEE, "election": election, "name": "甲"}
    Tenure.objects.create(starts_on=today - timedelta(days=99), ends_on=today, post_name="主任", **begun)
    assert read("covenant_communities", COMMUNITY, period) == (0, 1), "made a day before the term began"
    CovenantVersion.objects.filter(pk=version.pk).update(in_force_on=today - timedelta(days=99))
    assert read("covenant_communities", COMMUNITY, period) == (1, 1)


def test_those_present_when_a_covenant_was_voted(worker: Actor) -> None:
    record_hands(actor=worker, version_id=make_version(status="checked").pk, vote=hands(60, 40, 15))

    assert read("covenant_turnout") == (60, 100)


def test_turnout_and_seats_of_an_election(worker: Actor) -> None:
    make_voters(12)
    election = make_voting(worker)
    tokens = give(worker, election, keys_of(election, 1, 8), GivenWay.TOKEN)
    for token in tokens[:7]:
        cast(election, token, 主任=names(election, "主任")[:1], 委员=names(election, "委员")[:3])
    close(worker, election)
    with at(moment(VOTES_ON, 20)):
        election_services.announce(actor=worker, election_id=election.pk)
    period = Period(VOTES_ON, VOTES_ON)

    assert read("elections", period=period)[0] == 1
    assert read("election_turnout", period=period) == (7, 12)
    assert read("election_seats_filled", period=period) == (4, 5), "nobody had votes for the deputy"
