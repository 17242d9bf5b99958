"""Build what is published and the certificate of a draw; refuse lists that can't be drawn from.

Steps in time: `place_entry`/`inspector_entry` → `Announcement.of` (its `hash` is published, nothing may change
any more) → a public number → `draw` → `certificate_text`, which `verifier.verify` confirms.
The mathematics is in `verifier`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gongjian.engines.draw.verifier import (
    EVERY,
    FORMAT,
    PLACES,
    Entry,
    Pool,
    Result,
    Terms,
    announcement,
    digest,
    in_order,
    leaves,
    run,
    squeeze,
)
from gongjian.engines.errors import EngineInputError

SALT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Announcement:
    """What is fixed when the hash is published."""

    terms: Terms
    pool: Pool
    text: str
    hash: str

    @classmethod
    def of(cls, terms: Terms, places: Iterable[Entry], inspectors: Iterable[Entry] = ()) -> "Announcement":
        """Fix terms and lists. Raises EngineInputError when they can't be drawn from."""
        pool = Pool(in_order(places), in_order(inspectors))
        _check_terms(terms, pool)
        text = announcement(terms, leaves(terms.salt, pool.places), leaves(terms.salt, pool.inspectors))
        return cls(terms, pool, text, digest(text))


@dataclass(frozen=True)
class Drawing:
    """A finished draw. `short` lists drawn places that got fewer inspectors than asked."""

    announcement: Announcement
    entropy: str
    result: Result
    short: tuple[str, ...]


def place_entry(code: str, stratum: str, name: str) -> Entry:
    """Make the entry of a place; its stratum is whatever the quotas are stated by (a district's code)."""
    return _checked(Entry(code, stratum, name))


def inspector_entry(key: str, group: str, label: str, bars: Iterable[str]) -> Entry:
    """Make the entry of an inspector. `bars`: code prefixes he is not sent to."""
    return _checked(Entry(key, group, label, tuple(sorted(set(bars)))))


def _checked(entry: Entry) -> Entry:
    fields = (entry.key, entry.stratum, entry.label, *entry.bars)
    if any(mark in field for field in fields for mark in "\t\r\n"):
        raise EngineInputError(f"“{entry.label.strip()}”里有换行或制表符。请去掉再做清单。")
    if not entry.key or any(not bar or " " in bar for bar in entry.bars):
        raise EngineInputError(f"“{entry.label}”没有编号，或回避的代码不对。请补上。")
    return entry


def _check_terms(terms: Terms, pool: Pool) -> None:
    if not terms.title.strip() or not terms.source.strip():
        raise EngineInputError("请写明抽取的名称和公共数的来源，再公布清单。")
    if any(mark in text for text in (terms.title, terms.source) for mark in "\r\n"):
        raise EngineInputError("名称和来源各写一行。")
    if SALT.fullmatch(terms.salt) is None:
        raise EngineInputError("盐是 32 位小写十六进制数。")
    for entries in (pool.places, pool.inspectors):
        twice = [key for key, count in Counter(entry.key for entry in entries).items() if count > 1]
        if twice:
            raise EngineInputError(f"清单里有重复的：{'、'.join(twice[:3])}。请只留一条。")
    if not pool.places:
        raise EngineInputError("清单是空的。请先放进要抽的地方。")
    if terms.per_place < 0 or terms.at_most < 0 or (terms.per_place and not pool.inspectors):
        raise EngineInputError("要派检查员，清单里就要有检查员，人数和上限不能是负数。")
    _check_quotas(terms, pool)


def _check_quotas(terms: Terms, pool: Pool) -> None:
    named = {stratum for stratum, _ in terms.take}
    held = Counter(entry.stratum if entry.stratum in named else EVERY for entry in pool.places)
    if not any(count > 0 for _, count in terms.take):
        raise EngineInputError("请写明抽几个。")
    for stratum, count in terms.take:
        if count < 0 or not stratum or any(mark in stratum for mark in " =\n\t"):
            raise EngineInputError("名额不能是负数，分组的名称里不能有空格和等号。")
        if count > held[stratum]:
            name = "清单" if stratum == EVERY else f"“{stratum}”"
            raise EngineInputError(f"{name}里只有 {held[stratum]} 个，不能抽 {count} 个。")


def draw(made: Announcement, entropy: str) -> Drawing:
    """Draw with the public number. Raises EngineInputError when it is empty."""
    if not squeeze(entropy):
        raise EngineInputError("请填公共数，照来源上的写。")
    result = run(made.terms, made.pool, made.hash, entropy)
    sent = Counter(place for place, _ in result.visits)
    short = tuple(key for key in result.drawn if sent[key] < made.terms.per_place)
    return Drawing(made, squeeze(entropy), result, short)


def certificate_text(
    drawing: Drawing,
    *,
    published_at: str,
    typed_at: str,
    typed_by: str,
    witnesses: str = "",
    what: str = PLACES,
) -> str:
    """Write the certificate as JSON. Moments: ISO 8601 with their zone, to the second or finer.

    `what` was drawn from (PLACES, HOUSEHOLDS): the words in which the verifier speaks of it.
    """
    made, terms, result = drawing.announcement, drawing.announcement.terms, drawing.result
    pools = (made.pool.places, made.pool.inspectors)
    lists, kept = [[e.line for e in pool] for pool in pools], [leaves(terms.salt, pool) for pool in pools]
    content = {
        "format": FORMAT,
        "what": what,
        "terms": {
            "title": terms.title,
            "source": terms.source,
            "salt": terms.salt,
            "take": dict(sorted(terms.take)),
            "per_place": terms.per_place,
            "at_most": terms.at_most,
        },
        "lists": {"places": lists[0], "inspectors": lists[1]},
        "leaves": {"places": kept[0], "inspectors": kept[1]},
        "published": {"hash": made.hash, "at": published_at},
        "entropy": {"text": drawing.entropy, "at": typed_at, "typed_by": typed_by, "witnesses": witnesses},
        "result": {
            "seed": result.seed,
            "drawn": list(result.drawn),
            "visits": [list(pair) for pair in result.visits],
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
