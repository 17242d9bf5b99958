"""Whose turn it is: a fixed order goes round, a turn may be skipped, two may exchange theirs.

The order is a ring of members. Each turn taken names whose it was and who did it: the same one, nobody (skipped),
or another who took it in exchange, so that his own next turn goes to the one he stood in for.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """One turn: whose it was, and who did it (None: it was skipped)."""

    of: int
    by: int | None


def next_turn(order: Sequence[int], turns: Sequence[Turn]) -> Turn | None:
    """Return the next turn after those taken, oldest first; None when nobody is in the order.

    After the last one whose turn it was comes the next in the ring; who has left since is passed over, also
    where an exchange is owed to him.

    >>> next_turn([1, 2, 3], [Turn(1, 1)])
    Turn(of=2, by=2)
    >>> next_turn([1, 2, 3], [Turn(1, 2)])
    Turn(of=2, by=1)
    >>> next_turn([1, 2, 3], [Turn(1, 2), Turn(2, 1), Turn(3, None)])
    Turn(of=1, by=1)
    """
    if not order:
        return None
    known = [turn for turn in turns if turn.of in order]
    place = order.index(known[-1].of) + 1 if known else 0
    of = order[place % len(order)]
    return Turn(of, _debtor(of, order, turns) or of)


def _debtor(of: int, order: Sequence[int], turns: Sequence[Turn]) -> int | None:
    """Return for whom a member took a turn that was not given back yet; giving back is no new debt."""
    owed: list[Turn] = []
    for turn in turns:
        if turn.by is None or turn.by == turn.of:
            continue
        lent = Turn(turn.by, turn.of)
        if lent in owed:
            owed.remove(lent)
        else:
            owed.append(turn)
    return next((turn.of for turn in owed if turn.by == of and turn.of in order), None)
