"""An election through its services: roll, candidates, every way to vote, thresholds at, below and above, what follows."""

from datetime import date, timedelta

import pytest

from gongjian.apps.councils.choices.elections import (
    BallotKind,
    CorrectionKind,
    ElectionKind,
    GivenWay,
    NominationKind,
    TenureEnd,
)
from gongjian.apps.councils.models.elections import Candidate, Proxy, RollEntry, Tenure
from gongjian.apps.councils.services import elections as services
from gongjian.apps.councils.services.elections import (
    CorrectionSpec,
    Day,
    MobileBoxSpec,
    NominationSpec,
    PostSpec,
    ProxySpec,
)
from gongjian.apps.parties.models import Resident
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.election_factories import (
    COMMITTEE,
    PLANNED_ON,
    POSTED_ON,
    VOTES_ON,
    cast,
    close,
    fresh,
    give,
    make_election,
    make_frozen,
    make_listed,
    make_voters,
    make_voting,
    moment,
    names,
    read_twice,
    voters,
)
from tests.factories import COMMUNITIES, make_actor
from tests.hearing_factories import COMMUNITY, make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
ONE = (PostSpec("主任"),)
LATER = Day(moment(VOTES_ON + timedelta(days=8), 8), moment(VOTES_ON + timedelta(days=8), 18), "社区二楼")


@pytest.fixture
def worker():
    return make_actor(Role.WORKER, COMMUNITY)


@pytest.fixture
def colleague():
    return make_actor(Role.WORKER, COMMUNITY)


def test_the_roll_holds_who_is_of_age_on_election_day_by_the_identity_number(worker):
    from gongjian.engines.masking import id_check_digit

    def born(day: date) -> Resident:
        body = f"510903{day:%Y%m%d}001"
        return make_resident(id_number=body + id_check_digit(body))

    of_age, too_young = born(VOTES_ON.replace(year=2008)), born(VOTES_ON.replace(year=2008, day=29))
    make_resident(id_number="")
    election = make_election(worker)
    with at(moment(PLANNED_ON)):
        drawn = services.draw_roll(actor=worker, election_id=election.pk)

    assert [row.resident_id for row in election.roll.all()] == [of_age.pk]
    assert (drawn.listed, drawn.too_young, drawn.age_unknown) == (1, 1, 1)
    assert too_young.pk not in set(election.roll.values_list("resident_id", flat=True))


@pytest.mark.parametrize(("days", "in_time"), [(19, False), (20, True), (21, True)])
def test_the_roll_is_posted_twenty_days_before_the_vote_at_the_latest(worker, days, in_time):
    make_voters(3)
    election = make_election(worker)

    with at(moment(VOTES_ON - timedelta(days=days))):
        if in_time:
            services.post_roll(actor=worker, election_id=election.pk)
        else:
            with pytest.raises(Conflict, match="20 日前公布"):
                services.post_roll(actor=worker, election_id=election.pk)


def test_objections_to_the_roll_are_answered_before_it_is_frozen(worker):
    make_voters(3)
    outsider, gone = make_resident(), Resident.objects.order_by("pk").first()
    election = make_election(worker)
    with at(moment(POSTED_ON)):
        services.post_roll(actor=worker, election_id=election.pk)
    with at(moment(POSTED_ON + timedelta(days=5))):
        add = services.correct_roll(
            actor=worker,
            election_id=election.pk,
            spec=CorrectionSpec(CorrectionKind.ADD, outsider.pk, "住了三年，户口簿在", "本人"),
        )
        strike = services.correct_roll(
            actor=worker,
            election_id=election.pk,
            spec=CorrectionSpec(CorrectionKind.STRIKE, gone.pk, "已搬走"),
        )
        with pytest.raises(Conflict, match="已经有一条异议"):
            services.correct_roll(
                actor=worker,
                election_id=election.pk,
                spec=CorrectionSpec(CorrectionKind.ADD, outsider.pk, "再说一次"),
            )
        with pytest.raises(Conflict, match="异议期到2026-09-08"):
            services.freeze_roll(actor=worker, election_id=election.pk)
    with at(moment(POSTED_ON + timedelta(days=6))):
        with pytest.raises(Conflict, match="5 日内提出"):
            services.correct_roll(
                actor=worker,
                election_id=election.pk,
                spec=CorrectionSpec(CorrectionKind.STRIKE, gone.pk, "晚了"),
            )
        with pytest.raises(Conflict, match="2 条异议没有答复"):
            services.freeze_roll(actor=worker, election_id=election.pk)
        for row in (add, strike):
            services.answer_correction(
                actor=worker,
                election_id=election.pk,
                correction_id=row.pk,
                is_upheld=True,
                answer="核对属实",
            )
        frozen = services.freeze_roll(actor=worker, election_id=election.pk)

    standing = set(election.roll.filter(is_struck=False).values_list("resident_id", flat=True))
    assert outsider.pk in standing
    assert gone.pk not in standing
    assert (frozen.roll_size, len(frozen.roll_hash)) == (3, 64)


