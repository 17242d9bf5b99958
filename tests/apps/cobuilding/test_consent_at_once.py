"""Two sides consent in the same moment to more than is there: one of them is told, and the amount is never exceeded."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from gongjian.apps.cobuilding.choices import NeedStatus
from gongjian.apps.cobuilding.models import AgreementLine, Claim, Need
from gongjian.apps.cobuilding.services.claims import ClaimSpec, ask_for_resource, claim_need, consent
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict
from gongjian.core.rules import load_first_versions
from tests.cobuilding_factories import make_liaison, make_need, make_resource, make_unit, make_worker
from tests.factories import make_places

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def now() -> None:
    """These tests run by the clock: it can't be made to stand in other threads."""


@pytest.fixture
def worker() -> Actor:
    if connection.vendor != "postgresql":
        pytest.skip("a test's SQLite lives in one connection")
    load_first_versions()
    make_places()
    return make_worker().as_actor()


def at_once(*acts: Callable[[], object]) -> list[object]:
    barrier = Barrier(len(acts))

    def do(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def consented() -> int:
    return sum(line.claim.quantity for line in AgreementLine.objects.select_related("claim"))


def test_two_units_claims_of_one_need_are_consented_to_only_as_far_as_it_goes(worker: Actor) -> None:
    need = make_need(quantity=10)
    claims = []
    for name in ("甲单位", "乙单位"):
        unit = make_unit(name)
        spec = ClaimSpec(need_id=need.pk, organisation_id=unit.pk, quantity=7)
        claims.append(claim_need(actor=make_liaison(unit).as_actor(), spec=spec))

    results = at_once(*(lambda key=one.pk: consent(actor=worker, claim_id=key) for one in claims))

    assert sum(isinstance(one, Conflict) for one in results) == 1
    assert sorted(Claim.objects.values_list("status", flat=True)) == ["asked", "consented"]
    assert consented() == 7 and Need.objects.get().status == NeedStatus.OPEN


def test_one_claim_consented_to_twice_becomes_one_line(worker: Actor) -> None:
    need, unit = make_need(quantity=10), make_unit()
    spec = ClaimSpec(need_id=need.pk, organisation_id=unit.pk, quantity=10)
    claim = claim_need(actor=make_liaison(unit).as_actor(), spec=spec)

    results = at_once(*(lambda: consent(actor=worker, claim_id=claim.pk) for _ in range(4)))

    assert sum(isinstance(one, Conflict) for one in results) == 3
    assert consented() == 10 and Need.objects.get().status == NeedStatus.AGREED


def test_two_needs_of_one_resource_are_given_only_what_it_has(worker: Actor) -> None:
    unit = make_unit()
    hall, speaker = make_resource(unit, quantity=10), make_liaison(unit).as_actor()
    claims = [
        ask_for_resource(
            actor=worker,
            spec=ClaimSpec(need_id=make_need(title=title).pk, resource_id=hall.pk, quantity=6),
        )
        for title in ("唱歌", "跳舞")
    ]

    results = at_once(*(lambda key=one.pk: consent(actor=speaker, claim_id=key) for one in claims))

    assert sum(isinstance(one, Conflict) for one in results) == 1
    assert consented() == 6
