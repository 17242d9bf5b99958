"""Roll figures up along division codes: numerators and denominators are added, averages never averaged.

A code holds the codes of all places above it, so the places below p are those whose code begins with p:
    N(p) = sum n_i,  D(p) = sum d_i  over all reported i with prefix p;  ratio(p) = N(p) / D(p)
Zero is a value; None is missing, is listed, and adds nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.errors import EngineInputError

CODE_LENGTHS = (2, 4, 6, 9, 12, 15)
"""Province, city, county, street, community, grid: the statistical code, and the community grid below it."""


@dataclass(frozen=True)
class Node:
    """What one place reported, None twice when nothing. A mean is a sum over a count."""

    code: str
    numerator: Fraction | None
    denominator: Fraction | None

    @property
    def is_missing(self) -> bool:
        """Return whether this place has not reported."""
        return self.numerator is None or self.denominator is None


@dataclass(frozen=True)
class RolledUp:
    """The sum for `code`. `ratio` is None when nothing was reported or the denominator is 0."""

    code: str
    numerator: Fraction
    denominator: Fraction
    reported: int
    expected: int
    missing: tuple[str, ...]

    @property
    def ratio(self) -> Fraction | None:
        """Return the exact ratio of the sums."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def coverage(self) -> str:
        """Say how many reported, in the words of lists: 42 个里 39 个已报."""
        if self.reported == self.expected:
            return f"{self.expected} 个全部已报"
        return f"{self.expected} 个里 {self.reported} 个已报"


def roll_up(nodes: Sequence[Node], code_length: int) -> tuple[RolledUp, ...]:
    """Add `nodes` up to the level whose codes have `code_length` digits, 0 for all together, by code.

    Raises EngineInputError when a place repeats, lies inside another one of the list (it would be counted
    twice), or is coarser than the level asked for. Cost: O(n log n).
    """
    if code_length != 0 and code_length not in CODE_LENGTHS:
        raise EngineInputError(f"区划代码没有 {code_length} 位的一级，请选省、市、县、街道、社区或网格。")
    ordered = sorted(nodes, key=lambda node: node.code)
    _refuse_overlap(ordered)
    groups: dict[str, list[Node]] = {}
    for node in ordered:
        if len(node.code) < code_length:
            raise EngineInputError(f"{node.code} 报的是合计数，分不到更细的一级，请选它本级或上级。")
        groups.setdefault(node.code[:code_length], []).append(node)
    return tuple(_add(code, group) for code, group in groups.items())


def _refuse_overlap(ordered: Iterable[Node]) -> None:
    last = None
    for node in ordered:  # a prefix sorts directly before the codes it begins
        if last is not None and node.code.startswith(last):
            same = node.code == last
            problem = "出现了两次" if same else f"已经算在 {last} 里"
            raise EngineInputError(f"{node.code} {problem}，合计会多算，请去掉一个。")
        last = node.code


def _add(code: str, group: Sequence[Node]) -> RolledUp:
    reported = [node for node in group if not node.is_missing]
    return RolledUp(
        code=code,
        numerator=sum((node.numerator for node in reported if node.numerator is not None), Fraction(0)),
        denominator=sum((node.denominator for node in reported if node.denominator is not None), Fraction(0)),
        reported=len(reported),
        expected=len(group),
        missing=tuple(node.code for node in group if node.is_missing),
    )