@pytest.mark.parametrize(("nominators", "is_enough"), [(9, False), (10, True), (11, True)])
def test_a_joint_nomination_needs_ten_voters_besides_himself(worker, nominators, is_enough):
    make_voters(14)
    election = make_frozen(worker, posts=ONE)
    entries = voters(election, 1, 14)
    spec = NominationSpec(
        post_id=election.posts.get().pk,
        entry_id=entries[0],
        kind=NominationKind.JOINT,
        nominators=entries[: nominators + 1],
    )

    if is_enough:
        assert (
            services.nominate(actor=worker, election_id=election.pk, spec=spec).nominators.count()
            == nominators
        )
    else:
        with pytest.raises(Conflict, match="联名提名要 10 名选民，名册上找到 9 名"):
            services.nominate(actor=worker, election_id=election.pk, spec=spec)


def test_more_candidates_than_seats_must_stand_for_the_committee_and_need_not_for_a_building(worker):
    make_voters(6, address="南津路12号楼1单元")
    election = make_frozen(worker, posts=(PostSpec("委员", 2),))
    _stand(worker, election, 2)
    with (
        at(moment(POSTED_ON + timedelta(days=8))),
        pytest.raises(Conflict, match="至少 3 名，合格的 2 名，差 1 名"),
    ):
        services.post_candidates(actor=worker, election_id=election.pk)

    building = make_listed(
        worker,
        posts=(PostSpec("楼栋长", 1, BallotKind.YES_NO),),
        kind=ElectionKind.BUILDING_HEAD,
        area="12号楼",
    )
    assert building.status == "listed"


def test_every_candidate_is_looked_into_with_a_reason_and_may_step_back_before_the_vote(worker):
    make_voters(6)
    election = make_frozen(worker, posts=ONE)
    with at(moment(POSTED_ON + timedelta(days=8))):
        first, second, third = (
            services.nominate(
                actor=worker,
                election_id=election.pk,
                spec=NominationSpec(
                    post_id=election.posts.get().pk, entry_id=entry, kind=NominationKind.SELF
                ),
            )
            for entry in voters(election, 1, 3)
        )
        with pytest.raises(Conflict, match="3 名候选人没有审查资格"):
            services.post_candidates(actor=worker, election_id=election.pk)
        with pytest.raises(Invalid, match="审查意见"):
            services.check_candidate(actor=worker, candidate_id=first.pk, is_qualified=False, reason=" ")
        services.check_candidate(actor=worker, candidate_id=first.pk, is_qualified=False, reason="任职回避")
        for row in (second, third):
            services.check_candidate(actor=worker, candidate_id=row.pk, is_qualified=True, reason="符合")
        services.post_candidates(actor=worker, election_id=election.pk)
        services.withdraw_candidate(actor=worker, candidate_id=third.pk, reason="身体原因")
        with pytest.raises(Conflict, match="只剩这一名候选人"):
            services.withdraw_candidate(actor=worker, candidate_id=second.pk, reason="也退")
    with at(moment(VOTES_ON)), pytest.raises(Conflict, match="至少 2 名，合格的 1 名"):
        services.open_voting(actor=worker, election_id=election.pk)


