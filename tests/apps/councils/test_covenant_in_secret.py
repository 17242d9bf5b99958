"""A covenant is voted in secret: tokens once each, papers read by two, the count and its certificate."""

import pytest
from django.urls import reverse

from gongjian.apps.councils.choices.covenants import VersionStatus
from gongjian.apps.councils.models import CovenantVersion
from gongjian.apps.councils.services import covenants as services
from gongjian.apps.councils.services.covenants import SecretVote
from gongjian.core.access import Actor, Role
from gongjian.core.ballots import PaperCount
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.models import AuditEntry, BallotBox
from gongjian.engines import tally
from tests.covenant_factories import COMMUNITY, hands, make_version
from tests.factories import make_actor

pytestmark = pytest.mark.django_db


def meeting(present: int = 6, papers: int = 0, on_roll: int = 10, voters: str = "households") -> SecretVote:
    return SecretVote(voters=voters, on_roll=on_roll, present=present, papers=papers)


def cast(client, vote, token: str, choice: str):
    return client.post(
        reverse("councils:vote_covenant", args=[vote.vote_key]), {"token": token, "choice": choice}
    )


@pytest.fixture
def version(worker: Actor) -> CovenantVersion:
    return make_version(status="checked")


@pytest.mark.parametrize(("yes", "is_passed"), [(2, False), (3, False), (4, True)])
def test_more_than_half_of_those_present_pass_it(
    client, worker: Actor, version: CovenantVersion, yes: int, is_passed: bool
) -> None:
    vote, tokens = services.open_secret(actor=worker, version_id=version.pk, meeting=meeting())
    for number, token in enumerate(tokens):
        answer = cast(client, vote, token, tally.YES if number < yes else tally.NO)
        assert answer.status_code == 200

    closed = services.close_secret(actor=worker, version_id=version.pk)

    version.refresh_from_db()
    assert (closed.yes, closed.no, closed.is_passed) == (yes, 6 - yes, is_passed)
    assert version.status == (VersionStatus.PASSED if is_passed else VersionStatus.NOT_PASSED)
    assert services.recount_secret(actor=worker, version_id=version.pk) == ()


def test_a_token_votes_once_and_a_closed_vote_takes_none(
    client, worker: Actor, version: CovenantVersion
) -> None:
    vote, tokens = services.open_secret(actor=worker, version_id=version.pk, meeting=meeting())
    cast(client, vote, tokens[0], tally.YES)

    again = cast(client, vote, tokens[0], tally.NO)

    assert again.status_code == 422 and "已经投过票" in again.content.decode()
    with pytest.raises(Conflict, match="已经有人投票"):
        services.open_secret(actor=worker, version_id=version.pk, meeting=meeting())
    with pytest.raises(Conflict, match="正在进行"):
        services.record_hands(actor=worker, version_id=version.pk, vote=hands())
    services.close_secret(actor=worker, version_id=version.pk)
    assert "投票已经结束" in cast(client, vote, tokens[1], tally.YES).content.decode()


def test_no_trail_tells_who_voted_how(client, worker: Actor, version: CovenantVersion) -> None:
    vote, tokens = services.open_secret(actor=worker, version_id=version.pk, meeting=meeting())
    before = AuditEntry.objects.count()

    cast(client, vote, tokens[0], tally.NO)

    assert AuditEntry.objects.count() == before and "sessionid" not in client.cookies
    assert BallotBox.objects.filter(key=vote.vote_key).count() == 1


def test_papers_are_read_by_two_people_before_the_count(worker: Actor, version: CovenantVersion) -> None:
    other = make_actor(Role.WORKER, COMMUNITY)
    services.open_secret(actor=worker, version_id=version.pk, meeting=meeting(6, papers=6))
    papers = PaperCount(yes=4, no=1, abstain=0, spoilt=1)
    with pytest.raises(Conflict):
        services.close_secret(actor=worker, version_id=version.pk)

    services.read_papers(actor=worker, version_id=version.pk, papers=papers)
    with pytest.raises(Conflict, match="换一个人"):
        services.read_papers(actor=worker, version_id=version.pk, papers=papers)
    told = services.read_papers(actor=other, version_id=version.pk, papers=papers)
    closed = services.close_secret(actor=worker, version_id=version.pk)

    assert told.is_complete and (closed.yes, closed.spoilt, closed.is_passed) == (4, 1, True)


def test_too_few_present_open_no_vote(worker: Actor, version: CovenantVersion) -> None:
    with pytest.raises(Conflict, match="到会的人不够"):
        services.open_secret(actor=worker, version_id=version.pk, meeting=meeting(5))
    with pytest.raises(Invalid, match="用纸票的"):
        services.open_secret(actor=worker, version_id=version.pk, meeting=meeting(6, papers=7))
    assert not version.votes.exists()


def test_giving_up_shuts_the_box(client, worker: Actor, version: CovenantVersion) -> None:
    vote, _tokens = services.open_secret(actor=worker, version_id=version.pk, meeting=meeting())

    services.drop_version(actor=worker, version_id=version.pk, reason="院子要拆")

    assert BallotBox.objects.get(key=vote.vote_key).is_over
    assert client.get(reverse("councils:vote_covenant", args=[vote.vote_key])).status_code == 404
