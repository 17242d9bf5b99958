"""Quorum and majority at, below and above; the vote itself; paper read by two."""

import pytest

from gongjian.apps.hearings import services
from gongjian.apps.hearings.models import Hearing
from gongjian.apps.hearings.selectors import reasons_of
from gongjian.core import ballots
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.models import AuditEntry, BallotBox, PaperReading, Rule
from gongjian.engines.tally import Ballot
from tests.factories import make_actor
from tests.hearing_factories import (
    COMMUNITY,
    cast,
    make_application,
    make_attended,
    make_drawn,
    make_pool,
    papers,
    seated,
    vote,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(worker):
    make_pool()
    return make_drawn(worker, make_application(worker))


@pytest.mark.parametrize(("present", "may_vote"), [(9, False), (10, True), (11, True), (15, True)])
def test_two_thirds_of_the_panel_must_have_come(worker, drawn, present, may_vote):
    make_attended(worker, drawn)
    come_first(drawn, present)

    if may_vote:
        assert len(services.open_vote(actor=worker, hearing_id=drawn.pk)[1]) == present
    else:
        with pytest.raises(Conflict, match="至少到 10 人，现在到了 9 人"):
            services.open_vote(actor=worker, hearing_id=drawn.pk)


@pytest.mark.parametrize(("representatives", "may_vote"), [(6, False), (7, True), (8, True)])
def test_two_thirds_of_those_present_must_be_representatives(worker, drawn, representatives, may_vote):
    """Ten of fifteen came: seven of the ten must be representatives."""
    make_attended(worker, drawn)
    come(drawn, representatives, 10 - representatives)

    if may_vote:
        services.open_vote(actor=worker, hearing_id=drawn.pk)
    else:
        with pytest.raises(Conflict, match="居民代表到会的至少要 7 人，现在 6 人"):
            services.open_vote(actor=worker, hearing_id=drawn.pk)


@pytest.mark.parametrize(("yes", "passed"), [(9, False), (10, True), (11, True)])
def test_at_least_two_thirds_of_those_present_pass(worker, drawn, yes, passed):
    make_attended(worker, drawn)

    hearing = vote(worker, drawn, yes=yes, no=15 - yes)

    assert hearing.is_passed is passed
    assert hearing.outcome["needed"] == 10
    assert hearing.application.status == ("passed" if passed else "failed")


@pytest.mark.parametrize(("yes", "passed"), [(7, False), (8, False), (9, True)])
def test_where_the_rule_says_more_than_two_thirds_the_bound_is_not_enough(worker, yes, passed):
    """The rule of 柞水: ten on the panel with three representatives; of twelve present more than eight."""
    shaanxi = Rule.objects.get(key="hearings.panel", place_code="611026")
    Rule.objects.create(
        key="hearings.panel",
        place_code="510903",
        effective_on="2020-01-01",
        value=shaanxi.value,
        citation="柞水",
    )
    make_pool(8, 14)
    hearing = make_drawn(worker, make_application(worker), size=12, representatives=3)
    make_attended(worker, hearing)

    counted = vote(worker, hearing, yes=yes, no=12 - yes)

    assert counted.is_passed is passed
    assert counted.outcome["needed"] == 9


def test_those_who_abstain_or_do_not_vote_stay_in_the_base(worker, drawn):
    make_attended(worker, drawn)

    hearing = vote(worker, drawn, yes=9, abstain=3)

    assert hearing.outcome["returned"] == 12
    assert hearing.outcome["present"] == 15
    assert not hearing.is_passed


def test_every_no_keeps_its_reason_and_without_one_it_is_refused(worker, drawn):
    make_attended(worker, drawn)
    hearing, tokens = services.open_vote(actor=worker, hearing_id=drawn.pk)

    with pytest.raises(Conflict, match="写明理由"):
        cast(hearing, tokens[0], "no")
    cast(hearing, tokens[0], "no", reason="车没有报")
    for token in tokens[1:]:
        cast(hearing, token, "yes")
    counted = services.close_vote(actor=worker, hearing_id=hearing.pk)

    assert reasons_of(counted) == ["车没有报"]
    assert "车没有报" not in counted.certificate


def test_a_token_votes_once_and_nobody_sees_the_count_before_the_end(worker, drawn):
    make_attended(worker, drawn)
    hearing, tokens = services.open_vote(actor=worker, hearing_id=drawn.pk)
    cast(hearing, tokens[0], "yes")

    with pytest.raises(Conflict, match="已经投过"):
        cast(hearing, tokens[0], "yes")
    with pytest.raises(Conflict, match="没有这个票码"):
        cast(hearing, "0000-0000-0000", "yes")
    with pytest.raises(NotFound):
        ballots.cast("nothing", tokens[1], Ballot(("yes",)))
    with pytest.raises(Conflict, match="不能换票码"):
        services.open_vote(actor=worker, hearing_id=drawn.pk)

    assert Hearing.objects.get(pk=drawn.pk).outcome is None
    assert ballots.box_of(hearing.vote_key).returned == 1


def test_lost_slips_are_made_again_while_nobody_has_voted(worker, drawn):
    make_attended(worker, drawn)
    hearing, old = services.open_vote(actor=worker, hearing_id=drawn.pk)

    _, new = services.open_vote(actor=worker, hearing_id=drawn.pk)

    assert not set(old) & set(new)
    with pytest.raises(Conflict, match="没有这个票码"):
        cast(hearing, old[0], "yes")


def test_paper_counts_when_a_second_person_reads_the_same(worker, drawn):
    colleague = make_actor(Role.WORKER, COMMUNITY)
    make_attended(worker, drawn)
    hearing, tokens = services.open_vote(actor=worker, hearing_id=drawn.pk, papers=5)
    for token in tokens:
        cast(hearing, token, "yes")
    with pytest.raises(Conflict, match="5 张纸票还没有录"):
        services.close_vote(actor=worker, hearing_id=hearing.pk)

    first = services.read_papers(actor=worker, hearing_id=hearing.pk, papers=papers(yes=3, no=1, spoilt=1))
    with pytest.raises(Conflict, match="换一个人"):
        services.read_papers(actor=worker, hearing_id=hearing.pk, papers=papers(yes=3, no=1, spoilt=1))
    second = services.read_papers(
        actor=colleague, hearing_id=hearing.pk, papers=papers(yes=3, no=1, spoilt=1)
    )

    assert (first.is_complete, second.is_complete) == (False, True)
    counted = services.close_vote(actor=worker, hearing_id=hearing.pk)
    assert (counted.outcome["yes"], counted.outcome["no"], counted.outcome["spoilt"]) == (13, 1, 1)
    assert not PaperReading.objects.exists()


def test_readings_that_differ_are_both_thrown_away(worker, drawn):
    colleague = make_actor(Role.WORKER, COMMUNITY)
    make_attended(worker, drawn)
    services.open_vote(actor=worker, hearing_id=drawn.pk, papers=2)
    services.read_papers(actor=worker, hearing_id=drawn.pk, papers=papers(yes=2))

    told = services.read_papers(actor=colleague, hearing_id=drawn.pk, papers=papers(yes=1, abstain=1))

    assert "两个人录的不一样" in told.difference
    assert not PaperReading.objects.exists()
    assert ballots.box_of(drawn.vote_key).returned == 0
    with pytest.raises(Conflict, match="重新清点"):
        services.read_papers(actor=worker, hearing_id=drawn.pk, papers=papers(yes=3))
    with pytest.raises(Invalid, match="不同意的只有 0 张"):
        services.read_papers(actor=worker, hearing_id=drawn.pk, papers=services.Papers(1, 0, 0, 0, ("理由",)))


def test_a_recount_is_equal_and_a_changed_box_or_certificate_is_told(worker, drawn):
    make_attended(worker, drawn)
    hearing = vote(worker, drawn, yes=12, no=3)

    assert services.recount(actor=worker, hearing_id=hearing.pk) == ()

    row = BallotBox.objects.get(key=hearing.vote_key)
    row.contents = row.contents.replace('[["no"],', '[["yes"],', 1)
    row.save()
    assert any("对不上" in line for line in services.recount(actor=worker, hearing_id=hearing.pk))
    Hearing.objects.filter(pk=hearing.pk).update(
        certificate=hearing.certificate.replace('"yes": 12', '"yes": 15')
    )
    assert len(services.recount(actor=worker, hearing_id=hearing.pk)) >= 2


def test_nobody_votes_before_the_day_or_the_sign_in(worker, drawn):
    with pytest.raises(Conflict, match="这一步还不能做"):
        services.open_vote(actor=worker, hearing_id=drawn.pk)
    make_attended(worker, drawn, present=0)

    with pytest.raises(Conflict, match="还没有签到"):
        services.open_vote(actor=worker, hearing_id=drawn.pk)


def test_the_trail_tells_when_a_vote_opened_and_closed_and_nothing_between(worker, drawn):
    make_attended(worker, drawn)
    before = AuditEntry.objects.count()

    vote(worker, drawn, yes=15)

    acts = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[before:]
    assert acts == ["hearings.vote_opened", "hearings.vote_closed"]


def come_first(hearing: Hearing, number: int) -> None:
    """Let so many come, representatives two for each other."""
    come(hearing, -(-number * 2 // 3), number - -(-number * 2 // 3))


def come(hearing: Hearing, representatives: int, others: int) -> None:
    """Let so many of each part come."""
    seats = seated(hearing)
    wanted = [s for s in seats if s.group == "representative"][:representatives]
    wanted += [s for s in seats if s.group == "other"][:others]
    assert len(wanted) == representatives + others
    for seat in seats:
        seat.is_present = seat in wanted
        seat.save()
