"""An account of points is the list of its entries; every sum is taken from them, none is kept beside them.

An entry is never changed. What was wrong is taken back by an entry of the opposite amount that names it, once.
Earnings are lots with a last day. What is spent, or taken back by reversal, uses up the lots that end first:

    balance = sum of amounts          remaining of a lot = its amount - what later entries used of it
    due to expire on day t = sum of the remaining of lots whose last day is before t

An account may fall below nothing when what was spent is reversed afterwards; nothing is spent from it until
it is above again, and later earnings fill the gap first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongjian.engines.errors import EngineInputError


class Kind(StrEnum):
    """What an entry does."""

    EARN = "earn"
    SPEND = "spend"
    EXPIRE = "expire"
    REVERSE = "reverse"


@dataclass(frozen=True)
class Entry:
    """One line of an account: `amount` is above 0 where it adds. `reverses` is the `key` of the entry it takes back.

    `lasts_until` is the last day of what was earned (None: for ever).
    """

    key: int
    kind: Kind
    amount: int
    on: date
    lasts_until: date | None = None
    reverses: int | None = None


@dataclass(frozen=True)
class Lot:
    """What is left of one earning."""

    key: int
    left: int
    lasts_until: date | None


def balance(entries: Iterable[Entry]) -> int:
    """Return what the account holds."""
    return sum(entry.amount for entry in entries)


def reversal_of(entry: Entry, key: int, on: date, known: Iterable[Entry] = ()) -> Entry:
    """Return the entry that takes another back exactly.

    Raises EngineInputError for a reversal of a reversal, and for an entry that `known` ones already took back.
    """
    if entry.kind == Kind.REVERSE:
        raise EngineInputError("冲正的分录不能再冲正。请重新记一笔。")
    if any(other.reverses == entry.key for other in known):
        raise EngineInputError("这笔分录已经冲正过了，不能再冲一次。")
    return Entry(key, Kind.REVERSE, -entry.amount, on, reverses=entry.key)


def open_lots(entries: Sequence[Entry]) -> list[Lot]:
    """List what is left of every earning, those that end first at the head; entries in order of `on`, then `key`."""
    ordered = sorted(entries, key=lambda entry: (entry.on, entry.key))
    taken_back = {entry.reverses for entry in ordered if entry.reverses is not None}
    earned = [entry for entry in ordered if entry.kind == Kind.EARN and entry.key not in taken_back]
    kept = {Kind.SPEND, Kind.EXPIRE}
    used = -sum(entry.amount for entry in ordered if entry.kind in kept and entry.key not in taken_back)
    lots = []
    for entry in sorted(earned, key=lambda one: (one.lasts_until or date.max, one.on, one.key)):
        taken = min(used, entry.amount)
        used -= taken
        if entry.amount > taken:
            lots.append(Lot(entry.key, entry.amount - taken, entry.lasts_until))
    return lots


def due_to_expire(entries: Sequence[Entry], day: date) -> int:
    """Return how many points of the account are over their last day; never more than it holds."""
    past = sum(lot.left for lot in open_lots(entries) if lot.lasts_until and lot.lasts_until < day)
    return max(0, min(past, balance(entries)))


def check_spend(entries: Sequence[Entry], amount: int, day: date) -> None:
    """Raise EngineInputError, saying what there is, when an amount can't be spent on a day."""
    if amount < 1:
        raise EngineInputError("要用的积分至少是 1 分。")
    there = balance(entries) - due_to_expire(entries, day)
    if amount > there:
        raise EngineInputError(f"能用的积分只有 {max(0, there)} 分，不够 {amount} 分。请改少一些。")
