"""An item of the agenda voted in secret: slips for the members in the room, papers read by two, counted, counted again.

The trail tells when a vote opened and closed and what was counted; nothing of a single vote (decision 0019).
"""

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices import ItemOutcome
from gongjian.apps.councils.choices.covenants import VoteWay
from gongjian.apps.councils.models import AgendaItem, Attendance, Meeting
from gongjian.apps.councils.selectors.meetings import get_item
from gongjian.apps.councils.selectors.meetings.rules import read_rule
from gongjian.apps.councils.services.meetings.ideas import tell_idea_of_item
from gongjian.apps.councils.services.meetings.records import on_agenda, require_quorum
from gongjian.core import audit, ballots
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import tally


def question_of(item: AgendaItem) -> tally.Question:
    """Return what every member is asked; a 'no' needs no reason."""
    return tally.yes_no(f"是否同意：{item.title}", reason_for_no=False)


@transaction.atomic
def open_item_vote(*, actor: Actor, agenda_item_id: int, papers: int = 0) -> tuple[AgendaItem, list[str]]:
    """Open the box for the members in the room and return the tokens, which are kept nowhere and told this once.

    `papers` of them vote on paper. May be done again while nobody has voted: the tokens of before are void then.
    Raises Conflict without a quorum, or when the item was voted on already.
    """
    item, meeting = on_agenda(actor, agenda_item_id, "表决")
    if item.has_vote:
        raise Conflict("这个议题已经表决过。")
    in_room = require_quorum(meeting)
    if not 0 <= papers <= in_room:
        raise Invalid(f"在场 {in_room} 个成员，用纸票的不能超过 {in_room} 个。请改。")
    item.way, item.vote_key = VoteWay.SECRET, item.vote_key or ballots.make_key()
    item.in_room, item.issued = in_room, in_room
    item.save(update_fields=["way", "vote_key", "in_room", "issued"])
    members = Attendance.objects.filter(meeting=meeting).values_list("member_id", flat=True)
    roll = tally.freeze(f"{meeting} {item.title}", map(str, members))
    tokens = ballots.open_box(item.vote_key, question_of(item), roll, tokens=in_room - papers, papers=papers)
    after = {"tokens": len(tokens), "papers": papers, "roll_hash": roll.hash}
    _record(actor, "councils.item_vote_opened", item, after)
    return item, tokens


@transaction.atomic
def read_item_papers(*, actor: Actor, agenda_item_id: int, papers: ballots.PaperCount) -> ballots.Reading:
    """Take one person's reading of the paper ballots; the second, by somebody else, puts them in if both agree."""
    item, _meeting = _voting(actor, agenda_item_id)
    told = ballots.read_papers(actor, item.vote_key, papers.ballots())
    act = "councils.item_papers_differed" if told.difference else "councils.item_papers_read"
    if told.is_complete:
        act = "councils.item_papers_entered"
    _record(actor, act, item, {})
    return told


@transaction.atomic
def close_item_vote(*, actor: Actor, agenda_item_id: int) -> AgendaItem:
    """Close the box, count it, and say whether the item passed; the result can't be changed."""
    item, meeting = _voting(actor, agenda_item_id)
    box = ballots.close(item.vote_key)
    item.voted_at = timezone.now()
    vote = _certified(item, meeting)
    counted = tally.count(box)
    outcome = tally.decide(counted, tally.YES, vote.rule, present=vote.present)
    item.yes, item.no = counted.of(tally.YES), counted.of(tally.NO)
    item.abstain, item.spoilt, item.needed = counted.of(tally.ABSTAIN), counted.spoilt, outcome.needed
    item.outcome = ItemOutcome.PASSED if outcome.is_passed else ItemOutcome.FAILED
    item.certificate = tally.certificate_text(box, vote)
    item.save()
    after = audit.snapshot(item, "outcome", "issued", "yes", "no", "abstain", "spoilt")
    _record(actor, "councils.item_vote_closed", item, after)
    tell_idea_of_item(actor, item)
    return item


def recount_item(*, actor: Actor, agenda_item_id: int) -> tuple[str, ...]:
    """Count the box of a finished vote again; return what differs from its certificate, nothing when it is right."""
    item = get_item(actor, agenda_item_id)
    if not item.certificate or item.meeting is None:
        raise Conflict("还没有无记名投票的计票，不能重新计票。")
    return ballots.recount(item.vote_key, item.certificate, _certified(item, item.meeting))


def _voting(actor: Actor, agenda_item_id: int) -> tuple[AgendaItem, Meeting]:
    item, meeting = on_agenda(actor, agenda_item_id, "表决")
    if not item.is_voting:
        raise Conflict("没有在进行的无记名投票。")
    return item, meeting


def _certified(item: AgendaItem, meeting: Meeting) -> tally.Vote:
    assert item.voted_at is not None
    assert item.in_room is not None
    closed_at = timezone.localtime(item.voted_at).isoformat(timespec="minutes")
    return tally.Vote(read_rule(meeting.rule).majority, item.in_room, closed_at, option=tally.YES)


def _record(actor: Actor, act: str, item: AgendaItem, after: dict[str, object]) -> None:
    audit.record(actor, act, item, after=after, place_code=item.council.place_code)
