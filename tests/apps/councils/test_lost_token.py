"""A lost token is replaced by the number on its stub: the old one void, one vote a voter, by rule, in the trail without his name."""

import pytest
from django.urls import reverse

from gongjian.apps.councils.choices.elections import GivenWay, LostFor
from gongjian.apps.councils.models.elections import Election
from gongjian.apps.councils.services import elections as services
from gongjian.apps.councils.services.elections import LostSlip
from gongjian.apps.parties.models import User
from gongjian.core import ballots
from gongjian.core.access import Actor, Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.models import AuditEntry
from gongjian.engines.tally import slip_number
from tests.election_factories import (
    VOTES_ON,
    cast,
    give,
    make_voters,
    make_voting,
    moment,
    names,
    voters,
)
from tests.factories import STREET, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(worker: Actor):
    """Twelve on the roll, four of them hold tokens; the fifth was given paper."""
    make_voters(12)
    election = make_voting(worker)
    tokens = give(worker, election, voters(election, 1, 4), GivenWay.TOKEN)
    give(worker, election, voters(election, 5, 5), GivenWay.STATION)
    return election, tokens


def replaced(worker: Actor, election: Election, number: int, slip: str, **more: object) -> str:
    (entry,) = voters(election, number, number)
    lost = LostSlip(**{"number": slip, "why": LostFor.LOST, "witness": "李监票", **more})
    with at(moment(VOTES_ON, 11)):
        return services.reissue_token(actor=worker, election_id=election.pk, entry_id=entry, lost=lost)


def test_the_old_token_is_void_in_every_post_and_the_new_one_votes_once(worker: Actor, given) -> None:
    election, tokens = given
    new = replaced(worker, election, 1, slip_number(tokens[0]))
    head = names(election, "主任")[:1]

    with pytest.raises(Conflict, match="补发作废"):
        cast(election, tokens[0], 主任=head)
    cast(election, new, 主任=head)
    with pytest.raises(Conflict, match="已经投过票"):
        cast(election, new, 主任=head)

    boxes = [ballots.box_of(f"{election.key}-{post.order}") for post in election.posts.all()]
    assert [(box.issued, box.returned) for box in boxes] == [(5, 1)] * 3


def test_a_slip_that_voted_is_never_replaced_and_each_voter_once_by_the_rule(worker: Actor, given) -> None:
    election, tokens = given
    cast(election, tokens[0], 主任=names(election, "主任")[:1])

    with pytest.raises(Conflict, match="已经投过了"):
        replaced(worker, election, 1, slip_number(tokens[0]))
    with pytest.raises(Conflict, match="没有这个票号"):
        replaced(worker, election, 1, "0000-0000")
    with pytest.raises(Conflict, match="没有领过票码"):
        replaced(worker, election, 5, slip_number(tokens[1]))
    with pytest.raises(Invalid, match="两个人"):
        replaced(worker, election, 1, slip_number(tokens[1]), witness=worker.name)
    new = replaced(worker, election, 2, slip_number(tokens[1]))
    with pytest.raises(Conflict, match="规则最多 1 次"):
        replaced(worker, election, 2, slip_number(new))
    assert election.roll.get(number=1).reissued == 0, "what was refused does not count"


def test_the_trail_tells_why_and_who_looked_and_no_voter(worker: Actor, given) -> None:
    election, tokens = given
    voter = election.roll.get(number=1)

    replaced(worker, election, 1, slip_number(tokens[0]))

    entry = AuditEntry.objects.filter(action="councils.election_token_reissued").get()
    assert entry.after == {"why": "lost", "witness": "李监票"}
    told = f"{entry.after}{entry.object_id}"
    assert voter.resident.name not in told
    assert slip_number(tokens[0]) not in told


def test_after_the_hours_nothing_is_replaced(worker: Actor, given) -> None:
    election, tokens = given
    with at(moment(VOTES_ON, 19)), pytest.raises(Conflict, match="投票时间"):
        services.reissue_token(
            actor=worker,
            election_id=election.pk,
            entry_id=voters(election, 1, 1)[0],
            lost=LostSlip(number=slip_number(tokens[0]), why=LostFor.LOST, witness="李监票"),
        )


def test_slips_bear_numbers_and_stubs_and_the_page_shows_the_new_one_once(
    client, worker: Actor, given
) -> None:
    election, tokens = given
    client.force_login(User.objects.get(pk=worker.user_id))
    with at(moment(VOTES_ON, 11)):
        slips = client.post(
            reverse("councils:give_ballots", args=[election.pk]), {"numbers": "6-7", "way": "token"}
        )
        asked = {"number": 1, "slip": slip_number(tokens[0]), "why": "lost", "witness": "李监票"}
        url = reverse("councils:reissue_token", args=[election.pk])
        shown = client.post(url, asked)
        again = client.post(url, asked)

    page = slips.content.decode()
    assert "存根" in page
    assert all(number in page for number in slips.context["slips"].stubs)
    assert shown["Cache-Control"] == "no-store"
    assert len(shown.context["slips"].tokens) == 1
    assert again.status_code == 422
    client.force_login(make_user(Role.LEADER, STREET))
    assert client.get(url).status_code == 403, "whoever only sees elections replaces nothing"
