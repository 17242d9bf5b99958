"""What an inspector wrote down: which rules applied, how often, with what evidence."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Entry:
    """One finding. `count` is in the unit of the rule; `amount` only for rules left to judgement.

    A count of 0 says that the rule was looked at and nothing was found, which answers the item.
    `evidence` names the photos, `documents` the other papers that were handed in with it.
    """

    rule_key: str
    count: Decimal = Decimal(1)
    amount: Decimal | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The figure of an item that is scored from one: its exact value, or why there is none."""

    item_key: str
    value: Fraction | None
    reason: str = ""


@dataclass(frozen=True)
class Sheet:
    """A filled-in rubric. An item is answered by an entry, by its figure, or by being named here.

    `clear` names items found in order, `not_applicable` items that this place does not have:
    these keep their full marks and are shown as 不适用. `readings` are the figures of the items
    that no person scores.
    """

    entries: tuple[Entry, ...] = ()
    clear: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()
    readings: tuple[Reading, ...] = ()
