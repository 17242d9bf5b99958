"""The order of households by a draw that anyone can check.

The draw is `gongjian-draw/1` (`engines/draw`) with a quota for the whole list: the households in order of their tickets
are the order of lots. The hash of the list is published first, then a public number comes from the source that was named;
nobody can choose the order, and `gongjian draw verify` confirms it from the certificate without the product.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from gongjian.engines.allocation.market import Ints
from gongjian.engines.draw import Announcement, Drawing, Terms, draw, place_entry
from gongjian.engines.draw.verifier import EVERY
from gongjian.engines.errors import EngineInputError


def announce_lots(
    households: Iterable[tuple[str, str]], *, title: str, source: str, salt: str
) -> Announcement:
    """Fix the list of households (key, label as it is published) before the public number is known.

    `source` says where the number will come from, `salt` is 32 small hexadecimal digits. Raises EngineInputError for
    an empty list, keys given twice and labels of several lines.
    """
    entries = [place_entry(key, "", label) for key, label in households]
    return Announcement.of(Terms(title, source, salt, ((EVERY, len(entries)),)), entries)


def draw_lots(made: Announcement, number: str) -> Drawing:
    """Draw every household's place with the public number; `certificate_text` writes the certificate."""
    return draw(made, number)


def lots_of(order: Sequence[str], keys: Sequence[str]) -> Ints:
    """Turn the order of a draw into each household's place, 0 first.

    Raises EngineInputError when the draw and the households are not the same.
    """
    place = {key: number for number, key in enumerate(order)}
    absent = [key for key in keys if key not in place]
    if absent:
        raise EngineInputError(f"抽签结果里没有“{absent[0]}”等 {len(absent)} 户。请用这份名单的抽签证书。")
    strange = sorted(set(place) - set(keys))
    if strange:
        raise EngineInputError(
            f"抽签结果里的“{strange[0]}”等 {len(strange)} 户不在名单上。请用抽签时的名单，或重新抽签。"
        )
    if len(place) != len(order) or len(keys) != len(place):
        raise EngineInputError("抽签结果或名单里有重复的户，请只留一次。")
    return np.array([place[key] for key in keys], dtype=np.int64)
