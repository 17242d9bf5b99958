"""Who steps aside from a panel: the household itself, its kin within some steps, and who is in dispute with it.

Ties are declared or registered pairs. Kinship carries on along ties of kinship: with two steps a brother's wife
is kin; a dispute does not carry on. Let H be the household, K the graph of kin ties. A candidate c steps aside when
c is in H, when the distance from H to c in K is at most `kin_steps`, or when some tie joins c to a member of H.
Cost O(ties + candidates).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """Why somebody steps aside."""

    HOUSEHOLD = "household"
    KIN = "kin"
    DISPUTE = "dispute"


@dataclass(frozen=True)
class Tie:
    """Two people who are kin, or otherwise stand so to each other that one can't judge the other."""

    first: str
    second: str
    is_kin: bool


def grounds(
    candidates: Iterable[str], household: Collection[str], ties: Iterable[Tie], *, kin_steps: int
) -> dict[str, Ground]:
    """Tell, for each candidate who must step aside, why; who may judge is left out.

    >>> ties = [Tie("sister", "applicant", True), Tie("her husband", "sister", True), Tie("neighbour", "applicant", False)]
    >>> found = grounds(["her husband", "neighbour", "teacher"], {"applicant"}, ties, kin_steps=2)
    >>> {who: ground.value for who, ground in found.items()}
    {'her husband': 'kin', 'neighbour': 'dispute'}
    """
    known = list(ties)
    kin = _reach(household, [tie for tie in known if tie.is_kin], kin_steps)
    opposed = _reach(household, [tie for tie in known if not tie.is_kin], 1)
    found: dict[str, Ground] = {}
    for who in candidates:
        if who in household:
            found[who] = Ground.HOUSEHOLD
        elif who in kin:
            found[who] = Ground.KIN
        elif who in opposed:
            found[who] = Ground.DISPUTE
    return found


def _reach(start: Collection[str], ties: list[Tie], steps: int) -> set[str]:
    beside: dict[str, set[str]] = {}
    for tie in ties:
        beside.setdefault(tie.first, set()).add(tie.second)
        beside.setdefault(tie.second, set()).add(tie.first)
    reached, edge = set(start), set(start)
    for _ in range(steps):
        edge = {near for one in edge for near in beside.get(one, ())} - reached
        reached |= edge
    return reached
