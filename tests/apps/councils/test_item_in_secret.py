"""An item of the agenda is voted in secret: a token for each member in the room, papers read by two, counted by the rule."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.apps.councils.choices import ItemOutcome
from gongjian.apps.councils.models import AgendaItem, Meeting
from gongjian.apps.councils.selectors.meetings.composing import minutes_body
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings import HandsSpec
from gongjian.apps.parties.models import User
from gongjian.core.access import Actor, Role
from gongjian.core.ballots import PaperCount
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.models import AuditEntry, BallotBox
from gongjian.engines import tally
from tests.apps.councils.meeting_builders import COMMUNITY, call, hold, make_council, with_delegates
from tests.apps.councils.test_election_secrecy import rows_of_everything
from tests.factories import make_actor

pytestmark = pytest.mark.django_db
TO_COME = 9


@pytest.fixture
def meeting(host: Actor):
    """Nine members, seven of them there, one item; the clock stands at the beginning of the meeting."""
    council = make_council(TO_COME)
    with_delegates(council)
    meeting = call(host, council)
    with at(meeting.starts_at):
        yield hold(host, meeting, 7)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return meeting.items.get()


def opened(host: Actor, item: AgendaItem, papers: int = 0) -> tuple[AgendaItem, list[str]]:
    return services.open_item_vote(actor=host, agenda_item_id=item.pk, papers=papers)


def cast(item: AgendaItem, token: str, choice: str):
    url = reverse("councils:vote_on_item", args=[item.vote_key])
    return Client().post(url, {"token": token, "choice": choice})


def close(host: Actor, item: AgendaItem) -> AgendaItem:
    return services.close_item_vote(actor=host, agenda_item_id=item.pk)


@pytest.mark.parametrize(("yes", "outcome"), [(3, ItemOutcome.FAILED), (4, ItemOutcome.PASSED)])
def test_more_than_half_of_those_in_the_room_pass_it(
    host: Actor, item: AgendaItem, yes: int, outcome: str
) -> None:
    item, tokens = opened(host, item)
    for number, token in enumerate(tokens):
        assert cast(item, token, tally.YES if number < yes else tally.NO).status_code == 200

    item = close(host, item)

    assert (item.outcome, item.yes, item.no, item.in_room, item.needed) == (outcome, yes, 7 - yes, 7, 4)
    assert json.loads(item.certificate)["roll"]["size"] == TO_COME
    assert services.recount_item(actor=host, agenda_item_id=item.pk) == ()


def test_a_token_votes_once_and_a_vote_that_is_over_takes_none(host: Actor, item: AgendaItem) -> None:
    item, tokens = opened(host, item)
    cast(item, tokens[0], tally.YES)

    again = cast(item, tokens[0], tally.NO)

    assert again.status_code == 422
    assert "已经投过票" in again.content.decode()
    with pytest.raises(Conflict, match="已经有人投票"):
        opened(host, item)
    closed = close(host, item)
    assert "投票已经结束" in cast(item, tokens[1], tally.YES).content.decode()
    assert (closed.yes, closed.no, closed.outcome) == (1, 0, ItemOutcome.FAILED), "one of seven is not enough"
    with pytest.raises(Conflict, match="已经表决过"):
        opened(host, item)


def test_the_whole_database_is_the_same_whoever_voted_what(host: Actor, item: AgendaItem) -> None:
    item, tokens = opened(host, item)
    box = BallotBox.objects.get(key=item.vote_key)
    votes = [tally.YES, tally.YES, tally.NO, tally.ABSTAIN, tally.NO, tally.YES, tally.YES]

    def after(holders: list[str], marks: list[str]) -> dict[str, list[tuple[object, ...]]]:
        box.save()
        for token, mark in zip(holders, marks, strict=True):
            cast(item, token, mark)
        return rows_of_everything()

    entries = AuditEntry.objects.count()
    assert after(tokens, votes) == after(tokens[::-1], votes)
    assert AuditEntry.objects.count() == entries


def test_papers_are_read_by_two_and_stand_in_the_minutes(host: Actor, item: AgendaItem) -> None:
    other = make_actor(Role.WORKER, COMMUNITY)
    papers = PaperCount(yes=4, no=1, abstain=1, spoilt=1)
    item, tokens = opened(host, item, papers=7)
    assert tokens == []
    with pytest.raises(Conflict, match="还没有录"):
        close(host, item)

    services.read_item_papers(actor=host, agenda_item_id=item.pk, papers=papers)
    with pytest.raises(Conflict, match="换一个人"):
        services.read_item_papers(actor=host, agenda_item_id=item.pk, papers=papers)
    assert services.read_item_papers(actor=other, agenda_item_id=item.pk, papers=papers).is_complete
    item = close(host, item)
    services.record_item(actor=host, agenda_item_id=item.pk, summary="意见一致")

    item.refresh_from_db()
    assert (item.outcome, item.yes, item.spoilt) == (ItemOutcome.PASSED, 4, 1)
    text = minutes_body(Meeting.objects.get(pk=item.meeting_id))
    assert "无记名投票表决：发出选票" in text
    assert "废票" in text


def test_while_it_runs_nothing_else_decides_or_moves_the_item(host: Actor, meeting: Meeting, item) -> None:
    with pytest.raises(Invalid, match="不能超过 7 个"):
        opened(host, item, papers=8)
    item, _tokens = opened(host, item)
    hands = HandsSpec(yes=7, no=0, abstain=0)

    with pytest.raises(Conflict, match="不能记举手"):
        services.record_item(actor=host, agenda_item_id=item.pk, summary="好", hands=hands)
    with pytest.raises(Conflict, match="不能再改"):
        services.put_off_item(actor=host, agenda_item_id=item.pk, reason="下次")
    with pytest.raises(Conflict, match="签到不能再改"):
        hold(host, meeting, 8)
    with pytest.raises(Conflict, match="没有结束"):
        services.close_meeting(actor=host, council_meeting_id=meeting.pk)
    close(host, item)
    with pytest.raises(Conflict, match="不能记举手"):
        services.record_item(actor=host, agenda_item_id=item.pk, summary="好", hands=hands)


def test_without_a_quorum_no_box_opens_and_a_member_who_does_not_chair_opens_none(host: Actor) -> None:
    council = make_council(TO_COME)
    chair, delegate, *_others = with_delegates(council)
    meeting = call(host, council)
    with at(meeting.starts_at):
        hold(host, meeting, 5)
        item = meeting.items.get()
        with pytest.raises(Conflict, match="至少到 6 人"):
            opened(host, item)
        with pytest.raises(NotAllowed):
            opened(delegate.as_actor(), item)
        hold(host, meeting, 6)
        _item, tokens = opened(chair.as_actor(), item)

    assert len(tokens) == 6


def test_the_pages_from_the_slips_to_the_count(client, host: Actor, item: AgendaItem) -> None:
    client.force_login(User.objects.get(pk=host.user_id))
    page = reverse("councils:meeting", args=[item.meeting_id])

    slips = client.post(reverse("councils:open_item_vote", args=[item.pk]), {"papers": 2})

    assert slips["Cache-Control"] == "no-store"
    assert len(slips.context["slips"].tokens) == 5
    assert "录纸票：第一遍" in client.get(page).content.decode()
    council = client.get(reverse("councils:council", args=[item.council_id])).content.decode()
    assert "第 1 次会议的记录还没有确认" in council
    read = {"yes": 2, "no": 0, "abstain": 0, "spoilt": 0}
    for reader in (host, make_actor(Role.WORKER, COMMUNITY)):
        client.force_login(User.objects.get(pk=reader.user_id))
        client.post(reverse("councils:item_vote_papers", args=[item.pk]), read)
    client.post(reverse("councils:close_item_vote", args=[item.pk]))
    shown = client.post(reverse("councils:recount_item", args=[item.pk]), follow=True).content.decode()

    assert "证书没有被改过" in shown
    assert "无记名投票，废票 0" in shown
    certificate = client.get(reverse("councils:item_certificate", args=[item.pk]))
    assert tally.check_certificate(certificate.content.decode()) == ()
    record = client.get(reverse("councils:record_item", args=[item.pk])).content.decode()
    assert "举手表决了" not in record
