"""A rubric from a document: what the compiler reads of it, made into items, sections and rules."""

import re
from collections.abc import Sequence
from decimal import Decimal

from gongjian.apps.inspections.choices import RuleKind
from gongjian.apps.inspections.services.rubric_import.result import ReadRubric
from gongjian.apps.inspections.services.rubric_specs import ItemSpec, Outline, RuleSpec, SectionSpec
from gongjian.engines.plandoc import CompiledDocument, compile_text
from gongjian.engines.plandoc.model import RubricItem

COUNTED = "次"
LONGEST, LONGEST_SECTION = 200, 60
_EACH = re.compile(r"(?P<what>.{2,}?)每(?:发现)?(?:[一1])?(?P<unit>[\u3400-\u9fff]{1,3})$")


def read_document(text: str) -> ReadRubric:
    """Read a paper's scored items; bonuses and vetoes are items of no marks."""
    documents = compile_text(text).documents
    items = tuple(_item(document, item) for document in documents for item in document.rubric_items)
    bare = [item.title for item in items if not item.rules]
    remarks = tuple(f"“{title}”没有读出规则，请在草稿里补上。" for title in bare)
    return ReadRubric(items, Outline(_sections(items)), remarks=remarks)


def _item(document: CompiledDocument, item: RubricItem) -> ItemSpec:
    rules = tuple(
        rule_spec(rule.kind, rule.amount, rule.per, rule.cap)
        for rule in item.rules
        if rule.kind == "veto" or rule.amount
    )
    full = item.full_marks or Decimal(0)
    lost = [rule for rule in rules if rule.kind == RuleKind.DEDUCT]
    return ItemSpec(
        title=item.title[:LONGEST],
        full_marks=full,
        section=_section_of(document, item)[:LONGEST_SECTION],
        rules=rules,
        deduct_cap=_penalty(lost) if not full and lost else None,
    )


def _penalty(rules: Sequence[RuleSpec]) -> Decimal | None:
    """The most an item without marks takes, where every rule has a ceiling; it can't be scored without one."""
    caps = [rule.cap for rule in rules]
    known = [cap for cap in caps if cap is not None]
    return sum(known, Decimal(0)) if len(known) == len(caps) else Decimal(100)


def _section_of(document: CompiledDocument, item: RubricItem) -> str:
    """Return the heading that an item stands under: the nearest above it of a higher level."""
    own = next((node.level for node in document.outline if node.start == item.start), None)
    above = [node for node in document.outline if node.start < item.start]
    if own is not None:
        above = [node for node in above if node.level < own]
    if own == min((node.level for node in document.outline), default=0):
        return item.title if item.full_marks is None else ""
    return above[-1].heading if above else ""


def rule_spec(kind: str, amount: Decimal | None, per: str, cap: Decimal | None) -> RuleSpec:
    """Make a rule of what was read in words; what is counted (每处) stands at the end of its case."""
    each = _EACH.match(per) if kind != "veto" else None
    return RuleSpec(
        per=(each["what"] if each else per)[:LONGEST],
        amount=amount,
        kind=RuleKind(kind),
        unit=each["unit"] if each else COUNTED,
        cap=cap,
    )


def _sections(items: Sequence[ItemSpec]) -> tuple[SectionSpec, ...]:
    """List the sections in order; one whose items only add is a bonus section."""
    return tuple(
        SectionSpec(title, is_bonus=all(_only_adds(item) for item in items if item.section == title))
        for title in dict.fromkeys(item.section for item in items if item.section)
    )


def _only_adds(item: ItemSpec) -> bool:
    return not item.full_marks and bool(item.rules) and all(rule.kind == RuleKind.ADD for rule in item.rules)
