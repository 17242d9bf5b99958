"""A unit claims a need, a community asks for a resource; nothing is agreed before the other side consents."""

import pytest

from gongjian.apps.cobuilding.choices import ClaimStatus, NeedStatus
from gongjian.apps.cobuilding.selectors.amounts import open_of_need, open_of_resource
from gongjian.apps.cobuilding.services import claims as services
from gongjian.apps.cobuilding.services.claims import ClaimSpec
from gongjian.apps.cobuilding.services.resources import pause_resource
from gongjian.apps.parties.models import Notice
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.cobuilding_factories import join, make_liaison, make_need, make_resource, make_unit, make_worker
from tests.factories import COMMUNITIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(places):
    unit = make_unit()
    return unit, make_liaison(unit), make_worker()


def test_a_unit_claims_and_the_community_consents(cast):
    unit, liaison, worker = cast
    need, hall = make_need(quantity=10), make_resource(unit, quantity=20)
    spec = ClaimSpec(need_id=need.pk, organisation_id=unit.pk, resource_id=hall.pk, quantity=10)

    claim = services.claim_need(actor=liaison.as_actor(), spec=spec)

    assert (open_of_need(need), open_of_resource(hall)) == (10, 20), "what is asked holds nothing"
    assert Notice.objects.filter(user=worker).exists()
    with pytest.raises(NotAllowed):
        services.consent(actor=liaison.as_actor(), claim_id=claim.pk)

    services.consent(actor=worker.as_actor(), claim_id=claim.pk)

    need.refresh_from_db()
    assert (open_of_need(need), open_of_resource(hall)) == (0, 10)
    assert need.status == NeedStatus.AGREED
    assert Notice.objects.filter(user=liaison).exists()
    with pytest.raises(Conflict):
        services.consent(actor=worker.as_actor(), claim_id=claim.pk)


def test_a_community_asks_and_the_unit_declines_with_a_reason(cast):
    unit, liaison, worker = cast
    need, hall = make_need(), make_resource(unit)
    spec = ClaimSpec(need_id=need.pk, resource_id=hall.pk, quantity=3)
    claim = services.ask_for_resource(actor=worker.as_actor(), spec=spec)

    with pytest.raises(NotAllowed):
        services.consent(actor=worker.as_actor(), claim_id=claim.pk)
    with pytest.raises(Invalid):
        services.decline(actor=liaison.as_actor(), claim_id=claim.pk, reason=" ")
    services.decline(actor=liaison.as_actor(), claim_id=claim.pk, reason="那几周在装修")

    claim.refresh_from_db()
    assert (claim.status, claim.answer) == (ClaimStatus.DECLINED, "那几周在装修")
    assert open_of_need(need) == need.quantity


def test_two_claims_cannot_both_have_the_last_of_it(cast):
    unit, _liaison, worker = cast
    other = make_unit("城北学校")
    need = make_need(quantity=5)
    for one, quantity in ((unit, 4), (other, 3)):
        services.claim_need(
            actor=make_liaison(one).as_actor(),
            spec=ClaimSpec(need_id=need.pk, organisation_id=one.pk, quantity=quantity),
        )
    first, second = need.claims.order_by("pk")

    services.consent(actor=worker.as_actor(), claim_id=first.pk)
    with pytest.raises(Conflict, match="还差 1 场"):
        services.consent(actor=worker.as_actor(), claim_id=second.pk)


def test_a_unit_claims_once_at_a_time_and_may_take_it_back(cast):
    unit, liaison, _worker = cast
    spec = ClaimSpec(need_id=make_need().pk, organisation_id=unit.pk, quantity=1)
    claim = services.claim_need(actor=liaison.as_actor(), spec=spec)

    with pytest.raises(Conflict, match="等答复"):
        services.claim_need(actor=liaison.as_actor(), spec=spec)
    services.withdraw_claim(actor=liaison.as_actor(), claim_id=claim.pk, reason="")
    services.claim_need(actor=liaison.as_actor(), spec=spec)


def test_what_does_not_fit_is_refused(cast):
    unit, liaison, worker = cast
    need, books = make_need(), make_resource(unit, category="goods.books")
    foreign = make_need(place_code=COMMUNITIES[1], published_to=COMMUNITIES[1])
    actor = liaison.as_actor()

    with pytest.raises(Invalid, match="对不上"):
        services.ask_for_resource(
            actor=worker.as_actor(), spec=ClaimSpec(need_id=need.pk, resource_id=books.pk, quantity=1)
        )
    with pytest.raises(NotFound):
        services.claim_need(
            actor=actor, spec=ClaimSpec(need_id=foreign.pk, organisation_id=unit.pk, quantity=1)
        )
    with pytest.raises(NotAllowed):
        other = make_unit("城北学校")
        services.claim_need(
            actor=actor, spec=ClaimSpec(need_id=need.pk, organisation_id=other.pk, quantity=1)
        )
    with pytest.raises(Conflict, match="还差 10 场"):
        services.claim_need(
            actor=actor, spec=ClaimSpec(need_id=need.pk, organisation_id=unit.pk, quantity=11)
        )


def test_a_paused_resource_is_not_asked_for(cast):
    unit, liaison, worker = cast
    need, hall = make_need(), make_resource(unit)
    pause_resource(actor=liaison.as_actor(), resource_id=hall.pk, reason="装修")

    with pytest.raises(Conflict):
        services.ask_for_resource(
            actor=worker.as_actor(), spec=ClaimSpec(need_id=need.pk, resource_id=hall.pk, quantity=1)
        )


@pytest.mark.parametrize(("ceiling", "is_asked"), [(2, True), (1, False)])
def test_a_member_is_not_asked_beyond_its_own_ceiling_of_the_year(cast, ceiling, is_asked):
    unit, liaison, worker = cast
    join(unit, ceiling=ceiling)
    hall = make_resource(unit)
    ask = [ClaimSpec(need_id=make_need().pk, resource_id=hall.pk, quantity=1) for _n in range(2)]
    claim = services.ask_for_resource(actor=worker.as_actor(), spec=ask[0])
    services.consent(actor=liaison.as_actor(), claim_id=claim.pk)

    if is_asked:
        assert services.ask_for_resource(actor=worker.as_actor(), spec=ask[1])
    else:
        with pytest.raises(Conflict, match="上限"):
            services.ask_for_resource(actor=worker.as_actor(), spec=ask[1])
