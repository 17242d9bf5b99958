"""Merge two answers to one item that grew from the same base, field by field.

An answer is None (the item is unanswered) or a map rule → finding; a finding is (count, amount, note),
and a rule that is not in the map has the finding NOTHING = (0, none, ""). For base b, phone p and desk d
of one rule:

    p = d, or p = b            → d          both say the same, or only the desk changed it
    d = b                      → p          only the phone changed it
    p = NOTHING                → d, and the count is open
    d = NOTHING                → d, and every field in which p and d differ is open
    else, per field f          → the first two lines for p.f, d.f, b.f; else d.f, and f is open

A field that was open before (`asked`) stays the desk's until somebody chooses: what the phone changed of it
since is what it asks for now. Where the base is unanswered its count is unknown, which equals no count: two
people who both answered an unanswered item agree or are asked, whatever they wrote. A desk that took its
answer back said nothing, so a phone that changed its own since then stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

FIELDS = ("count", "amount", "note")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Finding:
    """How often a rule applied, the marks where they are left to judgement, and what was noted."""

    count: Decimal = ZERO
    amount: Decimal | None = None
    note: str = ""

    @property
    def is_found(self) -> bool:
        """Whether the rule applied at all."""
        return self.count > 0


NOTHING = Finding()


@dataclass(frozen=True)
class Answer:
    """The whole answer to an item: its findings by rule; none of them says that it is in order."""

    findings: Mapping[str, Finding] = field(default_factory=dict)

    def of(self, rule: str) -> Finding:
        """Return what was found for a rule; one that did not apply has no note and no marks either."""
        found = self.findings.get(rule, NOTHING)
        return found if found.is_found else NOTHING


@dataclass(frozen=True, order=True)
class Open:
    """One field that two people set differently: somebody has to choose."""

    rule: str
    name: str
    phone: Any = field(compare=False)
    desk: Any = field(compare=False)


@dataclass(frozen=True)
class Merged:
    """What stands after merging, and what is open."""

    answer: Answer | None
    open: tuple[Open, ...] = ()


def merge_answers(
    base: Answer | None,
    phone: Answer | None,
    desk: Answer | None,
    asked: frozenset[tuple[str, str]] = frozenset(),
) -> Merged:
    """Merge what the phone and the desk made of the same base; open fields keep the desk's value.

    `asked` are the rules and fields that are open already.

    >>> two, three, four = (Answer({"r": Finding(Decimal(n))}) for n in (2, 3, 4))
    >>> merge_answers(two, three, two).answer == three
    True
    >>> [(one.name, one.phone, one.desk) for one in merge_answers(two, three, four).open]
    [('count', Decimal('3'), Decimal('4'))]
    """
    if phone is None or (desk is None and not asked):
        mine, theirs = (phone, desk) if desk is None else (desk, phone)
        return Merged(theirs if _same(mine, base) else mine)
    at_desk = desk or Answer()
    merged: dict[str, Finding] = {}
    open_fields: list[Open] = []
    for rule in sorted({*phone.findings, *at_desk.findings, *(base.findings if base else ())}):
        held = frozenset(name for owner, name in asked if owner == rule)
        before = base.of(rule) if base else None
        finding, found = _merge_finding(rule, before, phone.of(rule), at_desk.of(rule), held)
        open_fields += found
        if finding.is_found:
            merged[rule] = finding
    return Merged(Answer(merged), tuple(open_fields))


def _merge_finding(
    rule: str, before: Finding | None, phone: Finding, desk: Finding, asked: frozenset[str]
) -> tuple[Finding, list[Open]]:
    if phone in (desk, before):
        return desk, []
    if desk == before and not asked:
        return phone, []
    differing = [name for name in FIELDS if getattr(phone, name) != getattr(desk, name)]
    if not phone.is_found:
        return desk, _open(rule, ["count"], phone, desk)
    if not desk.is_found:
        return desk, _open(rule, differing, phone, desk)
    changed = [name for name in differing if _is_changed(name, phone, before)]
    taken = [name for name in changed if name not in asked and not _is_changed(name, desk, before)]
    values: dict[str, Any] = {name: getattr(phone, name) for name in taken}
    return replace(desk, **values), _open(rule, [n for n in changed if n not in taken], phone, desk)


def _is_changed(name: str, finding: Finding, before: Finding | None) -> bool:
    is_unknown = before is None and name == "count"
    return is_unknown or getattr(finding, name) != getattr(before or NOTHING, name)


def _open(rule: str, names: Iterable[str], phone: Finding, desk: Finding) -> list[Open]:
    return [Open(rule, name, getattr(phone, name), getattr(desk, name)) for name in names]


def with_field(answer: Answer | None, rule: str, name: str, value: Any) -> Answer:
    """Return the answer with one field of one rule set: what a choice makes of it.

    A count of 0 takes the whole finding away; a note or marks for a rule that does not apply say nothing.
    """
    held = answer.of(rule) if answer else NOTHING
    found = replace(held, **{name: value})
    findings = {key: kept for key, kept in (answer.findings if answer else {}).items() if key != rule}
    return Answer({**findings, rule: found} if found.is_found else findings)


def _same(one: Answer | None, other: Answer | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(one.of(rule) == other.of(rule) for rule in {*one.findings, *other.findings})
