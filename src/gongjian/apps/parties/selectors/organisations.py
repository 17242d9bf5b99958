"""Reads of organisations: the list, one, and the one that a plan means by a name."""

from collections.abc import Callable, Iterable

from django.db.models import Q

from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.names import plain_name
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, OwnedQuerySet, ancestors_of, any_prefix, prefix_range
from gongjian.core.errors import NotFound

CANDIDATES = 400
_LEVEL_WORDS = ("本市", "本区", "本县", "全市", "全区", "市", "区", "县")
_TAILS = ("办事处", "委员会", "办公室")


def list_organisations(
    actor: Actor, *, text: str = "", kind: str = "", place_code: str = "", with_closed: bool = False
) -> OwnedQuerySet:
    """List bodies the actor may see, by place and name; `text` is part of a name, initials or the code."""
    rows = Organisation.objects.visible_to(actor)
    if not with_closed:
        rows = rows.filter(is_active=True)
    if place_code:
        rows = rows.filter(prefix_range("place_code", place_code))
    if kind:
        rows = rows.filter(kind=kind)
    if text := text.strip():
        rows = rows.filter(_mentions(text))
    return rows.order_by("place_code", "name")


def _mentions(text: str) -> Q:
    found = Q(name__contains=text) | Q(short_name__contains=text)
    if text.isascii():
        found |= Q(initials__startswith=text.lower()) | Q(credit_code=text.upper())
    return found


def get_organisation(actor: Actor, organisation_id: int) -> Organisation:
    """Return one body with its parent; NotFound also for another's."""
    rows = Organisation.objects.visible_to(actor).select_related("parent")
    found: Organisation | None = rows.filter(pk=organisation_id).one()
    if found is None:
        raise NotFound()
    return found


def search_parties(actor: Actor, text: str, limit: int = 20) -> list[Organisation]:
    """Find active bodies for a picker: part of the name, initials or credit code; exact names first."""
    if not text.strip():
        return []
    found = list(list_organisations(actor, text=text)[: limit * 4])
    wanted = plain_name(text)
    found.sort(key=lambda row: (_rank(row, wanted, ""), row.place_code, row.name))
    return found[:limit]


def match_organisations(name: str, place_code: str) -> list[Organisation]:
    """Say which active bodies a plan of a place may mean by a name, likeliest first.

    A full or short name that fits exactly leaves only those; otherwise what contains the name, is
    contained in it, or bears it as initials. Bodies of the place and above come before those below.
    """
    wanted = plain_name(name)
    if len(wanted) < 2:
        return []
    place_words = _place_words(place_code)
    core = _core(wanted, place_words)
    scored = [
        (_rank(row, wanted, core, place_words), _distance(row, place_code), row.name, row)
        for row in _candidates(core, wanted, place_code)
    ]
    scored = sorted((entry for entry in scored if entry[0] < 9), key=lambda entry: entry[:3])
    best = scored[0][0] if scored else 9
    return [row for rank, _, _, row in scored if best > 1 or rank == best][:10]


def name_keys(place_code: str) -> Callable[[str], str]:
    """Return what writes names so that two exact matches near a place are written alike. One query.

    As plans are matched: without blanks and punctuation, the place in front, and the office behind.
    """
    place_words = _place_words(place_code)
    return lambda name: _core(plain_name(name), place_words)


def _place_words(place_code: str) -> tuple[str, ...]:
    return tuple(names_of([*ancestors_of(place_code), place_code]).values())


def _candidates(core: str, wanted: str, place_code: str) -> Iterable[Organisation]:
    near = any_prefix("place_code", [place_code]) | Q(place_code__in=[*ancestors_of(place_code), place_code])
    like = Q(initials__startswith=wanted) if wanted.isascii() else Q()
    for pair in {core[:2], core[-2:], wanted[:2]}:
        like |= Q(name__contains=pair) | Q(short_name__contains=pair)
    rows = Organisation.objects.filter(near & like, is_active=True)
    return rows.order_by("place_code", "name")[:CANDIDATES]


def _rank(row: Organisation, wanted: str, core: str, place_words: tuple[str, ...] = ()) -> int:
    """0 and 1 are exact, 2 to 4 likely, 9 no match."""
    full, short = plain_name(row.name), plain_name(row.short_name)
    if wanted in (full, short):
        return 0
    if core and core in {_core(full, place_words), _core(short, place_words)}:
        return 1
    if wanted in full or (short and wanted in short) or (core and core in full):
        return 2
    if (short and short in wanted) or full in wanted:
        return 3
    return 4 if wanted.isascii() and row.initials.startswith(wanted) else 9


def _core(name: str, place_words: tuple[str, ...]) -> str:
    """Drop the place in front (船山区, 区) and the office behind (办事处): 区城管局 and 船山区城管局 are one.

    >>> _core("船山区城管局", ("遂宁市", "船山区")), _core("区城管局", ()), _core("南津路街道办事处", ())
    ('城管局', '城管局', '南津路街道')
    """
    for word in sorted((*place_words, *_LEVEL_WORDS), key=len, reverse=True):
        if name.startswith(word) and len(name) - len(word) >= 2 and word:
            name = name.removeprefix(word)
            break
    for tail in _TAILS:
        if name.endswith(tail) and len(name) - len(tail) >= 4:
            return name.removesuffix(tail)
    return name


def _distance(row: Organisation, place_code: str) -> int:
    """Steps from the place to the body's: the place itself, then above, then below."""
    if place_code.startswith(row.place_code):
        return len(place_code) - len(row.place_code)
    return 100 + len(row.place_code)
