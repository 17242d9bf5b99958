"""A lost token is replaced: the old one void, a new one told once, as many ballots out as before.

Whose slip has which number only the paper stub says, signed when it was handed out and sealed: kept here, it would
join a person to a token. So two people look at the stub and the identity card, and the trail has the reason and the
second of them, not the voter.
"""

from dataclasses import dataclass

from django.db import transaction

from gongjian.apps.councils.choices.elections import ElectionStatus, GivenWay, LostFor
from gongjian.apps.councils.selectors.elections import most_reissues
from gongjian.apps.councils.services.elections.steps import entry_of, managed_election
from gongjian.apps.councils.services.elections.voting import posts_of
from gongjian.core import audit, ballots
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid


@dataclass(frozen=True, kw_only=True)
class LostSlip:
    """The number on the stub of a lost slip, why it is replaced, who else looked at stub and identity card."""

    number: str
    why: LostFor
    witness: str


@transaction.atomic
def reissue_token(*, actor: Actor, election_id: int, entry_id: int, lost: LostSlip) -> str:
    """Replace the token of a voter who was given one and has not voted, as often as the rule lets; return the new one.

    Raises Conflict when the slip has voted already, or the voter was given no token, or as many as he may be.
    """
    election = managed_election(actor, election_id, ElectionStatus.VOTING)
    if not election.takes_votes:
        raise Conflict("现在不在投票时间里，不能补发。")
    if not lost.witness.strip() or lost.witness.strip() == actor.name:
        raise Invalid("补发要两个人一起核对存根和身份证。请写另一个人的姓名。")
    entry = entry_of(election, entry_id)
    name = f"{entry.number} 号{entry.resident.masked_name}"
    if entry.given != GivenWay.TOKEN:
        raise Conflict(f"{name}没有领过票码，不能补发。")
    if entry.reissued >= (most := most_reissues(election)):
        raise Conflict(f"{name}已经补发过 {entry.reissued} 次，规则最多 {most} 次。")
    token = ballots.reissue([post.box_key for post in posts_of(election)], number=lost.number)
    entry.reissued += 1
    entry.save(update_fields=["reissued"])
    after = {"why": lost.why, "witness": lost.witness.strip()}
    audit.record(actor, "councils.election_token_reissued", election, after=after)
    return token
