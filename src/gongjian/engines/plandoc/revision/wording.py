"""What changed in a task's own sentences beyond its title, its units and its date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongjian.engines.plandoc.revision.likeness import Item, grams, plain, without_marker, without_numbers
from gongjian.engines.plandoc.revision.model import FieldChange
from gongjian.engines.plandoc.revision.pairing import pair_items

_CLAUSE_END = re.compile(r"[，,。；;：:！!\n\t|（）()]+")
_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|[底末]|[上中下]旬)?(?:之?前)?|\d{4}年(?:[底末]|上半年|下半年)?(?:之?前)?"
    r"|[一二三四1-4]季度[底末]?(?:之?前)?|年[底末](?:之?前)?|每(?:天|日|周|个?月|季度?|半年|年)[底末]?"
)
_LABEL = re.compile(
    r"(?:牵头|责任|配合|协助|负责|主办|协办|完成|时间|单位|部门|领导|人|时限|期限|要求|[由和、于])*"
)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause as it stands, and what is left of it without what another field already says."""

    shown: str
    rest: str


def word_changes(old: str, new: str, said: Sequence[str], is_date_said: bool) -> Iterator[FieldChange]:
    """Yield what differs beyond `said` (words of fields already reported) and the dates, if `is_date_said`.

    Clauses that differ in numbers only are a change of value each; the rest is one change of words.
    """
    names = sorted({name for words in said for name in words.split("、") if name}, key=lambda n: (-len(n), n))
    before, after = _clauses(old, names, is_date_said), _clauses(new, names, is_date_said)
    found = pair_items([_item(clause) for clause in before], [_item(clause) for clause in after])
    left, right = [clause.shown for clause in before], [clause.shown for clause in after]
    for i, j in found.pairs:
        one, other = before[i], after[j]
        if without_numbers(one.rest) != without_numbers(other.rest):
            continue
        left[i] = right[j] = ""
        if plain(one.rest) != plain(other.rest):
            yield FieldChange("figure", "数字", "value", one.shown, other.shown)
    gone, come = "；".join(filter(None, left)), "；".join(filter(None, right))
    if gone or come:
        yield FieldChange("words", "文字", "words", gone, come)


def own_words(quote: str, names: Sequence[str]) -> str:
    """Return the sentences of an item without who does it and by when, which many items share.

    >>> own_words("（二）种树。沿街补种。责任单位：区林业局。2026年5月底前完成。", ["区林业局"])
    '种树 沿街补种'
    """
    return " ".join(clause.rest for clause in _clauses(quote, sorted(names, key=len, reverse=True), True))


def _clauses(quote: str, names: Sequence[str], is_date_said: bool) -> list[_Clause]:
    found = []
    for clause in _CLAUSE_END.split(without_marker(quote)):
        rest = _DATE.sub("", clause) if is_date_said else clause
        for name in names:
            rest = rest.replace(name, "")
        if plain(rest) and not _LABEL.fullmatch(plain(rest)):
            found.append(_Clause(clause.strip(), rest))
    return found


def _item(clause: _Clause) -> Item:
    return Item((plain(clause.rest),), grams(clause.rest), frozenset())