def test_namesakes_are_told_apart_on_the_paper(worker):
    for n in range(3):
        make_voters(4)
        Resident.objects.update(name="王强")
        if n == 0:
            break
    election = make_frozen(worker, posts=ONE)
    _stand(worker, election, 2)

    assert names(fresh(election), "主任") == ["王强", "王强（2号）"]


@pytest.mark.parametrize("first", [GivenWay.STATION, GivenWay.TOKEN])
@pytest.mark.parametrize("second", [GivenWay.STATION, GivenWay.TOKEN, GivenWay.MOBILE, GivenWay.PROXY])
def test_nobody_is_given_a_second_ballot_in_whatever_way(worker, first, second):
    make_voters(6)
    election = make_voting(worker, posts=ONE)
    entry = voters(election, 3, 3)

    give(worker, election, entry, first)

    with pytest.raises(Conflict, match=r"3 号.*已经领过票（.*），每人只能领一次"):
        give(worker, election, entry, second)


def test_a_token_votes_once_for_every_post_and_a_used_one_is_refused(worker):
    make_voters(10)
    election = make_voting(worker)
    (token,) = give(worker, election, voters(election, 9, 9), GivenWay.TOKEN)
    head, member = names(election, "主任")[0], names(election, "委员")[:3]

    with pytest.raises(Conflict, match="最多选 1 个"):
        cast(election, token, 主任=names(election, "主任"))
    cast(election, token, 主任=[head], 委员=member)

    with pytest.raises(Conflict, match="已经投过"):
        cast(election, token, 主任=[head])


def test_proxies_are_written_three_a_head_and_not_by_candidates(worker):
    make_voters(12)
    election = make_voting(worker, posts=ONE)
    agent, *principals = voters(election, 5, 10)

    def power(principal: int, holder: int = agent) -> Proxy:
        with at(moment(VOTES_ON, 9)):
            return services.give_proxy(
                actor=worker,
                election_id=election.pk,
                spec=ProxySpec(principal, holder, VOTES_ON - timedelta(days=2), "住院"),
            )

    held = [power(one) for one in principals[:3]]
    with pytest.raises(Conflict, match="每人最多受托 3 票"):
        power(principals[3])
    with pytest.raises(Conflict, match="是候选人，不能接受委托"):
        power(principals[3], voters(election, 1, 1)[0])
    with pytest.raises(Conflict, match="已经委托了别人"):
        power(principals[0], voters(election, 11, 11)[0])
    with pytest.raises(Conflict, match="自己已经委托别人"):
        power(principals[3], principals[0])
    with pytest.raises(Conflict, match="正替别人投票"):
        power(agent, voters(election, 11, 11)[0])
    with pytest.raises(Conflict, match="已经书面委托别人"):
        give(worker, election, [principals[0]], GivenWay.TOKEN)
    with pytest.raises(Conflict, match="没有登记委托"):
        give(worker, election, [principals[4]], GivenWay.PROXY)

    give(worker, election, [principals[0]], GivenWay.PROXY)
    with pytest.raises(Conflict, match="已经领了票，不能再撤销"), at(moment(VOTES_ON, 11)):
        services.revoke_proxy(actor=worker, election_id=election.pk, proxy_id=held[0].pk)
    with at(moment(VOTES_ON, 11)):
        services.revoke_proxy(actor=worker, election_id=election.pk, proxy_id=held[1].pk)
    give(worker, election, [principals[1]], GivenWay.STATION)
    assert RollEntry.objects.get(pk=principals[1]).given == "station"


