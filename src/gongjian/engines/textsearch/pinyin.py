"""Pinyin of names, for search by initials: the likely reading first, other readings after it."""

import re
from itertools import islice, product

from pypinyin import lazy_pinyin

from gongjian.engines.textsearch.normal import compact
from gongjian.engines.textsearch.readings import OTHER_READINGS, PLACE_READINGS

MOST_READINGS = 8
_KNOWN = re.compile("(" + "|".join(sorted(PLACE_READINGS, key=lambda key: -len(key))) + ")")


def initials(name: str) -> tuple[str, ...]:
    """Return the first letters of a name in its likely reading, then in other readings, eight at most.

    Letters and digits stand for themselves; so does a character without a known reading.

    >>> initials("船山区"), initials("重庆市")[0], initials("3号楼")[0]
    (('csq',), 'cqs', '3hl')
    """
    return initials_of(name, syllables(name))


def full_pinyin(name: str) -> str:
    """Return the syllables of the likely reading without tones or spaces.

    >>> full_pinyin("船山区")
    'chuanshanqu'
    """
    return "".join(syllables(name))


def syllables(name: str) -> tuple[str, ...]:
    """Return one syllable for each character of the compact name, in the likely reading."""
    found: list[str] = []
    for part in _KNOWN.split(compact(name)):
        if part in PLACE_READINGS:
            found.extend(PLACE_READINGS[part].split())
        elif part:
            # its manual allows `errors` to return a list: one item for each unread character
            found.extend(lazy_pinyin(part, errors=list))  # type: ignore[arg-type]
    return tuple(found)


def initials_of(name: str, likely: tuple[str, ...]) -> tuple[str, ...]:
    """Return the initials of a name whose likely syllables are known already."""
    if not likely:
        return ()
    letters = [
        dict.fromkeys((syllable[0], OTHER_READINGS.get(character, syllable)[0]))
        for character, syllable in zip(compact(name), likely, strict=True)
    ]
    return tuple(islice(("".join(way) for way in product(*letters)), MOST_READINGS))
