"""A whole proposal: worked out, explained, decided pair by pair, the rest solved again, what nobody can give passed up."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.urls import reverse

from gongjian.apps.cobuilding.choices import ClaimStatus, NeedStatus, PairStatus, RunState, UnmetReason
from gongjian.apps.cobuilding.models import Claim, Need, ProposalRun, ProposedPair, RuledOut, UnmetNeed
from gongjian.apps.cobuilding.selectors.proposals.standing import (
    cost_of_swap,
    drift_of,
    explain,
    load_standing,
)
from gongjian.apps.cobuilding.services.claims import consent, decline
from gongjian.apps.cobuilding.services.proposals import (
    RunSpec,
    accept_pairs,
    forbid_pair,
    raise_unmet,
    start_run,
    swap_pair,
)
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.cobuilding_factories import (
    HERE,
    join,
    make_liaison,
    make_need,
    make_resource,
    make_unit,
    make_worker,
)
from tests.factories import COMMUNITIES, OTHER_STREET, STREET, make_user

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 1), date(2026, 12, 31)


@pytest.fixture
def worker(places):
    return make_worker(STREET).as_actor()


def run_for(actor, place_code=STREET):
    return start_run(actor=actor, spec=RunSpec(place_code=place_code, starts_on=FIRST, ends_on=LAST))


def wide(unit, **stated):
    """A resource for the whole street."""
    return make_resource(
        unit, **{"published_to": STREET, "weekdays": "", "place_code": unit.place_code, **stated}
    )


def pairs_of(run):
    return {(pair.need_id, pair.resource_id): pair.quantity for pair in run.pairs.all()}


def test_a_street_with_several_communities_is_proposed_at_once(worker):
    hall = wide(make_unit(), quantity=5)
    here = make_need(quantity=8)
    there = make_need(quantity=2, place_code=COMMUNITIES[1], published_to=COMMUNITIES[1])

    run = run_for(worker)

    assert run.state == RunState.READY
    assert (run.needs, run.resources, run.asked, run.served) == (2, 1, 10, 5)
    assert run.levels[0] == ["最低满足率", "1/2", "1/2"], (
        "the small community gets its half, the large one 4 of 8"
    )
    assert pairs_of(run) == {(here.pk, hall.pk): 4, (there.pk, hall.pk): 1}
    assert set(run.unmet.values_list("short", "reason")) == {(4, UnmetReason.SHORT), (1, UnmetReason.SHORT)}


def test_what_was_asked_agreed_or_turned_down_is_taken_off_first(worker):
    bank, school = make_unit("银行"), make_unit("学校")
    hall, room = wide(bank, quantity=6), wide(school, quantity=9)
    need = make_need(quantity=10)
    first = run_for(worker)
    taken = first.pairs.get(resource=hall)
    accept_pairs(actor=worker, run_id=first.pk, pair_ids=[taken.pk])
    claim = Claim.objects.get()
    consent(actor=make_liaison(bank).as_actor(), claim_id=claim.pk)

    again = run_for(worker)

    first.refresh_from_db()
    assert first.state == RunState.REPLACED
    assert pairs_of(again) == {(need.pk, room.pk): 10 - claim.quantity}
    accept_pairs(actor=worker, run_id=again.pk, pair_ids=[again.pairs.get().pk])
    asked = Claim.objects.get(resource=room)
    decline(actor=make_liaison(school).as_actor(), claim_id=asked.pk, reason="那天在考试")
    last = run_for(worker)
    assert room.pk not in {resource for _need, resource in pairs_of(last)}, "a unit is not asked twice for it"


def test_accepting_asks_the_units_and_moves_nothing_else(worker):
    hall, room = wide(make_unit("银行"), quantity=3), wide(make_unit("学校"), quantity=3)
    make_need(quantity=3), make_need(quantity=3, title="另一间")
    run = run_for(worker)
    before = pairs_of(run)

    done = accept_pairs(actor=worker, run_id=run.pk, pair_ids=list(run.pairs.values_list("pk", flat=True)))

    assert (done.count, done.refused) == (2, ())
    assert pairs_of(run) == before
    assert set(Claim.objects.values_list("resource_id", "status")) == {(hall.pk, "asked"), (room.pk, "asked")}
    assert set(run.pairs.values_list("status", flat=True)) == {PairStatus.ACCEPTED}


def test_a_pair_ruled_out_gives_way_to_the_next_best_and_stays_out(worker):
    near, far = wide(make_unit("近处"), quantity=5), wide(make_unit("远处"), quantity=5)
    need = make_need(quantity=5)
    run = run_for(worker)
    pair = run.pairs.get()
    other = far if pair.resource_id == near.pk else near

    moved = forbid_pair(actor=worker, run_id=run.pk, pair_id=pair.pk, reason="上次的场地太吵")

    run.refresh_from_db()
    assert pairs_of(run) == {(need.pk, other.pk): 5}
    assert run.pairs.get().is_new
    assert moved.gained == (need.pk,)
    assert run.version == 1
    assert RuledOut.objects.get().reason == "上次的场地太吵"
    assert pairs_of(run_for(worker)) == {(need.pk, other.pk): 5}, "later runs keep to it"


def test_a_whole_unit_is_ruled_out_and_what_nobody_serves_is_said(worker):
    unit = make_unit()
    wide(unit, quantity=5), wide(unit, quantity=5, title="四楼会议室")
    make_need(quantity=5)
    run = run_for(worker)

    forbid_pair(
        actor=worker, run_id=run.pk, pair_id=run.pairs.first().pk, reason="合作过，不合适", is_whole_unit=True
    )

    assert not run.pairs.exists()
    assert run.unmet.get().short == 5


def test_another_resource_is_chosen_though_it_costs_somebody(worker):
    only, any_room = wide(make_unit("银行"), quantity=5), wide(make_unit("学校"), quantity=5)
    need = make_need(quantity=5, urgency=5)
    other = make_need(quantity=5, urgency=1, title="排练")
    run = run_for(worker)
    pair = run.pairs.get(need=need)
    target = any_room if pair.resource_id == only.pk else only

    cost = cost_of_swap(load_standing(run), need.pk, target.pk, 5)
    swap_pair(actor=worker, run_id=run.pk, pair_id=pair.pk, resource_id=target.pk)

    assert cost.losers == ()
    assert run.pairs.get(need=need).resource_id == target.pk
    assert run.pairs.get(need=need).status == PairStatus.ACCEPTED
    assert run.pairs.get(need=other).resource_id == pair.resource_id
    assert Claim.objects.get().resource_id == target.pk


def test_a_resource_that_does_not_fit_can_not_be_chosen(worker):
    fits, _barred = wide(make_unit("银行")), wide(make_unit("学校"), weekdays="1")
    make_need(weekdays="6")
    run = run_for(worker)

    with pytest.raises(Conflict, match="条件和需求对不上"):
        swap_pair(actor=worker, run_id=run.pk, pair_id=run.pairs.get().pk, resource_id=_barred.pk)
    assert run.pairs.get().resource_id == fits.pk


@pytest.mark.parametrize(
    ("need", "resource", "words"),
    [
        ({"weekdays": "6"}, {"weekdays": "12345"}, "资源周六也能用，就会选上"),
        (
            {"starts_at": time(14), "ends_at": time(16)},
            {"starts_at": time(9), "ends_at": time(12)},
            "资源的钟点放宽到 9:00—16:00，就会选上",
        ),
        ({"latitude": Decimal("30.5"), "longitude": Decimal("105.5")},
            {"latitude": Decimal("30.51"), "longitude": Decimal("105.5"), "reach_m": 500}, "服务半径放到 1112 米，就会选上"),
    ],
)  # fmt: skip
def test_a_refusal_names_what_would_change_it_and_that_is_true(worker, need, resource, words):
    unit = make_unit()
    entry, hall = make_need(**need), wide(unit, **resource)
    run = run_for(worker)
    assert run.unmet.get().reason == UnmetReason.BARRED

    reason = explain(load_standing(run), entry.pk, hall.pk)

    assert words in reason.sentence
    fields = dict(reason.widening.fields)
    if "weekdays" in fields:
        hall.weekdays = "".join(map(str, fields["weekdays"]))
    if "closes" in fields:
        hall.starts_at, hall.ends_at = (time(m // 60, m % 60) for m in (fields["opens"], fields["closes"]))
    if "reach_m" in fields:
        hall.reach_m = fields["reach_m"]
    hall.save()
    assert (entry.pk, hall.pk) in pairs_of(run_for(worker))


def test_a_unit_takes_on_no_more_than_it_said(worker):
    unit = make_unit()
    join(unit, ceiling=1)
    wide(unit, quantity=9)
    make_need(quantity=1), make_need(quantity=1, title="另一间")

    run = run_for(worker, HERE) if worker.can("cobuilding.manage", HERE) else run_for(worker)

    assert run.served == 1
    assert (
        "上限" in explain(load_standing(run), run.unmet.get().need_id, run.pairs.get().resource_id).sentence
    )


def test_entries_changed_after_the_run_are_told_and_not_accepted(worker):
    hall, need = wide(make_unit(), quantity=20), make_need(quantity=5)
    run = run_for(worker)
    assert not drift_of(run, load_standing(run)).is_any
    Need.objects.filter(pk=need.pk).update(weekdays="1")
    make_need(quantity=1, title="新的一条")

    done = accept_pairs(actor=worker, run_id=run.pk, pair_ids=[run.pairs.get().pk])

    drift = drift_of(run, load_standing(run))
    assert (drift.new, drift.changed, drift.gone) == (1, 1, 0)
    assert done.count == 0
    assert "改过了" in done.refused[0]
    assert not Claim.objects.exists()
    assert hall.pk == run.pairs.get().resource_id


def test_what_was_accepted_here_is_no_change_of_the_lists(worker):
    wide(make_unit(), quantity=20), make_need(quantity=5)
    run = run_for(worker)

    accept_pairs(actor=worker, run_id=run.pk, pair_ids=[run.pairs.get().pk])

    assert not drift_of(run, load_standing(run)).is_any


def test_what_nobody_can_give_goes_up_in_one_act(worker):
    wide(make_unit()), make_need()
    make_need(category="people.clinic", title="请医生义诊", people=30)
    make_need(category="people.clinic", title="请医生上门", people=12)
    run = run_for(worker)
    assert run.unmet.filter(reason=UnmetReason.NOBODY).count() == 2

    assert raise_unmet(actor=worker, run_id=run.pk, reason="本街道没有医院") == 2

    assert set(Need.objects.filter(category="people.clinic").values_list("status", flat=True)) == {
        NeedStatus.RAISED
    }
    assert not run.unmet.filter(reason=UnmetReason.NOBODY).exists()
    with pytest.raises(Conflict):
        raise_unmet(actor=worker, run_id=run.pk, reason="再提一次")


def test_rows_of_another_scope_are_not_found_and_units_see_nothing_of_runs(worker, sign_in):
    wide(unit := make_unit()), make_need()
    run = run_for(worker)
    stranger = make_worker(OTHER_STREET)
    pair = run.pairs.get()

    for act in (
        lambda actor: accept_pairs(actor=actor, run_id=run.pk, pair_ids=[pair.pk]),
        lambda actor: forbid_pair(actor=actor, run_id=run.pk, pair_id=pair.pk, reason="x"),
        lambda actor: raise_unmet(actor=actor, run_id=run.pk, reason="x"),
    ):
        with pytest.raises(NotFound):
            act(stranger.as_actor())
    with pytest.raises(NotAllowed):
        run_for(stranger.as_actor())
    liaison = make_liaison(unit)
    assert not ProposalRun.objects.visible_to(liaison.as_actor()).exists()
    assert not ProposedPair.objects.visible_to(liaison.as_actor()).exists()
    assert not UnmetNeed.objects.visible_to(liaison.as_actor()).exists()
    assert sign_in(stranger).get(reverse("cobuilding:proposal", args=[run.pk])).status_code == 404
    assert sign_in(liaison).get(reverse("cobuilding:proposal", args=[run.pk])).status_code == 403


def test_a_run_is_refused_without_needs_and_with_days_the_wrong_way_round(worker):
    with pytest.raises(Invalid, match="没有在征集的需求"):
        run_for(worker)
    with pytest.raises(Invalid, match="早于"):
        start_run(actor=worker, spec=RunSpec(place_code=STREET, starts_on=LAST, ends_on=FIRST))


def test_the_pages_lead_from_a_run_to_a_claim(worker, sign_in):
    wide(make_unit("银行"), quantity=5), wide(make_unit("学校"), quantity=5, weekdays="1")
    need = make_need(quantity=5, weekdays="16")
    lonely = make_need(category="people.clinic", title="请医生义诊", people=30)
    client = sign_in(make_user(Role.WORKER, STREET))

    answer = client.post(
        reverse("cobuilding:add_proposal"),
        {"place_code": STREET, "starts_on": FIRST.isoformat(), "ends_on": LAST.isoformat()},
    )
    run = ProposalRun.objects.get()
    assert answer.url == reverse("cobuilding:proposal", args=[run.pk])
    page = client.get(answer.url).content.decode()
    assert "1 对等你决定" in page
    assert "没有人能满足" in page
    assert "等着的有 30 人" in page
    pair = run.pairs.get()
    forbid = reverse("cobuilding:forbid_pair", args=[run.pk, pair.pk])
    assert client.get(forbid).status_code == 200
    assert client.post(forbid, {"reason": ""}).status_code == 422
    assert client.post(forbid, {"reason": "太吵"}).status_code == 302
    other = run.pairs.get()
    assert other.resource_id != pair.resource_id
    for view in ("proposed", "accepted", "nobody", "barred", "short"):
        assert client.get(f"{answer.url}?view={view}&community={HERE}").status_code == 200
    for name, args in (
        ("proposal_need", [run.pk, need.pk]),
        ("proposal_need", [run.pk, lonely.pk]),
        ("proposal_reason", [run.pk, need.pk, pair.resource_id]),
        ("proposal_drift", [run.pk]),
        ("raise_unmet", [run.pk]),
        ("proposals", []),
        ("add_proposal", []),
        ("swap_pair", [run.pk, other.pk, pair.resource_id]),
    ):
        assert client.get(reverse(f"cobuilding:{name}", args=args)).status_code == 200, name
    client.post(reverse("cobuilding:accept_pairs", args=[run.pk]), {"pair": [other.pk]})
    assert Claim.objects.get().status == ClaimStatus.ASKED
    client.post(reverse("cobuilding:raise_unmet", args=[run.pk]), {"reason": "没有医院"})
    lonely.refresh_from_db()
    assert lonely.status == NeedStatus.RAISED


def test_a_large_run_shows_how_far_it_is(worker, sign_in, monkeypatch):
    wide(make_unit()), make_need()
    run = run_for(worker)
    ProposalRun.objects.filter(pk=run.pk).update(state=RunState.WAITING, step=3)
    client = sign_in(make_user(Role.WORKER, STREET))
    url = reverse("cobuilding:proposal", args=[run.pk])

    assert "算最低满足率" in client.get(url).content.decode()
    part = client.get(f"{url}?poll=1", headers={"HX-Request": "true"}).content.decode()
    assert 'id="progress"' in part
    assert "<html" not in part
    ProposalRun.objects.filter(pk=run.pk).update(state=RunState.READY)
    done = client.get(f"{url}?poll=1", headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == url
