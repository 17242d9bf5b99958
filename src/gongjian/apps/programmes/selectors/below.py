"""How the places below a person stand in running programmes: for the workbench."""

from dataclasses import dataclass

from django.utils import timezone

from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes.choices import ProgrammeStatus
from gongjian.apps.programmes.selectors.leaves import Tally, live_leaves, place_part, sum_leaves
from gongjian.apps.programmes.selectors.own import own_places
from gongjian.apps.programmes.selectors.programmes import missing_this_year
from gongjian.apps.programmes.selectors.tree import next_length
from gongjian.core.access import Actor, Right, prefix_range


@dataclass(frozen=True)
class BelowRow:
    """How one place a level below stands in all running programmes."""

    place_code: str
    name: str
    tally: Tally


def below_status(actor: Actor, limit: int = 10) -> list[BelowRow]:
    """List the places a level below the actor's, those with the most missing and late first. Three queries."""
    places = own_places(actor, Right.PROGRAMMES_VIEW)
    if not places:
        return []
    above, today = places[0], timezone.localdate()
    leaves = (
        live_leaves()
        .filter(prefix_range("place_code", above), task__programme__status=ProgrammeStatus.ACTIVE)
        .exclude(place_code=above)
    )
    parts = sum_leaves(leaves, today, missing_this_year(today, above), place=place_part(next_length(above)))
    worst = sorted(
        ((code, part.tally) for (code,), part in parts.items()),
        key=lambda row: (-row[1].missing, -row[1].late, row[1].percent or 0, row[0]),
    )[:limit]
    names = names_of({code for code, _tally in worst})
    return [BelowRow(code, names.get(code, code), tally) for code, tally in worst]
