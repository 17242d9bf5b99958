"""What an inspector wrote down: which rules applied, how often, with what evidence."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Entry:
    """One finding. `count` is in the unit of the rule; `amount` only for rules left to judgement.

    A count of 0 says that the rule was looked at and nothing was found, which answers the item.
    """

    rule_key: str
    count: Decimal = Decimal(1)
    amount: Decimal | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A filled-in rubric. An item is answered by an entry, or by being named here.

    `clear` names items found in order, `not_applicable` items that this place does not have:
    these keep their full marks and are shown as 不适用.
    """

    entries: tuple[Entry, ...] = ()
    clear: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()