def test_a_mobile_box_goes_to_who_asked_and_is_mixed_in_before_anything_is_read(worker, colleague):
    make_voters(8)
    election = make_voting(worker, posts=ONE)
    with at(moment(VOTES_ON, 9)):
        with pytest.raises(Invalid, match="两名不同的监票人"):
            services.add_mobile_box(
                actor=worker, election_id=election.pk, spec=MobileBoxSpec("一号", "敬老院", ("张三", "张三"))
            )
        box = services.add_mobile_box(
            actor=worker, election_id=election.pk, spec=MobileBoxSpec("一号", "敬老院", ("张三", "李四"))
        )
        asked = voters(election, 7, 7)
        services.ask_for_mobile_box(actor=worker, election_id=election.pk, entry_id=asked[0], box_id=box.pk)
    with pytest.raises(Conflict, match="没有申请流动票箱"):
        give(worker, election, voters(election, 6, 6), GivenWay.MOBILE)
    give(worker, election, asked, GivenWay.MOBILE)
    give(worker, election, voters(election, 1, 5), GivenWay.STATION)

    with at(moment(VOTES_ON, 19)):
        with pytest.raises(Conflict, match="一号还没有并入总票箱"):
            services.count_papers(actor=worker, election_id=election.pk, number=6)
        services.mix_mobile_box(actor=worker, election_id=election.pk, box_id=box.pk)
        with pytest.raises(Conflict, match="发出 6 张纸票，收回 7 张"):
            services.count_papers(actor=worker, election_id=election.pk, number=7)
    read_twice((worker, colleague), election, {"主任": "1 ×5\n2"})

    counted = close(worker, election)
    assert counted.posts.get().result["marks"] == [
        [names(election, "主任")[0], 5],
        [names(election, "主任")[1], 1],
    ]
    assert "mobile" not in str(counted.posts.get().certificate)


def test_papers_are_read_by_two_and_every_post_has_as_many_as_came_back(worker, colleague):
    make_voters(8)
    election = make_voting(worker, posts=(PostSpec("主任"), PostSpec("副主任")))
    give(worker, election, voters(election, 1, 5), GivenWay.STATION)
    head = election.posts.get(name="主任")

    with at(moment(VOTES_ON, 10)), pytest.raises(Conflict, match="截止以后才能开箱"):
        services.count_papers(actor=worker, election_id=election.pk, number=5)
    with at(moment(VOTES_ON, 19)):
        with pytest.raises(Conflict, match="还没有开箱清点"):
            services.read_papers(actor=worker, post_id=head.pk, lines="1")
        services.count_papers(actor=worker, election_id=election.pk, number=5)
        with pytest.raises(Conflict, match="收回 5 张纸票，这里录了 4 张"):
            services.read_papers(actor=worker, post_id=head.pk, lines="1 ×4")
        with pytest.raises(Invalid, match="第 2 行：没有 7 号"):
            services.read_papers(actor=worker, post_id=head.pk, lines="1 ×4\n7")
        services.read_papers(actor=worker, post_id=head.pk, lines="1 ×4\n空")
        with pytest.raises(Conflict, match="第二遍请换一个人"):
            services.read_papers(actor=worker, post_id=head.pk, lines="1 ×4\n空")
        told = services.read_papers(actor=colleague, post_id=head.pk, lines="1 ×3\n2\n空")
        assert "两个人录的不一样" in told.difference
    with at(moment(VOTES_ON, 20)), pytest.raises(Conflict, match="5 张纸票还没有录"):
        services.close_voting(actor=worker, election_id=election.pk)


@pytest.mark.parametrize(("voted", "is_valid"), [(9, False), (10, False), (11, True)])
def test_more_than_half_of_the_roll_must_vote(worker, colleague, voted, is_valid):
    make_voters(20)
    election = make_voting(worker, posts=ONE)
    give(worker, election, voters(election, 1, voted), GivenWay.STATION)
    read_twice((worker, colleague), election, {"主任": f"1 ×{voted}"})

    result = close(worker, election).posts.get().result

    assert result["is_valid"] is is_valid
    assert bool(result["elected"]) is is_valid
    assert ("至少 11 人" in result["void_words"]) is not is_valid


@pytest.mark.parametrize(("got", "is_elected"), [(7, False), (8, False), (9, True)])
def test_more_than_half_of_the_votes_elect(worker, colleague, got, is_elected):
    make_voters(20)
    election = make_voting(worker, posts=ONE)
    give(worker, election, voters(election, 1, 16), GivenWay.STATION)
    read_twice((worker, colleague), election, {"主任": f"1 ×{got}\n空 ×{16 - got}"})

    result = close(worker, election).posts.get().result

    assert (bool(result["elected"]), result["needed"]) == (is_elected, 9)


