"""Open matters near a new one that may be the same: offered first as 我也遇到.

d is the distance in metres, r the radius, and s the likeness of the words: of the features of the shorter text, the
share that the other has too (overlap coefficient, so that a short report of the same thing counts). Only matters with d <= r whose
class is the same or not known yet on one side count; they are ranked by 3 s / 5 + 2 (1 - d/r) / 5. Without a point on either
side the addresses stand for it: they have to be alike by ALIKE_ADDRESS, and d is taken as r.

Source: Szymkiewicz 1934 and Simpson 1943 for the coefficient.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.classification.suggestions import features
from gongjian.engines.coordinates import Position, metres_between
from gongjian.engines.errors import EngineInputError

ALIKE_ADDRESS = Fraction(2, 3)
LEAST_ALIKE = Fraction(1, 5)
"""Words less alike than this are another matter, unless the class is known to be the same."""
MOST_QUOTED = 3


@dataclass(frozen=True)
class Known:
    """A matter as it is compared; `class_code` "" while nobody has classified it."""

    key: str
    words: str
    at: Position | None = None
    class_code: str = ""
    address: str = ""


@dataclass(frozen=True)
class Near:
    """One open matter that may be the same. `metres` is None where one of them has no point."""

    key: str
    metres: int | None
    likeness: Fraction
    same_class: bool
    sentence: str


def likeness(one: str, other: str) -> Fraction:
    """Return how much of the shorter text's pairs of characters stands in the other; 0 where one has none.

    >>> likeness("路灯不亮", "门口的路灯不亮了")
    Fraction(1, 1)
    """
    first, second = _pairs(one), _pairs(other)
    least = min(len(first), len(second))
    return Fraction(len(first & second), least) if least else Fraction(0)


def near(asked: Known, others: Iterable[Known], radius_m: int, limit: int = 5) -> tuple[Near, ...]:
    """Rank open matters that may be the one asked about; ties by distance, then by key.

    Cost: linear in `others`; narrow them to a box by an index first. Raises EngineInputError for a radius below 1.
    """
    if radius_m < 1:
        raise EngineInputError("附近的半径至少 1 米。")
    found = [hit for other in others if (hit := _compare(asked, other, radius_m)) is not None]
    found.sort(key=lambda hit: (-_rank(hit, radius_m), _metres(hit, radius_m), hit.key))
    return tuple(found[:limit])


def _compare(asked: Known, other: Known, radius_m: int) -> Near | None:
    if asked.key and asked.key == other.key:
        return None
    if asked.class_code and other.class_code and asked.class_code != other.class_code:
        return None
    metres = round(metres_between(asked.at, other.at)) if asked.at and other.at else None
    if metres is None and likeness(asked.address, other.address) < ALIKE_ADDRESS:
        return None
    if metres is not None and metres > radius_m:
        return None
    same, alike = (
        bool(asked.class_code and asked.class_code == other.class_code),
        likeness(asked.words, other.words),
    )
    if not same and alike < LEAST_ALIKE:
        return None
    return Near(other.key, metres, alike, same, _sentence(asked, other, metres, same))


def _sentence(asked: Known, other: Known, metres: int | None, same: bool) -> str:
    where = "地址相近" if metres is None else f"相距 {metres} 米" if metres else "同一个位置"
    shared = [pair for pair in features(asked.words) if len(pair) > 1 and pair in _pairs(other.words)]
    apart: list[str] = []
    for pair in shared:
        if all(pair[0] != kept[1] for kept in apart):
            apart.append(pair)
    quoted = "".join(f"“{pair}”" for pair in apart[:MOST_QUOTED])
    return "，".join(
        part for part in (where, "同一类" if same else "", f"都写到{quoted}" if quoted else "") if part
    )


def _pairs(text: str) -> frozenset[str]:
    return frozenset(f for f in features(text) if len(f) > 1)


def _metres(hit: Near, radius_m: int) -> int:
    return radius_m if hit.metres is None else hit.metres


def _rank(hit: Near, radius_m: int) -> Fraction:
    return (3 * hit.likeness + 2 * (1 - Fraction(_metres(hit, radius_m), radius_m))) / 5
