"""Search places by name, pinyin initials or code, over a whole country, without scanning it.

* a code: a range of the code index;
* two or more characters: the rarest pair of neighbouring characters among `PlaceTerm`, walked in
  the order current first, level, code, each hit's name compared with the whole text;
* one character: names that begin with it, walked in the same way;
* letters: initials that begin with them.
"""

import re

from django.db.models import Q, QuerySet
from django.urls import reverse

from gongjian.apps.places.models import Place, PlaceQuerySet, PlaceTerm
from gongjian.apps.places.selectors.lookup import FILLER_NAMES, names_of
from gongjian.apps.places.terms import GENERIC_PAIRS, bare_name, pairs_of, unpadded
from gongjian.core.access import Actor, Right, ancestors_of, any_prefix
from gongjian.core.search import SearchHit

WALK = 200
"""Rows read from an index whose order is not the order of the answer."""
RARE = 500
"""A pair of characters with fewer places than this needs no rarer one."""
UPPER_LEVEL = 6


def search_places(actor: Actor, text: str, limit: int = 20) -> list[Place]:
    """Find places the actor may see by (part of) the name, pinyin initials or code.

    Ranked: current first, then level, then code. At most five queries; an empty text finds nothing.
    """
    wanted = re.sub(r"\s+", "", text).strip("%_")
    if not wanted:
        return []
    if wanted.isascii() and wanted.isdigit():
        return _by_code(actor, wanted, limit)
    if wanted.isascii() and wanted.isalpha():
        return _by_initials(actor, wanted.lower(), limit)
    return _by_name(actor, wanted, limit)


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find places for the global search."""
    if not actor.can(Right.PLACES_VIEW):
        return []
    found = search_places(actor, text, limit)
    above = names_of({step for place in found for step in ancestors_of(place.code) if len(step) > 2})
    return [
        SearchHit(
            kind="地方",
            label=place.name,
            detail=path_above(place.code, above),
            url=reverse("places:place", args=[place.code]),
        )
        for place in found
    ]


def path_above(code: str, names: dict[str, str]) -> str:
    """Write the path above a place from names read before."""
    steps = [names[step] for step in ancestors_of(code) if step in names]
    return " / ".join([*(name for name in steps if name not in FILLER_NAMES), code])


def _visible(actor: Actor) -> PlaceQuerySet:
    return Place.objects.visible_to(actor)


def _by_code(actor: Actor, digits: str, limit: int) -> list[Place]:
    code = unpadded(digits)
    upper = str(int(code) + 1).zfill(len(code))
    rows = _visible(actor).filter(code__gte=code)
    rows = rows if len(upper) > len(code) else rows.filter(code__lt=upper)
    return _ranked(list(rows.order_by("code")[: max(limit, WALK)]))[:limit]


def _by_initials(actor: Actor, letters: str, limit: int) -> list[Place]:
    rows = _visible(actor).filter(
        initials__gte=letters, initials__lt=letters[:-1] + chr(ord(letters[-1]) + 1)
    )
    upper = list(rows.filter(level__lte=UPPER_LEVEL).order_by("level", "code")[:limit])
    rest = rows.filter(level__gt=UPPER_LEVEL).order_by("initials", "level", "code")[:WALK]
    return _ranked([*upper, *rest])[:limit]


def _by_name(actor: Actor, name: str, limit: int) -> list[Place]:
    return [term.place for term in name_terms(actor, bare_name(name))[:limit]]


def name_terms(actor: Actor, bare: str) -> QuerySet[PlaceTerm]:
    """Return the ranked term rows, place loaded, whose place's name contains the text (begins with one sign)."""
    rows = PlaceTerm.objects.filter(term=bare if len(bare) == 1 else _rarest(pairs_of(bare)))
    if len(bare) > 2:
        rows = rows.filter(place__name__contains=bare)
    if not actor.is_system:
        rows = rows.filter(_reach(actor))
    return rows.select_related("place").order_by("rank", "code")


def _reach(actor: Actor) -> Q:
    """Match the codes the actor may see places of: those below, and those above, his own."""
    prefixes = actor.place_prefixes(Right.PLACES_VIEW)
    if "" in prefixes:
        return Q()
    return any_prefix("code", prefixes) | Q(code__in=actor.ancestor_codes(Right.PLACES_VIEW))


def _rarest(pairs: list[str]) -> str:
    """Choose the pair with the fewest places: the first of fewer than RARE, at most three looks."""
    candidates = [pair for pair in pairs if pair not in GENERIC_PAIRS] or pairs
    counts: dict[str, int] = {}
    for pair in candidates[:3] if len(candidates) > 1 else []:
        counts[pair] = PlaceTerm.objects.filter(term=pair)[:RARE].count()
        if counts[pair] < RARE:
            return pair
    return min(counts, key=lambda pair: counts[pair]) if counts else candidates[0]


def _ranked(places: list[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (not place.is_current, place.level, place.code))
