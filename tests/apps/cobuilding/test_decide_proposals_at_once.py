"""Two people decide of one proposal in the same moment: both decisions stand, the second one from what the first one left."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from gongjian.apps.cobuilding.choices import PairStatus
from gongjian.apps.cobuilding.models import Claim, ProposedPair
from gongjian.apps.cobuilding.selectors.proposals.standing import load_standing
from gongjian.apps.cobuilding.services.proposals import RunSpec, accept_pairs, forbid_pair, start_run
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.rules import load_first_versions
from tests.cobuilding_factories import make_need, make_resource, make_unit, make_worker
from tests.factories import STREET, make_places

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 12, 31)}


@pytest.fixture
def now():
    """These tests run by the clock: it can't be made to stand in other threads."""


@pytest.fixture
def run():
    if connection.vendor != "postgresql":
        pytest.skip("a test's SQLite lives in one connection")
    load_first_versions()
    make_places()
    for number in range(3):
        make_resource(make_unit(f"单位{number}"), published_to=STREET, weekdays="", quantity=2)
        make_need(title=f"场地{number}", quantity=2)
    return start_run(actor=make_worker(STREET).as_actor(), spec=RunSpec(place_code=STREET, **DAYS))


def at_once(*acts: Callable[[], object]) -> list[object]:
    barrier = Barrier(len(acts))

    def do(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except (Conflict, NotFound) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def test_one_accepts_while_another_rules_a_pair_out(run):
    first, second = (make_worker(STREET).as_actor() for _ in range(2))
    kept, dropped, *_rest = run.pairs.order_by("pk")

    answers = at_once(
        lambda: accept_pairs(actor=first, run_id=run.pk, pair_ids=[kept.pk]),
        lambda: forbid_pair(actor=second, run_id=run.pk, pair_id=dropped.pk, reason="不合适"),
    )

    accepted, forbidden = (not isinstance(answer, Exception) for answer in answers)
    assert accepted or forbidden, (
        "whoever is first is never refused; the second one's pair may be gone by then"
    )
    run.refresh_from_db()
    standing = load_standing(run).standing
    assert (len(standing.decided.locked), len(standing.decided.forbidden)) == (accepted, forbidden)
    assert run.version == accepted + forbidden
    assert standing.net.is_proven()
    stored = {(p.need_id, p.resource_id): p.quantity for p in ProposedPair.objects.filter(run=run)}
    assert sum(stored.values()) == int(standing.amounts().sum())
    assert Claim.objects.count() == accepted


def test_one_pair_accepted_twice_is_asked_for_once(run):
    people = [make_worker(STREET).as_actor() for _ in range(4)]
    pair = run.pairs.order_by("pk").first()

    at_once(*(lambda who=who: accept_pairs(actor=who, run_id=run.pk, pair_ids=[pair.pk]) for who in people))

    assert Claim.objects.count() == 1
    assert run.pairs.filter(status=PairStatus.ACCEPTED).count() == 1
