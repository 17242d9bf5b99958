"""Keep the search index of places in step with their names and ends."""

from collections.abc import Iterable

from django.db.models import QuerySet

from gongjian.apps.places.models import Place, PlaceTerm
from gongjian.apps.places.services.bulk import insert_rows
from gongjian.apps.places.terms import terms_of
from gongjian.engines.textsearch import initials

ENDED_RANK = 100
INITIALS_LENGTH = 40


def add_terms(places: Iterable[tuple[int, str, str, int]]) -> int:
    """Index current places given as (pk, code, name, level); return how many terms were written.

    They are written in the order of the index, which then grows in few places at a time.
    """
    rows = sorted((term, level, code, pk) for pk, code, name, level in places for term in terms_of(name))
    return insert_rows(PlaceTerm, ("term", "rank", "code", "place_id"), rows)


def end_terms(code: str, name: str, level: int) -> None:
    """Rank an ended place behind all current ones."""
    _terms(code, name, level).update(rank=level + ENDED_RANK)


def replace_terms(place: Place, old_name: str) -> None:
    """Index a current place under a corrected name."""
    _terms(place.code, old_name, place.level).delete()
    add_terms([(place.pk, place.code, place.name, place.level)])


def initials_of(name: str) -> str:
    """Return the letters by which a name is found: its likely reading, cut to the column."""
    return next(iter(initials(name)), "")[:INITIALS_LENGTH]


def _terms(code: str, name: str, level: int) -> QuerySet[PlaceTerm]:
    return PlaceTerm.objects.filter(term__in=terms_of(name), rank=level, code=code)
