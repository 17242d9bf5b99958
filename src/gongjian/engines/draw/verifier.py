"""抽取的算法和验证，一个文件，只要 Python。

The whole algorithm `gongjian-draw/1`, so that the file which draws is the file which verifies. It imports
nothing but Python's own library and can be carried to any computer (`docs/algorithms/draw.md`).

    line      = key TAB stratum TAB label TAB bars          (NFC, bars: code prefixes joined by one space)
    leaf      = SHA-256(salt LF line)                       one per entry, entries in byte order of their line
    list hash = SHA-256(announcement text)                  terms, salt and all leaves, one a line
    seed      = SHA-256(list hash LF salt LF entropy)       entropy: the public number, spaces squeezed
    ticket    = SHA-256(seed LF line)                       the smallest tickets of each stratum are drawn
    turn      = SHA-256(seed LF place line LF inspector line)   who goes where: smallest turn first

All hashes are written as 64 small hexadecimal digits, and that text is what is hashed again.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

FORMAT = "gongjian-draw/1"
EVERY = "*"
"""The stratum of a quota that holds for the whole list."""
PLACES, HOUSEHOLDS = "places", "households"
WORDS = {PLACES: ("地方清单", "个地方"), HOUSEHOLDS: ("轮候名单", "户")}
"""What a list drawn from is called and how its entries are counted. Words only: the hashes don't depend on them."""


@dataclass(frozen=True)
class Entry:
    """One line of a list: a place, or an inspector with the code prefixes he may not be sent to."""

    key: str
    stratum: str
    label: str
    bars: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The canonical text that is hashed."""
        bars = " ".join(sorted(self.bars))
        return unicodedata.normalize("NFC", "\t".join((self.key, self.stratum, self.label, bars)))


@dataclass(frozen=True)
class Terms:
    """What is fixed before the public number is known. `take`: quota by stratum, or {"*": n}."""

    title: str
    source: str
    salt: str
    take: tuple[tuple[str, int], ...]
    per_place: int = 0
    at_most: int = 0


@dataclass(frozen=True)
class Pool:
    """The lists drawn from, each in byte order of its lines."""

    places: tuple[Entry, ...]
    inspectors: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Result:
    """What was drawn: keys of entries, in order of their tickets, and who goes where."""

    seed: str
    drawn: tuple[str, ...]
    visits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What the verifier found; no problems means confirmed."""

    title: str
    problems: tuple[str, ...]
    facts: tuple[str, ...] = field(default=())

    @property
    def is_confirmed(self) -> bool:
        """Whether everything in the certificate follows from what was published."""
        return not self.problems


