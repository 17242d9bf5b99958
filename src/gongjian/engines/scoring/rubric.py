"""A rubric (考核细则) as data, whole and checked.

A version of a rubric is never changed; a later version is another `Rubric`, and a sheet is scored
with the version of its own day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongjian.engines.scoring.parts import Item, Rule, Section, by_section
from gongjian.engines.scoring.rubric_checks import check_ceilings, check_items, check_sections, check_weights


@dataclass(frozen=True)
class Rubric:
    """A version of a rubric. `bonus_cap` limits all additions together, `total_cap` the final score.

    Raises EngineInputError when keys repeat, marks are negative, weights don't add up or rules contradict.
    """

    items: tuple[Item, ...]
    bonus_cap: Decimal | None = None
    total_cap: Decimal | None = None
    version: str = ""
    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        check_items(self.items)
        check_ceilings(self.bonus_cap, self.total_cap)
        check_sections(self.sections, self.items)
        if self.is_weighted:
            check_weights(self.sections, self.items)

    @property
    def full_marks(self) -> Decimal:
        """Return the full marks: of all items together, 100 where weights turn them into per cent."""
        return Decimal(100) if self.is_weighted else self.item_marks

    @property
    def item_marks(self) -> Decimal:
        """Return the marks of all items together, whatever they weigh."""
        return sum((item.full_marks for item in self.items), Decimal(0))

    @property
    def is_weighted(self) -> bool:
        """Return whether sections or items have weights."""
        weights = [*(section.weight for section in self.sections), *(item.weight for item in self.items)]
        return any(weight is not None for weight in weights)

    def rules(self) -> Iterator[tuple[Item, Rule]]:
        """Yield every rule with its item, in the order of the rubric."""
        for item in self.items:
            for rule in item.rules:
                yield item, rule

    def parts(self) -> tuple[tuple[Section, tuple[Item, ...]], ...]:
        """Return the sections with their items, in order; sections only named by items are made up."""
        return by_section(self.sections, self.items)
