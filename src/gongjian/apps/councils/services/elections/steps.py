"""What every act on an election begins with: the right, the lock, whose turn it is."""

from gongjian.apps.councils.choices.elections import ElectionStatus
from gongjian.apps.councils.models.elections import Election, RollEntry
from gongjian.apps.councils.selectors.elections import get_election
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, NotFound


def managed_election(actor: Actor, election_id: int, *turns: ElectionStatus) -> Election:
    """Lock an election that the actor runs. Raises Conflict when it stands at another step."""
    found = get_election(actor, election_id)
    actor.require(Right.ELECTIONS_MANAGE, found.place_code)
    election: Election = Election.objects.select_for_update(no_key=True).get(pk=found.pk)
    if turns and election.status not in turns:
        raise Conflict(f"这次选举现在是“{election.get_status_display()}”，这一步不能做。")
    return election


def take_step(election: Election, status: ElectionStatus, *fields: str) -> None:
    """Take an election one step further and save it with what else changed."""
    if not election.may_become(status):
        raise Conflict(f"这次选举现在是“{election.get_status_display()}”，这一步不能做。")
    election.status = status
    election.save(update_fields=["status", *fields])


def entry_of(election: Election, entry_id: int) -> RollEntry:
    """Lock a voter on the roll of an election. Raises NotFound for another's, Conflict for one struck off."""
    rows = election.roll.select_for_update(no_key=True, of=("self",)).select_related("resident")
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound()
    if entry.is_struck:
        raise Conflict(f"{entry.resident.masked_name}已从名册上去掉，不能投票。")
    return entry
