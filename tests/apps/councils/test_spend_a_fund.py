"""A community fund from its opening to its accounts: who may do what when, and what is refused with which sentence."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongjian.apps.councils.choices.budgets import FundStatus, SpendKind, WishSource, WishStatus
from gongjian.apps.councils.models import Fund, Wish
from gongjian.apps.councils.selectors import budgets as reads
from gongjian.apps.councils.services import budgets as services
from gongjian.apps.councils.services.budgets import WishSpec
from gongjian.apps.documents.selectors.paper import check_paper
from gongjian.apps.parties.models import Notice
from gongjian.core.access import Actor, Role
from gongjian.core.ballots import box_of, cast
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from gongjian.engines.masking import id_check_digit
from gongjian.engines.tally import Ballot, check_fund_certificate
from tests.factories import COMMUNITIES, OTHER_COUNTY, make_actor, make_user
from tests.fund_factories import (
    COMMUNITY,
    COSTS,
    FUND,
    make_accepted,
    make_counted,
    make_fund,
    make_posted,
    make_running,
    make_voters,
    make_wish,
    open_fund_vote,
    photo,
    spend,
)
from tests.paper_text import text_of


@pytest.fixture
def worker(places: None) -> Actor:
    return make_actor(Role.WORKER, COMMUNITY)


def test_the_published_example_is_explained_to_the_cent(worker: Actor) -> None:
    fund = make_counted(worker)
    told = reads.explanation_of(reads.get_fund(worker, fund.pk))

    assert told.is_reconciled
    assert told.fund == FUND == sum(one.paid for one in told.rounds) + told.left
    assert [one.title for one in told.rounds][:1] == ["修自行车棚"]
    assert {one.title for one in told.rounds} | {miss.title for miss in told.missed} == set(COSTS)
    funded = set(fund.wishes.filter(status=WishStatus.FUNDED).values_list("title", flat=True))
    assert funded == {one.title for one in told.rounds}


def test_the_count_is_certified_and_counted_again(worker: Actor) -> None:
    fund = make_counted(worker)

    assert check_fund_certificate(fund.certificate) == ()
    assert services.recount(actor=worker, fund_id=fund.pk) == ()
    Fund.objects.filter(pk=fund.pk).update(
        certificate=fund.certificate.replace('"fund": 1100000', '"fund": 1200000')
    )
    assert services.recount(actor=worker, fund_id=fund.pk)


def test_the_papers_are_clean_under_the_figure_checker(worker: Actor) -> None:
    fund = make_running(worker)
    for wish in fund.wishes.filter(status=WishStatus.FUNDED):
        services.add_spend(
            actor=worker, wish_id=wish.pk, spec=spend(SpendKind.PAYMENT, (wish.cost_cents or 0) - 333)
        )
        services.finish_wish(actor=worker, wish_id=wish.pk, spec=spend(SpendKind.DONE, uploads=[photo()]))
    services.settle(actor=worker, fund_id=fund.pk)
    fund = reads.get_fund(worker, fund.pk)

    for page in (reads.list_page(fund), reads.result_page(fund), reads.accounts_page(fund)):
        checked = check_paper(text_of(page))
        assert not checked.cards, [card.finding for card in checked.cards]
    assert check_paper(text_of(reads.accounts_page(fund))).held
    for paper in ("list", "result", "accounts"):
        for form in ("docx", "pdf"):
            found = services.render_paper(actor=worker, fund_id=fund.pk, paper=paper, form=form)
            assert len(found.content) > 1000


def test_a_project_is_costed_within_the_bounds_of_the_rule(worker: Actor) -> None:
    fund = make_fund(worker)
    wish = make_wish(worker, fund)
    least, most = reads.bounds_of(fund.rule, fund.fund_cents)

    for outside in (least - 1, most + 1):
        with pytest.raises(Invalid, match="之间"):
            services.cost_wish(actor=worker, wish_id=wish.pk, cost_cents=outside, cost_basis="报价")
    for inside in (least, most):
        services.cost_wish(actor=worker, wish_id=wish.pk, cost_cents=inside, cost_basis="报价")


def test_the_proposer_of_a_declined_project_is_told_before_the_list_is_posted(worker: Actor) -> None:
    fund = make_fund(worker)
    make_accepted(worker, fund)
    wish = make_wish(worker, fund, proposer="周大姐", contact="13800000000")

    with pytest.raises(Conflict, match="没有核算或审查"):
        services.post_list(actor=worker, fund_id=fund.pk, posted_at_place="公示栏")
    services.decline_wish(actor=worker, wish_id=wish.pk, verdict="路灯归市政，已经报修")
    with pytest.raises(Conflict, match="告知"):
        services.post_list(actor=worker, fund_id=fund.pk, posted_at_place="公示栏")
    services.tell_proposer(actor=worker, wish_id=wish.pk, told_how="打电话")
    services.post_list(actor=worker, fund_id=fund.pk, posted_at_place="公示栏")

    assert sorted(Wish.objects.filter(fund=fund, status=WishStatus.ACCEPTED).values_list("number", flat=True)) == [
        1, 2, 3, 4, 5
    ]  # fmt: skip


def test_a_member_with_an_account_is_told_by_the_system(worker: Actor) -> None:
    member = make_user(Role.WORKER, COMMUNITY)
    fund = make_fund(worker)
    wish = make_wish(member.as_actor(), fund, source=WishSource.MEMBER)

    services.decline_wish(actor=worker, wish_id=wish.pk, verdict="没有地方")

    assert Notice.objects.get(user=member).sentence == "你提出的“修路灯”没有上票：没有地方"
    assert not Wish.objects.get(pk=wish.pk).is_untold


def test_the_door_proposes_only_for_its_place_and_while_projects_are_collected(worker: Actor) -> None:
    fund = make_fund(worker)
    spec = WishSpec(title="座椅", where="小广场", what="老人没有地方坐", source=WishSource.DOOR)

    services.propose_at_door(fund_id=fund.pk, place_code=COMMUNITY, spec=spec)
    with pytest.raises(Conflict, match="已经有人提出"):
        services.propose_at_door(fund_id=fund.pk, place_code=COMMUNITY, spec=spec)
    with pytest.raises(NotAllowed):
        services.propose_at_door(fund_id=fund.pk, place_code=COMMUNITIES[1], spec=spec)
    Fund.objects.filter(pk=fund.pk).update(collect_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Conflict, match="已经结束"):
        make_wish(worker, fund, "路灯")


def test_a_list_taken_back_draws_its_numbers_anew(worker: Actor) -> None:
    fund = make_fund(worker)
    make_accepted(worker, fund)
    services.post_list(actor=worker, fund_id=fund.pk, posted_at_place="公示栏")

    services.take_list_back(actor=worker, fund_id=fund.pk, reason="有一项报价算错")

    assert not Wish.objects.filter(fund=fund, number__isnull=False).exists()
    services.post_list(actor=worker, fund_id=fund.pk, posted_at_place="公示栏")


def test_the_vote_waits_for_the_posting_and_freezes_the_roll(worker: Actor) -> None:
    make_voters(3)
    make_voters(1, id_number="51090320150301001" + id_check_digit("51090320150301001"))
    make_voters(1, is_active=False)
    fund = make_posted(worker)
    Fund.objects.filter(pk=fund.pk).update(posted_until=timezone.localdate())

    with pytest.raises(Conflict, match="公示到"):
        open_fund_vote(worker, fund)
    Fund.objects.filter(pk=fund.pk).update(posted_until=timezone.localdate() - timedelta(days=1))
    tokens = open_fund_vote(worker, fund)
    make_voters(2)

    fund.refresh_from_db()
    assert len(tokens) == fund.roll_size == 3


def test_a_token_votes_once_and_marks_no_more_than_the_rule_lets(worker: Actor, client: Client) -> None:
    make_voters(2)
    fund = make_posted(worker)
    Fund.objects.filter(pk=fund.pk).update(rule={**fund.rule, "most_marks": 2})
    first, second = open_fund_vote(worker, fund)
    url = f"/councils/funds/vote/{fund.vote_key}/"

    too_many = client.post(url, {"choice": ["1", "2", "3"], "token": first})
    voted = client.post(url, {"choice": ["1", "2"], "token": first})
    again = client.post(url, {"choice": ["4"], "token": first})

    assert (too_many.status_code, voted.status_code, again.status_code) == (422, 200, 422)
    assert box_of(fund.vote_key).returned == 1
    with pytest.raises(Conflict, match="还有票没有收回"):
        services.close_vote(actor=worker, fund_id=fund.pk)
    client.post(url, {"choice": ["2"], "token": second})
    assert services.close_vote(actor=worker, fund_id=fund.pk).status == FundStatus.COUNTED


def test_papers_are_read_by_two_and_count_beside_the_tokens(worker: Actor, client: Client) -> None:
    make_voters(6)
    fund = make_posted(worker)
    tokens = open_fund_vote(worker, fund, papers=4)
    for token in tokens:
        cast(fund.vote_key, token, Ballot(("1",)))
    url = f"/councils/funds/{fund.pk}/papers/"

    for lines in ("1 2 × 2\n3\n空", "3\n1，2*2\n空 x 1"):
        reader = make_user(Role.WORKER, COMMUNITY)
        client.force_login(reader)
        assert client.post(url, {"lines": lines}).status_code == 302
    assert client.post(url, {"lines": "一二"}).status_code == 422

    fund = services.close_vote(actor=worker, fund_id=fund.pk)
    assert fund.outcome is not None
    assert (fund.outcome["returned"], fund.outcome["spoilt"], fund.outcome["voters"]) == (6, 1, 5)


def test_no_more_is_paid_than_residents_voted_for(worker: Actor) -> None:
    fund = make_running(worker)
    wish = fund.wishes.filter(status=WishStatus.FUNDED).first()
    assert wish is not None
    assert wish.cost_cents is not None
    half = wish.cost_cents // 2

    services.add_spend(actor=worker, wish_id=wish.pk, spec=spend(SpendKind.CONTRACT, wish.cost_cents))
    services.add_spend(actor=worker, wish_id=wish.pk, spec=spend(SpendKind.PAYMENT, half))
    with pytest.raises(Conflict, match="就超了"):
        services.add_spend(
            actor=worker, wish_id=wish.pk, spec=spend(SpendKind.PAYMENT, wish.cost_cents - half + 1)
        )
    services.add_spend(actor=worker, wish_id=wish.pk, spec=spend(SpendKind.PAYMENT, wish.cost_cents - half))
    with pytest.raises(Invalid, match="照片"):
        services.finish_wish(actor=worker, wish_id=wish.pk, spec=spend(SpendKind.DONE))


def test_what_was_not_paid_returns_once_all_projects_ended(worker: Actor) -> None:
    fund = make_running(worker)
    first, *others = fund.wishes.filter(status=WishStatus.FUNDED)
    services.add_spend(actor=worker, wish_id=first.pk, spec=spend(SpendKind.PAYMENT, 100_001))
    with pytest.raises(Conflict, match="没有做完"):
        services.settle(actor=worker, fund_id=fund.pk)
    services.finish_wish(actor=worker, wish_id=first.pk, spec=spend(SpendKind.DONE, uploads=[photo()]))
    for wish in others:
        services.stop_wish(actor=worker, wish_id=wish.pk, spec=spend(SpendKind.STOPPED, words="场地被占"))

    settled = services.settle(actor=worker, fund_id=fund.pk)

    assert settled.returned_cents == FUND - 100_001


@pytest.mark.parametrize(
    ("state", "act", "more"),
    [
        (FundStatus.VOTING, services.post_list, {"posted_at_place": "栏"}),
        (FundStatus.COLLECTING, services.close_vote, {}),
        (FundStatus.ANNOUNCED, services.void_fund, {"reason": "不办"}),
        (FundStatus.COLLECTING, services.settle, {}),
        (FundStatus.POSTED, services.announce, {}),
    ],
)
def test_a_step_out_of_turn_is_refused(
    worker: Actor, state: FundStatus, act: Any, more: dict[str, str]
) -> None:
    fund = make_fund(worker)
    Fund.objects.filter(pk=fund.pk).update(status=state)

    with pytest.raises(Conflict, match="现在是"):
        act(actor=worker, fund_id=fund.pk, **more)


def test_another_place_sees_nothing_and_a_reader_changes_nothing(worker: Actor) -> None:
    fund = make_fund(worker)
    reader = make_actor(Role.VIEWER, COMMUNITY)

    with pytest.raises(NotFound):
        reads.get_fund(make_actor(Role.OFFICE, OTHER_COUNTY), fund.pk)
    with pytest.raises(NotAllowed):
        services.void_fund(actor=reader, fund_id=fund.pk, reason="不办")
    with pytest.raises(NotAllowed):
        make_wish(reader, fund)


def test_the_pages_of_a_counted_fund_open(worker: Actor, client: Client) -> None:
    user = make_user(Role.WORKER, COMMUNITY)
    fund = make_counted(worker)
    client.force_login(user)
    wish = fund.wishes.first()
    assert wish is not None

    explained = client.get(f"/councils/funds/{fund.pk}/explained/").content.decode()

    assert "对账：一分不差" in explained
    assert "系统逐分核对过" in explained
    for path in ("", f"{fund.pk}/", f"{fund.pk}/table.xlsx", f"{fund.pk}/certificate.json"):
        assert client.get(f"/councils/funds/{path}").status_code == 200
    assert client.get(f"/councils/wishes/{wish.pk}/").status_code == 200


def test_the_figures_of_funds_open_their_rows(worker: Actor) -> None:
    fund = make_running(worker)
    first, *_others = fund.wishes.filter(status=WishStatus.FUNDED)
    services.add_spend(actor=worker, wish_id=first.pk, spec=spend(SpendKind.PAYMENT, 220_000))
    services.finish_wish(actor=worker, wish_id=first.pk, spec=spend(SpendKind.DONE, uploads=[photo()]))
    today = timezone.localdate()
    period = Period(today, today)

    found = {
        key: read_figure(f"councils.fund_{key}", place_code=COMMUNITY, period=period).value
        for key in ("amount", "voters", "turnout", "paid", "projects", "done")
    }

    projects = fund.wishes.filter(status__in=(WishStatus.FUNDED, WishStatus.DONE)).count()
    assert found == {
        "amount": 11_000,
        "voters": 11,
        "turnout": 100,
        "paid": 20,
        "projects": projects,
        "done": Fraction(100, projects),
    }


def test_the_worker_is_told_what_waits_and_finds_the_fund(worker: Actor) -> None:
    fund = make_fund(worker)
    assert reads.open_items(worker) == []

    make_wish(worker, fund)

    assert [item.title for item in reads.open_items(worker)] == ["核算、审查居民提的项目：社区保障资金"]
    assert [hit.label for hit in reads.search(worker, "保障")] == ["社区保障资金"]
    assert reads.search(make_actor(Role.OFFICE, OTHER_COUNTY), "保障") == []
