"""Two versions of a rubric side by side: what was added, dropped and changed, matched by text, never by position.

Items are matched by title (of equal titles the first unmatched of the same section, then any), rules of matched
items by what they are about. What then differs is told field by field. Order counts for nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from gongjian.apps.inspections.choices import Evidence
from gongjian.apps.inspections.models import ItemRule, RubricItem, RubricVersion
from gongjian.engines.scoring import Section, plain, say_rule

Row = TypeVar("Row")
Pair = tuple[Row | None, Row | None]


@dataclass(frozen=True)
class FieldChange:
    """One field before and after; empty is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PartChange:
    """One section or item that was added, dropped or changed, with what of it changed."""

    title: str
    kind: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class VersionChanges:
    """All that differs between two versions; `same` counts the items that don't."""

    whole: tuple[FieldChange, ...]
    sections: tuple[PartChange, ...]
    items: tuple[PartChange, ...]
    same: int

    def count(self, kind: str) -> int:
        """How many items were added, dropped or changed."""
        return sum(item.kind == kind for item in self.items)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.whole or self.sections or self.items)


ADDED, DROPPED, CHANGED = "added", "dropped", "changed"


def compare_versions(before: RubricVersion, after: RubricVersion) -> VersionChanges:
    """Tell what differs between two versions (loaded). No queries."""
    whole = _differences(_whole(before), _whole(after))
    sections = _parts(before.sections, after.sections, lambda row: (row.title,), _section_fields)
    pairs = match(list(before.items.all()), list(after.items.all()), lambda row: (row.title, row.section))
    items = [change for old, new in pairs if (change := _item_change(old, new)) is not None]
    return VersionChanges(whole, sections, tuple(items), len(pairs) - len(items))


def match(old: Sequence[Row], new: Sequence[Row], key: Callable[[Row], tuple[str, ...]]) -> list[Pair[Row]]:
    """Pair rows with equal keys, then rows that agree in the first part of it; the rest stands alone.

    The pairs follow the order of `new`; what was dropped comes last, in the order of `old`.
    """
    free = list(range(len(old)))
    partner: dict[int, int] = {}
    for depth in (None, 1):
        for place, row in enumerate(new):
            if place in partner:
                continue
            found = next((at for at in free if key(old[at])[:depth] == key(row)[:depth]), None)
            if found is not None:
                partner[place] = found
                free.remove(found)
    paired: list[Pair[Row]] = [
        (old[partner[place]] if place in partner else None, row) for place, row in enumerate(new)
    ]
    return [*paired, *((old[at], None) for at in free)]


def _parts(
    old: Sequence[Row],
    new: Sequence[Row],
    key: Callable[[Row], tuple[str, ...]],
    fields: Callable[[Row | None], dict[str, str]],
) -> tuple[PartChange, ...]:
    found = []
    for before, after in match(old, new, key):
        changed = _differences(fields(before), fields(after))
        if before is None or after is None or changed:
            title = key(after if after is not None else before)[0]  # type: ignore[arg-type]
            found.append(PartChange(title, _kind(before, after), changed))
    return tuple(found)


def _item_change(before: RubricItem | None, after: RubricItem | None) -> PartChange | None:
    changed = _differences(_item_fields(before), _item_fields(after))
    old_rules = list(before.rules.all()) if before else []
    new_rules = list(after.rules.all()) if after else []
    rules = [
        FieldChange(_("规则"), _rule_words(old), _rule_words(new))
        for old, new in match(old_rules, new_rules, lambda rule: (rule.per,))
        if _rule_words(old) != _rule_words(new)
    ]
    if before is not None and after is not None and not changed and not rules:
        return None
    shown = after if after is not None else before
    return PartChange(shown.title if shown else "", _kind(before, after), (*changed, *rules))


def _kind(before: object, after: object) -> str:
    if before is None:
        return ADDED
    return DROPPED if after is None else CHANGED


def _differences(before: dict[str, str], after: dict[str, str]) -> tuple[FieldChange, ...]:
    labels = dict.fromkeys([*before, *after])
    rows = (FieldChange(label, before.get(label, ""), after.get(label, "")) for label in labels)
    return tuple(row for row in rows if row.before != row.after)


def _whole(version: RubricVersion) -> dict[str, str]:
    return {
        _("全部加分最多几分"): _marks(version.bonus_cap),
        _("总分最高几分"): _marks(version.total_cap),
    }


def _section_fields(row: Section | None) -> dict[str, str]:
    if row is None:
        return {}
    return {
        _("权重（%）"): _marks(row.weight),
        _("加分类别"): _("是") if row.is_bonus else "",
        _("合计最多加"): _marks(row.cap),
    }


def _item_fields(item: RubricItem | None) -> dict[str, str]:
    if item is None:
        return {}
    target = "" if item.target is None else plain(item.target)
    return {
        _("类别"): item.section,
        _("满分"): plain(item.full_marks),
        _("最多扣"): _marks(item.deduct_cap),
        _("权重"): _marks(item.weight),
        _("扣分要什么凭证"): _evidence(item.evidence, item.evidence_count),
        _("评分提示"): item.hint,
        _("提示图片"): _pictures(item),
        _("由指标评"): item.indicator_name,
        _("目标值"): target,
        _("越低越好"): _("是") if item.is_lower_better else "",
    }


def _pictures(item: RubricItem) -> str:
    numbers = sorted(picture.file_id for picture in item.pictures.all())
    return f"{len(numbers)}（{'、'.join(f'#{number}' for number in numbers)}）" if numbers else ""


def _rule_words(rule: ItemRule | None) -> str:
    if rule is None:
        return ""
    words = say_rule(rule.as_engine())
    extra = [
        _("互斥组：%(name)s") % {"name": rule.exclusive} if rule.exclusive else "",
        _("凭证：%(what)s") % {"what": _evidence(rule.evidence, rule.evidence_count)}
        if rule.evidence
        else "",
    ]
    return "；".join([words, *(part for part in extra if part)])


def _evidence(kind: str, count: int) -> str:
    if kind == Evidence.NONE:
        return ""
    return f"{Evidence(kind).label} × {count}" if count > 1 else str(Evidence(kind).label)


def _marks(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