@pytest.mark.parametrize(("got", "is_elected"), [(3, False), (4, True), (5, True)])
def test_a_second_round_among_those_next_in_votes_asks_for_a_third(worker, colleague, got, is_elected):
    make_voters(20)
    first = make_voting(worker, posts=ONE, standing={"主任": (1, 2, 3)})
    give(worker, first, voters(first, 1, 12), GivenWay.STATION)
    read_twice((worker, colleague), first, {"主任": "1 ×5\n2 ×4\n3 ×2\n空"})
    assert close(worker, first).posts.get().result["open_seats"] == 1

    with at(moment(VOTES_ON + timedelta(days=1))):
        second = services.plan_second_round(actor=worker, election_id=first.pk, day=LATER)
        with pytest.raises(Conflict, match="已经安排"):
            services.plan_second_round(actor=worker, election_id=first.pk, day=LATER)
    assert names(second, "主任") == names(first, "主任")[:2]
    assert (second.roll_size, second.cause) == (20, "second_round")
    with at(LATER.opens_at):
        services.open_voting(actor=worker, election_id=second.pk)
        services.give_ballots(
            actor=worker, election_id=second.pk, entries=voters(second, 1, 12), way=GivenWay.STATION
        )
    with at(LATER.closes_at + timedelta(hours=1)):
        services.count_papers(actor=worker, election_id=second.pk, number=12)
        for reader in (worker, colleague):
            services.read_papers(
                actor=reader, post_id=second.posts.get().pk, lines=f"1 ×{got}\n空 ×{12 - got}"
            )
        closed = services.close_voting(actor=worker, election_id=second.pk)

    assert bool(closed.posts.get().elected) is is_elected
    assert services.recount(actor=worker, election_id=second.pk) == ()


def test_who_is_elected_higher_leaves_his_lower_seat_to_the_next_and_ties_stay_open(worker, colleague):
    make_voters(12)
    election = make_voting(
        worker,
        posts=(PostSpec("主任"), PostSpec("委员", 2)),
        standing={"主任": (1, 2), "委员": (1, 3, 4, 5)},
    )
    give(worker, election, voters(election, 1, 10), GivenWay.STATION)
    read_twice((worker, colleague), election, {"主任": "1 ×8\n2 ×2", "委员": "12 ×6\n13 ×2\n14 ×1\n34 ×1"})

    head, members = close(worker, election).posts.order_by("order")

    assert head.elected == names(election, "主任")[:1]
    assert members.elected == [names(election, "委员")[1]]
    assert (members.result["open_seats"], members.result["excluded"]) == (1, head.elected)


def test_others_are_written_in_and_elected(worker, colleague):
    make_voters(12)
    election = make_voting(worker, posts=ONE)
    outsider = election.roll.get(number=9).resident
    give(worker, election, voters(election, 1, 8), GivenWay.STATION)
    read_twice((worker, colleague), election, {"主任": f"{outsider.name} ×6\n1\n废"})
    close(worker, election)

    with at(moment(VOTES_ON, 21)):
        services.announce(actor=worker, election_id=election.pk)

    tenure = Tenure.objects.get()
    assert (tenure.resident_id, tenure.post_name) == (outsider.pk, "主任")


def test_yes_and_no_on_the_one_candidate_of_a_building(worker, colleague):
    make_voters(6, address="南津路12号楼1单元")
    election = make_voting(
        worker,
        posts=(PostSpec("楼栋长", 1, BallotKind.YES_NO),),
        kind=ElectionKind.BUILDING_HEAD,
        area="12号楼",
    )
    give(worker, election, voters(election, 1, 5), GivenWay.STATION)
    read_twice((worker, colleague), election, {"楼栋长": "1 ×3\n2\n3"})

    post = close(worker, election).posts.get()

    assert post.elected == names(election, "楼栋长")
    assert post.result["marks"] == [["yes", 3], ["no", 1], ["abstain", 1]]


