"""A version in words: what it comes to, how it is scored, and every item with its rules."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongjian.apps.inspections.choices import RuleKind
from gongjian.apps.inspections.models import ItemRule, RubricItem, RubricVersion
from gongjian.apps.inspections.selectors.engine import engine_item, engine_rubric
from gongjian.engines import scoring
from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import plain


@dataclass(frozen=True)
class RuleWords:
    """One rule in words, with the evidence that only it needs ("" leaves it to the item)."""

    rule: ItemRule
    text: str
    need: str


@dataclass(frozen=True)
class ItemWords:
    """One item in words: its number, its rules, and what holds beside them."""

    number: int
    item: RubricItem
    rules: tuple[RuleWords, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SectionWords:
    """One section with its items: its title and, beside it, what it weighs or may add."""

    title: str
    note: str
    items: tuple[ItemWords, ...]


@dataclass(frozen=True)
class VersionWords:
    """A version in words. `trouble` says why a draft can't be scored yet; `total` is empty then."""

    full: Decimal
    sums: tuple[str, ...]
    total: tuple[str, ...]
    sections: tuple[SectionWords, ...]
    trouble: str
    rule_count: int
    item_count: int


def version_in_words(version: RubricVersion) -> VersionWords:
    """Say a version (loaded) in words. No queries."""
    items = [_item_words(number, item) for number, item in enumerate(version.items.all(), start=1)]
    trouble, total = "", tuple[str, ...]()
    try:
        rubric = engine_rubric(version)
        full, total = rubric.full_marks, scoring.say_total(rubric)
    except EngineInputError as error:
        full, trouble = sum((one.item.full_marks for one in items), Decimal(0)), str(error)
    rules = [one.rule for words in items for one in words.rules]
    return VersionWords(
        full=full,
        sums=_sums(version, items, rules, full),
        total=total,
        sections=_sections(version, items),
        trouble=trouble,
        rule_count=len(rules),
        item_count=len(items),
    )


def _item_words(number: int, item: RubricItem) -> ItemWords:
    engine = engine_item(item)
    rules = tuple(
        RuleWords(row, scoring.say_rule(rule), scoring.need_words(rule.need) if rule.need else "")
        for row, rule in zip(item.rules.all(), engine.rules, strict=True)
    )
    return ItemWords(number, item, rules, scoring.say_item(engine))


def _sums(
    version: RubricVersion, items: Sequence[ItemWords], rules: Sequence[ItemRule], full: Decimal
) -> tuple[str, ...]:
    """Count what a version holds: 满分 100 分；3 个类别；加分最多 5 分；2 条一票否决."""
    kinds = Counter(rule.kind for rule in rules)
    sections = {one.item.section for one in items if one.item.section}
    measured = sum(one.item.is_measured for one in items)
    most = _most_added(version, rules)
    found = (
        f"满分 {plain(full)} 分",
        f"{len(sections)} 个类别" if sections else "",
        f"{len(items)} 项、{len(rules)} 条规则",
        f"加分{most}" if kinds[RuleKind.ADD] else "",
        f"{kinds[RuleKind.VETO]} 条一票否决" if kinds[RuleKind.VETO] else "",
        f"{measured} 项由指标评" if measured else "",
    )
    return tuple(part for part in found if part)


def _most_added(version: RubricVersion, rules: Sequence[ItemRule]) -> str:
    """Say the most that can be added: by the ceilings of rules, sections and the whole; 不封顶 without."""
    caps = {row.title: row.cap for row in version.sections}
    by_section: dict[str, list[Decimal | None]] = {}
    for item in version.items.all():
        adding = [rule.cap for rule in item.rules.all() if rule.kind == RuleKind.ADD]
        by_section.setdefault(item.section, []).extend(adding)
    sums = [_least(_sum(found), caps.get(title)) for title, found in by_section.items() if found]
    most = _least(_sum(sums), version.bonus_cap)
    return "不封顶" if most is None else f"最多 {plain(most)} 分"


def _sum(marks: Sequence[Decimal | None]) -> Decimal | None:
    known = [mark for mark in marks if mark is not None]
    return sum(known, Decimal(0)) if len(known) == len(marks) else None


def _least(value: Decimal | None, cap: Decimal | None) -> Decimal | None:
    if value is None or cap is None:
        return cap if value is None else value
    return min(value, cap)


def _sections(version: RubricVersion, items: Sequence[ItemWords]) -> tuple[SectionWords, ...]:
    rows = {row.title: row for row in version.sections}
    order = dict.fromkeys([*rows, *(one.item.section for one in items)])
    found = []
    for title in order:
        row, held = rows.get(title), tuple(one for one in items if one.item.section == title)
        marks = sum((one.item.full_marks for one in held), Decimal(0))
        notes = [f"{plain(marks)} 分"] if marks or not (row and row.is_bonus) else ["加分"]
        if row is not None and row.weight is not None:
            notes.append(f"权重 {plain(row.weight)}%")
        if row is not None and row.cap is not None:
            notes.append(f"合计最多加 {plain(row.cap)} 分")
        found.append(SectionWords(title, "，".join(notes), held))
    return tuple(found)
