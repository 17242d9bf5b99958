"""A covenant is voted in secret: the roll frozen, a slip once each, papers read by two, the count and its certificate."""

from collections.abc import Iterable

import pytest
from django.urls import reverse

from gongjian.apps.councils.choices.covenants import SlipWay, VersionStatus
from gongjian.apps.councils.models import CovenantVersion
from gongjian.apps.councils.services import covenants as services
from gongjian.apps.councils.services.covenants import SecretVote
from gongjian.apps.parties.models import Resident, User
from gongjian.core import ballots
from gongjian.core.access import Actor, Role
from gongjian.core.ballots import PaperCount
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.models import AuditEntry, BallotBox
from gongjian.engines import tally
from tests.covenant_factories import COMMUNITY, hands, make_version
from tests.election_factories import make_voters
from tests.factories import make_actor
from tests.hearing_factories import make_resident

pytestmark = pytest.mark.django_db


ON_ROLL = 10


def cast(client, vote, token: str, choice: str):
    return client.post(
        reverse("councils:vote_covenant", args=[vote.vote_key]), {"token": token, "choice": choice}
    )


def opened(worker: Actor, version: CovenantVersion, tokens: int = 6, papers: int = 0):
    """A vote of all residents of age; the first so many hold tokens, the next so many papers."""
    meeting = SecretVote(voters="residents")
    vote = services.open_secret(actor=worker, version_id=version.pk, meeting=meeting)
    held = give(worker, version, range(1, tokens + 1), SlipWay.TOKEN) if tokens else []
    if papers:
        give(worker, version, range(tokens + 1, tokens + papers + 1), SlipWay.PAPER)
    return vote, held


def give(worker: Actor, version: CovenantVersion, numbers: Iterable[int], way: SlipWay) -> list[str]:
    return services.give_slips(actor=worker, version_id=version.pk, numbers=list(numbers), way=way)


@pytest.fixture
def version(worker: Actor) -> CovenantVersion:
    make_voters(ON_ROLL)
    return make_version(status="checked")


@pytest.mark.parametrize(("yes", "is_passed"), [(3, False), (4, True)])
def test_more_than_half_of_those_present_pass_it(
    client, worker: Actor, version: CovenantVersion, yes: int, is_passed: bool
) -> None:
    vote, tokens = opened(worker, version)
    for number, token in enumerate(tokens):
        answer = cast(client, vote, token, tally.YES if number < yes else tally.NO)
        assert answer.status_code == 200

    closed = services.close_secret(actor=worker, version_id=version.pk)

    version.refresh_from_db()
    assert (closed.on_roll, closed.present) == (ON_ROLL, 6)
    assert (closed.yes, closed.no, closed.is_passed) == (yes, 6 - yes, is_passed)
    assert version.status == (VersionStatus.PASSED if is_passed else VersionStatus.NOT_PASSED)
    assert services.recount_secret(actor=worker, version_id=version.pk) == ()


def test_nobody_is_given_a_second_slip_and_the_roll_does_not_change(
    worker: Actor, version: CovenantVersion
) -> None:
    vote, _tokens = opened(worker, version, tokens=2, papers=1)
    for way in SlipWay:
        with pytest.raises(Conflict, match=r"1 号.*已经领过票（票码）"):
            give(worker, version, [4, 1], way)
    with pytest.raises(Conflict, match=r"3 号.*已经领过票（纸票）"):
        give(worker, version, [3], SlipWay.TOKEN)
    with pytest.raises(Invalid, match="没有 11 号"):
        give(worker, version, [11], SlipWay.TOKEN)
    make_resident(name="后来的")
    with pytest.raises(Conflict, match="已经发过票"):
        services.open_secret(actor=worker, version_id=version.pk, meeting=SecretVote(voters="residents"))

    assert not vote.roll.get(number=4).given, "refused together with somebody else"
    box = ballots.box_of(vote.vote_key)
    assert (box.issued, box.roll_size, box.roll_hash) == (3, ON_ROLL, vote.roll_hash)


def test_one_a_household_and_only_representatives(worker: Actor, version: CovenantVersion) -> None:
    people = Resident.objects.order_by("pk")
    for number, one in enumerate(people):
        one.household = f"户{number // 2}" if number < 6 else ""
        one.address = "3栋2单元" if number in (6, 7) else ""
        one.group = "representative" if number < 3 else "resident"
        one.save()
    unknown = make_resident(name="没有身份证号")

    def roll(voters: str) -> list[int]:
        meeting = SecretVote(voters=voters)
        vote = services.open_secret(actor=worker, version_id=version.pk, meeting=meeting)
        return list(vote.roll.order_by("number").values_list("resident_id", flat=True))

    keys = [one.pk for one in people]
    assert roll("residents") == keys[:ON_ROLL], "whose age isn't known is not on it"
    assert roll("households") == [keys[0], keys[2], keys[4], keys[6], keys[8], keys[9], unknown.pk]
    assert roll("representatives") == keys[:3]
    assert version.votes.count() == 1
    Resident.objects.update(group="resident")
    with pytest.raises(Conflict, match="居民登记里没有"):
        roll("representatives")