def test_terms_begin_and_who_leaves_is_followed_by_a_by_election(worker, colleague):
    make_voters(12)
    election = make_voting(worker, posts=(PostSpec("委员", 1),))
    give(worker, election, voters(election, 1, 10), GivenWay.STATION)
    read_twice((worker, colleague), election, {"委员": "1 ×10"})
    close(worker, election)
    with at(moment(VOTES_ON, 21)):
        services.announce(actor=worker, election_id=election.pk)
    tenure = Tenure.objects.get()
    assert (tenure.starts_on, tenure.ends_on) == (VOTES_ON, date(2031, 9, 27))
    assert Resident.objects.get(pk=tenure.resident_id).group == "committee"

    day = Day(moment(date(2027, 3, 1), 8), moment(date(2027, 3, 1), 18), "社区二楼")
    with at(moment(date(2027, 1, 4))):
        with pytest.raises(Conflict, match="还在任"):
            services.plan_by_election(actor=worker, tenure_ids=[tenure.pk], title="补选", day=day)
        services.leave_post(actor=worker, tenure_id=tenure.pk, on=date(2027, 1, 3), why=TenureEnd.RESIGNED)
        by = services.plan_by_election(actor=worker, tenure_ids=[tenure.pk], title="补选委员", day=day)

    assert (by.cause, by.posts.get().name, by.posts.get().seats) == ("by_election", "委员", 1)
    assert Resident.objects.get(pk=tenure.resident_id).group == "resident"


def test_a_recount_is_equal_and_the_trail_names_no_voter_who_took_a_ballot(worker, colleague):
    make_voters(12)
    election = make_voting(worker)
    before = AuditEntry.objects.count()
    tokens = give(worker, election, voters(election, 1, 6), GivenWay.TOKEN)
    give(worker, election, voters(election, 7, 9), GivenWay.STATION)
    for token in tokens:
        cast(election, token, 主任=names(election, "主任")[:1], 委员=names(election, "委员")[:2])
    read_twice((worker, colleague), election, {"主任": "2 ×3", "副主任": "空 ×3", "委员": "12 ×3"})
    close(worker, election)

    assert services.recount(actor=worker, election_id=election.pk) == ()
    acts = AuditEntry.objects.order_by("pk")[before:]
    assert {row.object_type for row in acts} == {"councils.election"}
    handed = [row.after for row in acts if row.action == "councils.election_ballots_given"]
    assert handed == [{"way": "token", "number": 6}, {"way": "station", "number": 3}]


def test_another_community_sees_and_does_nothing(worker):
    make_voters(6)
    election = make_voting(worker, posts=ONE)
    neighbour, viewer = make_actor(Role.WORKER, COMMUNITIES[1]), make_actor(Role.VIEWER, COMMUNITY)

    with pytest.raises(NotFound):
        give(neighbour, election, voters(election, 1, 1), GivenWay.TOKEN)
    with pytest.raises((NotFound, NotAllowed)):
        give(viewer, election, voters(election, 1, 1), GivenWay.TOKEN)


def test_a_committee_of_five_is_elected_with_three_posts_on_one_paper(worker):
    make_voters(10)

    election = make_election(worker)

    assert [(post.name, post.seats) for post in election.posts.all()] == [
        (post.name, post.seats) for post in COMMITTEE
    ]
    assert set(election.rule["citations"]) >= {"thresholds", "roll_days"}


def _stand(worker, election, number) -> list[Candidate]:
    found = []
    with at(moment(POSTED_ON + timedelta(days=8))):
        for entry in voters(election, 1, number):
            candidate = services.nominate(
                actor=worker,
                election_id=election.pk,
                spec=NominationSpec(
                    post_id=election.posts.get().pk, entry_id=entry, kind=NominationKind.SELF
                ),
            )
            found.append(
                services.check_candidate(
                    actor=worker, candidate_id=candidate.pk, is_qualified=True, reason="符合条件"
                )
            )
    return found
