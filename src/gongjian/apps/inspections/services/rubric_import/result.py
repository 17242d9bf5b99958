"""What was read from a file: the rubric it states, and what is wrong, each with its place."""

from dataclasses import dataclass
from decimal import Decimal

from gongjian.apps.inspections.services.rubric_specs import ItemSpec, Outline


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a file from being imported: where it stands and what to do."""

    sheet: str
    row: int
    column: str
    message: str

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        parts = (
            f"表“{self.sheet}”" if self.sheet else "",
            f"第 {self.row} 行" if self.row else "",
            self.column,
        )
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class ReadRubric:
    """A rubric as a file states it. `remarks` are what to look at in the draft; `problems` forbid the import."""

    items: tuple[ItemSpec, ...]
    outline: Outline
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def full_marks(self) -> Decimal:
        """The marks of all items together."""
        return sum((item.full_marks for item in self.items), Decimal(0))

    @property
    def rule_count(self) -> int:
        """How many rules there are."""
        return sum(len(item.rules) for item in self.items)

    @property
    def without_rules(self) -> list[str]:
        """The items for which no rule was read; they must be completed in the draft."""
        return [item.title for item in self.items if not item.rules]
