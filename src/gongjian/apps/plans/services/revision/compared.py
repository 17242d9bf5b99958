"""Hold a new version against the programme as it stands: what is taken over already differs no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gongjian.apps.plans.choices import ItemKind
from gongjian.apps.plans.models import Plan, PlanItem
from gongjian.apps.plans.selectors import is_resolved
from gongjian.apps.plans.services.revision.sides import KINDS, Side, plan_side, programme_side
from gongjian.core.errors import NotFound
from gongjian.engines.plandoc.revision import Difference, FieldChange, Revision, compare_documents

QUANTITY = "quantity"
WORDS = "words"
_ONE_FIELD = {"figure": WORDS}
_ORDER = (ItemKind.TASK, ItemKind.TARGET, ItemKind.PHASE)


@dataclass(frozen=True)
class Row:
    """One difference: the row of the programme (`old`) and the passage of the new version (`new`)."""

    kind: str
    act: str
    name: str
    old: Any
    new: PlanItem | None
    fields: tuple[FieldChange, ...]
    blocked: str = ""

    @property
    def key(self) -> str:
        """What names this difference in a form: kind, row of the programme, passage."""
        return f"{self.kind}-{self.old.pk if self.old else 0}-{self.new.pk if self.new else 0}"

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields that can be taken one by one; changed sentences count as one."""
        return tuple(dict.fromkeys(_ONE_FIELD.get(change.field, change.field) for change in self.fields))

    @property
    def seen(self) -> str:
        """All that was shown of it, so that nothing is taken that was not seen."""
        return "|".join(f"{change.field}:{change.old}→{change.new}" for change in self.fields)


@dataclass(frozen=True)
class Comparison:
    """All differences of a new version from its programme; `moved` items stand elsewhere and are else the same."""

    rows: tuple[Row, ...]
    moved: int

    def find(self, key: str) -> Row | None:
        """Return one difference by its key."""
        return next((row for row in self.rows if row.key == key), None)

    def count(self, act: str) -> int:
        """Return how many differences are added, changed or dropped."""
        return sum(row.act == act for row in self.rows)


def compare_revision(plan: Plan) -> Comparison:
    """Compare a plan in review with the programme it revises. Reads the programme in five queries."""
    if plan.revises is None:
        raise NotFound()
    old, new = programme_side(plan.revises, plan), plan_side(plan)
    found = compare_documents(old.document, new.document)
    blocked = _blocked(plan)
    rows = [row for kind in _ORDER for row in _rows(kind, found, old, new, blocked)]
    return Comparison(tuple(rows), found.count("moved"))


def _rows(kind: str, found: Revision, old: Side, new: Side, blocked: dict[int, str]) -> Iterator[Row]:
    """Yield the rows of one kind; a quantity that only the card holds is compared here."""
    pairs = found.paired(kind)
    seen: set[int] = set()
    for difference in found.differences:
        if difference.kind != kind or difference.act == "moved":
            continue
        before = old.rows[kind][difference.old.order] if difference.old else None
        after = new.rows[kind][difference.new.order] if difference.new else None
        fields = (*difference.fields, *_quantity(kind, before, after))
        if difference.old:
            seen.add(difference.old.order)
        yield _row(difference, before, after, fields, blocked)
    for i, j in sorted(pairs.items()):
        before, after = old.rows[kind][i], new.rows[kind][j]
        fields = tuple(_quantity(kind, before, after))
        if fields and i not in seen:
            yield Row(kind, "changed", str(before), before, after, fields, blocked.get(after.pk, ""))


def _row(
    difference: Difference,
    before: Any,
    after: PlanItem | None,
    fields: tuple[FieldChange, ...],
    blocked: dict[int, str],
) -> Row:
    reason = blocked.get(after.pk, "") if after else ""
    return Row(difference.kind, difference.act, difference.name, before, after, fields, reason)


def _quantity(kind: str, task: Any, item: PlanItem | None) -> Iterator[FieldChange]:
    """Yield a quantity that the new version's card holds and the task does not."""
    if kind != ItemKind.TASK or task is None or item is None or not item.values.get("quantity"):
        return
    now, unit = Decimal(str(item.values["quantity"])), item.values.get("unit", "")
    if now != task.quantity or unit != task.unit:
        was = "" if task.quantity is None else f"{task.quantity.normalize():f}{task.unit}"
        yield FieldChange(QUANTITY, "数量", "value", was, f"{now.normalize():f}{unit}")


def _blocked(plan: Plan) -> dict[int, str]:
    """Say for each passage what has to be settled before it can be taken over."""
    units = {unit.name for unit in plan.units.all() if not is_resolved(unit)}
    found = {}
    for item in plan.items.all():
        if item.kind not in KINDS:
            continue
        open_units = [
            name for name in (*item.values.get("lead", ()), *item.values.get("support", ())) if name in units
        ]
        if item.unresolved:
            found[item.pk] = "；".join(item.unresolved)
        elif open_units:
            found[item.pk] = f"单位“{open_units[0]}”还没有对上名录"
    return found