def test_a_token_votes_once_and_a_closed_vote_takes_none(
    client, worker: Actor, version: CovenantVersion
) -> None:
    vote, tokens = opened(worker, version)
    cast(client, vote, tokens[0], tally.YES)

    again = cast(client, vote, tokens[0], tally.NO)

    assert again.status_code == 422
    assert "已经投过票" in again.content.decode()
    with pytest.raises(Conflict, match="正在进行"):
        services.record_hands(actor=worker, version_id=version.pk, vote=hands())
    services.close_secret(actor=worker, version_id=version.pk)
    assert "投票已经结束" in cast(client, vote, tokens[1], tally.YES).content.decode()


def test_no_trail_tells_who_voted_how_or_took_a_slip(client, worker: Actor, version: CovenantVersion) -> None:
    vote, tokens = opened(worker, version)
    before = AuditEntry.objects.count()

    cast(client, vote, tokens[0], tally.NO)

    assert AuditEntry.objects.count() == before
    assert "sessionid" not in client.cookies
    assert BallotBox.objects.filter(key=vote.vote_key).count() == 1
    given = AuditEntry.objects.get(action="councils.covenant_slips_given")
    assert given.after == {"tokens": 6}


def test_papers_are_read_by_two_people_before_the_count(worker: Actor, version: CovenantVersion) -> None:
    other = make_actor(Role.WORKER, COMMUNITY)
    opened(worker, version, tokens=0, papers=6)
    papers = PaperCount(yes=4, no=1, abstain=0, spoilt=1)
    with pytest.raises(Conflict):
        services.close_secret(actor=worker, version_id=version.pk)

    services.read_papers(actor=worker, version_id=version.pk, papers=papers)
    with pytest.raises(Conflict, match="换一个人"):
        services.read_papers(actor=worker, version_id=version.pk, papers=papers)
    told = services.read_papers(actor=other, version_id=version.pk, papers=papers)
    closed = services.close_secret(actor=worker, version_id=version.pk)

    assert told.is_complete
    assert (closed.yes, closed.spoilt, closed.is_passed) == (4, 1, True)


def test_too_few_present_decide_nothing_and_the_vote_is_given_up(
    client, worker: Actor, version: CovenantVersion
) -> None:
    vote, _tokens = opened(worker, version, tokens=5)
    with pytest.raises(Conflict, match="到会的人不够"):
        services.close_secret(actor=worker, version_id=version.pk)
    with pytest.raises(Invalid, match="为什么作废"):
        services.give_up_secret(actor=worker, version_id=version.pk, reason=" ")

    services.give_up_secret(actor=worker, version_id=version.pk, reason="来的人不够")

    assert BallotBox.objects.get(key=vote.vote_key).is_over
    assert client.get(reverse("councils:vote_covenant", args=[vote.vote_key])).status_code == 404
    again, tokens = opened(worker, version)
    assert (again.vote_key != vote.vote_key, len(tokens)) == (True, 6)


def test_giving_up_the_version_shuts_the_box(client, worker: Actor, version: CovenantVersion) -> None:
    vote, _tokens = opened(worker, version)

    services.drop_version(actor=worker, version_id=version.pk, reason="院子要拆")

    assert BallotBox.objects.get(key=vote.vote_key).is_over
    assert client.get(reverse("councils:vote_covenant", args=[vote.vote_key])).status_code == 404


def test_the_pages_from_the_roll_to_the_slips(client, worker: Actor, version: CovenantVersion) -> None:
    client.force_login(User.objects.get(pk=worker.user_id))
    started = client.post(reverse("councils:open_secret", args=[version.pk]), {"voters": "residents"})
    roll = reverse("councils:covenant_roll", args=[version.pk])
    assert started.url == roll

    slips = client.post(roll, {"numbers": "1-3", "way": "token"})
    assert slips["Cache-Control"] == "no-store"
    assert len(slips.context["slips"].tokens) == 3
    assert client.post(roll, {"numbers": "4", "way": "paper"}).status_code == 302
    assert client.post(roll, {"numbers": "4", "way": "token"}).status_code == 422

    page = client.get(roll).content.decode()
    assert "名册 10 人，4 人领了票" in page
    name = Resident.objects.first().name
    assert name not in page, "names are masked"
    void = client.post(reverse("councils:give_up_secret", args=[version.pk]), {"reason": "停电"})
    assert void.status_code == 302
    assert client.get(roll).status_code == 404