def digest(*parts: str) -> str:
    """Hash lines of text: SHA-256 of the parts joined by a line feed, in UTF-8."""
    return sha256("\n".join(parts).encode("utf-8")).hexdigest()


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Sort entries by the bytes of their line, as `LC_ALL=C sort` does."""
    return tuple(sorted(entries, key=lambda entry: entry.line.encode("utf-8")))


def leaves(salt: str, entries: Iterable[Entry]) -> list[str]:
    """Hash each entry on its own, so that a change can be told to the line."""
    return [digest(salt, entry.line) for entry in entries]


def announcement(terms: Terms, place_leaves: Sequence[str], inspector_leaves: Sequence[str]) -> str:
    """Write the text whose hash is published: the terms, then the leaves of both lists."""
    take = " ".join(f"{stratum}={count}" for stratum, count in sorted(terms.take))
    head = [
        FORMAT,
        f"title: {terms.title}",
        f"source: {terms.source}",
        f"salt: {terms.salt}",
        f"take: {take}",
        f"per place: {terms.per_place}",
        f"at most: {terms.at_most}",
    ]
    body = [f"places: {len(place_leaves)}", *place_leaves]
    return "\n".join([*head, *body, f"inspectors: {len(inspector_leaves)}", *inspector_leaves])


def list_hash(terms: Terms, pool: Pool) -> str:
    """Compute the hash to publish before the public number is known."""
    return digest(announcement(terms, leaves(terms.salt, pool.places), leaves(terms.salt, pool.inspectors)))


def squeeze(entropy: str) -> str:
    """Write the public number in its one form: NFC, no outer spaces, inner runs of spaces as one."""
    return " ".join(unicodedata.normalize("NFC", entropy).split())


def seed_of(published_hash: str, salt: str, entropy: str) -> str:
    """Mix what was published before with what nobody knew then."""
    return digest(published_hash, salt, squeeze(entropy))


def draw_places(terms: Terms, entries: Sequence[Entry], seed: str) -> tuple[str, ...]:
    """Draw the entries with the smallest tickets of each stratum; the result is in ticket order."""
    ranked = sorted(entries, key=lambda entry: (digest(seed, entry.line), entry.line))
    left = dict(terms.take)
    drawn: list[str] = []
    for entry in ranked:
        stratum = entry.stratum if entry.stratum in left else EVERY
        if left.get(stratum, 0) > 0:
            left[stratum] -= 1
            drawn.append(entry.key)
    return tuple(drawn)


def draw_visits(terms: Terms, pool: Pool, drawn: Sequence[str], seed: str) -> tuple[tuple[str, str], ...]:
    """Send `per_place` inspectors to each drawn place: smallest turn first, nobody where he is barred.

    Places are served in the order drawn, one inspector a place in each of `per_place` passes. When all who
    may go are full, the shortest chain of handing places on is taken, tried in the order of turns; so every
    place gets its inspectors whenever that is possible at all.
    """
    places = {entry.key: entry for entry in pool.places}
    orders = {key: _turns(places[key], pool.inspectors, seed) for key in drawn}
    sent: dict[str, list[str]] = {key: [] for key in drawn}
    load: dict[str, list[str]] = {entry.key: [] for entry in pool.inspectors}
    for _ in range(terms.per_place):
        for key in drawn:
            _send(key, orders, sent, load, terms.at_most)
    return tuple((key, inspector) for key in drawn for inspector in sent[key])


def _turns(place: Entry, inspectors: Sequence[Entry], seed: str) -> list[str]:
    free = [entry for entry in inspectors if not any(place.key.startswith(bar) for bar in entry.bars)]
    return [e.key for e in sorted(free, key=lambda e: (digest(seed, place.line, e.line), e.line))]


def _send(
    place: str,
    orders: Mapping[str, Sequence[str]],
    sent: dict[str, list[str]],
    load: dict[str, list[str]],
    at_most: int,
) -> None:
    came: dict[str, tuple[str, str]] = {}
    waiting = [(place, "")]
    for at, giver in waiting:  # grows while it is walked: breadth first
        for key in orders[at]:
            if key in came or key in sent[at]:
                continue
            came[key] = (at, giver)
            if not at_most or len(load[key]) < at_most:
                return _hand_on(key, came, sent, load)
            waiting.extend((other, key) for other in load[key])
    return None


def _hand_on(
    key: str,
    came: Mapping[str, tuple[str, str]],
    sent: dict[str, list[str]],
    load: dict[str, list[str]],
) -> None:
    while key:
        at, giver = came[key]
        sent[at].append(key)
        load[key].append(at)
        if giver:
            sent[at].remove(giver)
            load[giver].remove(at)
        key = giver


def run(terms: Terms, pool: Pool, published_hash: str, entropy: str) -> Result:
    """Draw: everything follows from the published hash, the salt and the public number."""
    seed = seed_of(published_hash, terms.salt, entropy)
    drawn = draw_places(terms, pool.places, seed)
    return Result(seed, drawn, draw_visits(terms, pool, drawn, seed))


def verify(text: str, published_hash: str = "", published_text: str = "") -> Verdict:
    """Check a certificate. `published_hash`, `published_text`: as noted when they were published.

    Without them the certificate is checked against the hash it states itself.
    """
    try:
        data = json.loads(text)
        return _verify(data, published_hash.strip().lower(), published_text)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        why = f"{type(error).__name__}: {error}"
        return Verdict("", (f"这不是一份完整的抽取证书，读不出来（{why}）。请重新下载。",))


def _verify(data: Mapping[str, Any], noted_hash: str, noted_text: str) -> Verdict:
    if data["format"] != FORMAT:
        return Verdict("", (f"证书的格式是“{data['format']}”，这个程序只认“{FORMAT}”。",))
    terms, pool = read_terms(data), read_pool(data)
    stated = data["published"]["hash"]
    problems = _check_lists(data, terms, pool, noted_hash or stated, noted_text)
    if noted_hash and noted_hash != stated:
        problems.append(f"证书里写的清单哈希是 {stated}，当时公布的是 {noted_hash}。")
    problems += _check_moments(data)
    if not problems:
        problems += _check_result(data, run(terms, pool, stated, data["entropy"]["text"]), pool)
    return Verdict(terms.title, tuple(problems), () if problems else _facts(data, pool))


def read_terms(data: Mapping[str, Any]) -> Terms:
    """Read the terms of a certificate."""
    stated = data["terms"]
    take = tuple(sorted((str(key), int(count)) for key, count in stated["take"].items()))
    return Terms(
        stated["title"], stated["source"], stated["salt"], take, stated["per_place"], stated["at_most"]
    )


def read_pool(data: Mapping[str, Any]) -> Pool:
    """Read the lists of a certificate, in the order they stand there."""
    return Pool(
        *(tuple(_read_line(line) for line in data["lists"][name]) for name in ("places", "inspectors"))
    )


def _read_line(line: str) -> Entry:
    key, stratum, label, bars = line.split("\t")
    return Entry(key, stratum, label, tuple(bars.split()))


def _check_lists(
    data: Mapping[str, Any], terms: Terms, pool: Pool, published_hash: str, noted_text: str
) -> list[str]:
    kept = (data["leaves"]["places"], data["leaves"]["inspectors"])
    stated = announcement(terms, *kept)
    if digest(stated) != published_hash and digest(_recomputed(terms, pool)) == published_hash:
        return ["清单和公布的一样，但证书里有逐条哈希被改过。"]
    problems = []
    if digest(stated) != published_hash:
        problems.append("清单、名额或逐条哈希和公布的清单哈希对不上：公布以后有改动。")
    if noted_text:
        head, *kept = _read_announcement(noted_text)  # type: ignore[assignment]
        said = stated.split("\n")
        problems += [f"公布的是“{line}”，证书里不是这样写的。" for line in head if line not in said]
    for title, wanted, entries in zip(
        (_words_of(data)[0], "检查员清单"), kept, (pool.places, pool.inspectors), strict=True
    ):
        problems += _compare_leaves(title, wanted, leaves(terms.salt, entries), entries)
    return problems


def _read_announcement(text: str) -> tuple[list[str], list[str], list[str]]:
    """Split a noted announcement into its terms and the leaves of both lists."""
    lines = text.replace("\r", "").strip().split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("places: "))
    second = next(i for i, line in enumerate(lines) if line.startswith("inspectors: "))
    return lines[:first], lines[first + 1 : second], lines[second + 1 :]


def _recomputed(terms: Terms, pool: Pool) -> str:
    return announcement(terms, leaves(terms.salt, pool.places), leaves(terms.salt, pool.inspectors))


def _compare_leaves(
    title: str, kept: Sequence[str], found: Sequence[str], entries: Sequence[Entry]
) -> list[str]:
    """Say which entries were changed, added or removed, by the hash kept for each."""
    if list(kept) == list(found):
        return []
    known, present = set(kept), set(found)
    strange = [index for index, leaf in enumerate(found) if leaf not in known]
    absent = [index for index, leaf in enumerate(kept) if leaf not in present]
    problems: list[str] = []
    if len(kept) == len(found):
        changed = [index for index in strange if index in absent]
        problems += [f"{title}第 {i + 1} 条被改过：现在写的是“{_words(entries[i])}”。" for i in changed]
        strange = [index for index in strange if index not in changed]
        absent = [index for index in absent if index not in changed]
    problems += [f"{title}多了一条：第 {i + 1} 条“{_words(entries[i])}”。" for i in strange]
    problems += [f"{title}少了一条：公布时的第 {i + 1} 条不见了。" for i in absent]
    return problems or [f"{title}的次序或条数和公布的不一样。"]


def _words_of(data: Mapping[str, Any]) -> tuple[str, str]:
    return WORDS.get(data.get("what", PLACES), WORDS[PLACES])


def _words(entry: Entry) -> str:
    return f"{entry.key} {entry.label}".strip()


def _check_moments(data: Mapping[str, Any]) -> list[str]:
    published, typed = (datetime.fromisoformat(data[part]["at"]) for part in ("published", "entropy"))
    if typed <= published:
        return [f"公共数是 {typed.isoformat()} 记下的，不晚于清单哈希公布的时间 {published.isoformat()}。"]
    return []


def _check_result(data: Mapping[str, Any], true: Result, pool: Pool) -> list[str]:
    stated = data["result"]
    labels = {entry.key: _words(entry) for entry in (*pool.places, *pool.inspectors)}
    problems = []
    if stated["seed"] != true.seed:
        problems.append(f"种子应当是 {true.seed}，证书里写的是 {stated['seed']}。")
    drawn = [labels.get(key, key) for key in true.drawn]
    problems += _compare_rows("抽中的", drawn, [labels.get(key, key) for key in stated["drawn"]])
    right, wrong = (
        [f"{labels.get(place, place)} ← {labels.get(inspector, inspector)}" for place, inspector in rows]
        for rows in (true.visits, stated["visits"])
    )
    return problems + _compare_rows("派出的", right, wrong)


def _compare_rows(title: str, true: Sequence[str], stated: Sequence[str]) -> list[str]:
    problems = [
        f"{title}第 {number} 条应当是“{right}”，证书里写的是“{wrong}”。"
        for number, (right, wrong) in enumerate(zip(true, stated, strict=False), start=1)
        if right != wrong
    ]
    if len(true) != len(stated):
        problems.append(f"{title}应当有 {len(true)} 条，证书里有 {len(stated)} 条。")
    return problems


def _facts(data: Mapping[str, Any], pool: Pool) -> tuple[str, ...]:
    result, (title, counted) = data["result"], _words_of(data)
    people = f"，检查员 {len(pool.inspectors)} 人" if pool.inspectors else ""
    sent = f"，派出 {len(result['visits'])} 人次" if pool.inspectors else ""
    drawn = f"抽中 {len(result['drawn'])} {counted}"
    if len(result["drawn"]) == len(pool.places) and not pool.inspectors:
        drawn = f"{len(result['drawn'])} {counted}的次序"
    return (
        f"{title}：{len(pool.places)} {counted}{people}，哈希 {data['published']['hash']}，{data['published']['at']} 公布。",
        f"公共数：{data['entropy']['text']}（{data['terms']['source']}），{data['entropy']['at']} 记下。",
        f"{drawn}{sent}，和重新计算的一样。",
    )


def report(verdict: Verdict) -> str:
    """Write the verdict for a person."""
    head = "确认：抽取结果可信。" if verdict.is_confirmed else "不能确认："
    return "\n".join([f"{head}{verdict.title}", *verdict.problems, *verdict.facts])
