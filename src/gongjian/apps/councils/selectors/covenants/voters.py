"""Who may vote on a covenant in secret: drawn from the residents' register by who makes up the meeting."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.http import QueryDict

from gongjian.apps.councils.choices.covenants import Voters
from gongjian.apps.councils.models import CovenantVersion, CovenantVote, CovenantVoter
from gongjian.apps.councils.selectors.elections.voters import is_of_age, register_of
from gongjian.apps.parties.choices import ResidentGroup
from gongjian.apps.parties.models import Resident
from gongjian.core.access import Actor
from gongjian.core.listing import ListPage, page_of
from gongjian.core.rules import rule_value


def drawn_for(actor: Actor, version: CovenantVersion, voters: str, day: date) -> list[int]:
    """Return the keys of residents who may vote, in order of the register: all of age, one a household, or representatives.

    Of all who may be of age only those are listed whose identity number says so. A household is listed by the first
    in it who is not known to be too young; whoever is without a household number goes by the address, without
    either he stands for himself. One query.
    """
    covenant = version.covenant
    rows = register_of(actor, covenant.place_code, covenant.area)
    if voters == Voters.REPRESENTATIVES:
        return [row.pk for row in rows if row.group == ResidentGroup.REPRESENTATIVE]
    age = int(rule_value("elections.age", on=day, place_code=covenant.place_code))
    if voters == Voters.HOUSEHOLDS:
        return list(_one_a_household(row for row in rows if is_of_age(row, day, age) is not False))
    return [row.pk for row in rows if is_of_age(row, day, age)]


def _one_a_household(rows: Iterator[Resident]) -> Iterator[int]:
    seen: set[str] = set()
    for row in rows:
        household = row.household or row.address or f"resident {row.pk}"
        if household not in seen:
            seen.add(household)
            yield row.pk


def running_vote(version: CovenantVersion) -> CovenantVote | None:
    """Return the secret vote on a version that `get_version` loaded, while it runs."""
    return next((one for one in version.votes.all() if one.is_running), None)


def voters_on_roll(vote: CovenantVote) -> QuerySet[CovenantVoter]:
    """List who is on the roll of a secret vote."""
    return vote.roll.select_related("resident").order_by("number")


def list_voters(vote: CovenantVote, params: QueryDict) -> ListPage:
    """Cut one page of the roll of a secret vote."""
    return page_of(voters_on_roll(vote), params)
