"""A rubric states its own arithmetic in words: of a rule, of an item, of a section and of the total."""

from decimal import Decimal

from gongjian.engines.scoring.numbers import plain
from gongjian.engines.scoring.parts import (
    EvidenceKind,
    Item,
    Measure,
    Need,
    Rule,
    RuleKind,
    StepRounding,
    VetoEffect,
)
from gongjian.engines.scoring.rubric import Rubric

PER_CENT = "%"


def say_rule(rule: Rule) -> str:
    """Write a rule's arithmetic.

    >>> say_rule(Rule("a", RuleKind.DEDUCT, Decimal(1), title="楼道堆物", cap=Decimal(5)))
    '楼道堆物：每处扣 1 分，最多扣 5 分'
    """
    if rule.kind is RuleKind.VETO:
        return f"{rule.title}：{veto_words(rule)}"
    verb = verb_of(rule)
    if rule.judged:
        return f"{rule.title}：由检查人酌情{verb}分，{most_words(rule)}"
    return f"{rule.title}：{each_words(rule)}{verb} {plain(rule.amount)} 分，{most_words(rule)}"


def say_item(item: Item) -> tuple[str, ...]:
    """Write what holds for an item beside its rules: figure, exclusive groups, ceiling, evidence, weight."""
    lines = []
    if item.measure is not None:
        lines.append(_say_measure(item.measure))
    for name in dict.fromkeys(rule.exclusive for rule in item.rules if rule.exclusive):
        group = [rule for rule in item.rules if rule.exclusive == name]
        titles = "".join(f"“{rule.title}”" for rule in group)
        lines.append(f"{titles}只算一条，算{verb_of(group[0])}得多的")
    if item.deduct_cap is not None:
        lines.append(f"本项合计最多扣 {plain(item.deduct_cap)} 分")
    if item.need:
        lines.append(f"扣分{need_words(item.need)}")
    return tuple(lines)


def say_total(rubric: Rubric) -> tuple[str, ...]:
    """Write how the total comes about, and its ceilings, in full sentences."""
    if rubric.is_weighted:
        first = f"得分 = {_weighted_words(rubric)}，最低 0 分；按权重折算的分保留两位小数，四舍五入。"
    else:
        first = f"得分 = 满分 {plain(rubric.item_marks)} − 扣分 + 加分，最低 0 分。"
    lines = [first, "每项扣完本项的分为止。"]
    if any(rule.step != 1 and rule.step_rounding is StepRounding.FULL for _, rule in rubric.rules()):
        lines.append("写“每满”的，不满一档的不计。")
    for section in rubric.sections:
        if section.is_bonus and section.cap is not None:
            lines.append(f"“{section.title}”合计最多加 {plain(section.cap)} 分。")
    if rubric.bonus_cap is not None:
        lines.append(f"全部加分合计最多 {plain(rubric.bonus_cap)} 分。")
    if rubric.total_cap is not None:
        lines.append(f"总分最高 {plain(rubric.total_cap)} 分。")
    return tuple(lines)


def _weighted_words(rubric: Rubric) -> str:
    parts = []
    for section, items in rubric.parts():
        full = sum((item.full_marks for item in items), Decimal(0))
        if section.weight:
            own = any(item.weight is not None for item in items)
            of = "各项得分率按项的权重平均" if own else f"得分 ÷ {plain(full)}"
            parts.append(f"{section.title}{of} × {plain(section.weight)}")
    direct = [item for item in rubric.items if item.full_marks == 0]
    kinds = {rule.kind for item in direct for rule in item.rules}
    formula = " + ".join(parts) or "各项得分率按项的权重平均 × 100"
    formula += " − 不占权重的项扣的分" if RuleKind.DEDUCT in kinds else ""
    return f"{formula} + 加分" if any(rule.kind is RuleKind.ADD for _, rule in rubric.rules()) else formula


def _say_measure(measure: Measure) -> str:
    side = "不低于" if measure.higher_is_better else "不高于"
    target = with_unit(plain(measure.target), measure.unit)
    return f"由指标“{measure.name}”评，{side} {target} 得满分；没有数据时不评"


def need_words(need: Need) -> str:
    """Write what evidence is wanted.

    >>> need_words(Need(EvidenceKind.PHOTO, 2)), need_words(Need(EvidenceKind.NOTE))
    ('要 2 张照片', '要写说明')
    """
    match need.kind:
        case EvidenceKind.PHOTO:
            return "要照片" if need.count == 1 else f"要 {need.count} 张照片"
        case EvidenceKind.DOCUMENT:
            return "要材料" if need.count == 1 else f"要 {need.count} 份材料"
        case EvidenceKind.NOTE:
            return "要写说明"
        case _:
            return "不要凭证"


def veto_words(rule: Rule) -> str:
    """Write how far a veto reaches."""
    if rule.effect is VetoEffect.ITEM:
        return "一票否决，本项记 0 分"
    if rule.effect is VetoEffect.SHEET:
        return "一票否决，总分记 0 分"
    return f"一票否决，不能评为{'、'.join(rule.bars)}" if rule.bars else "一票否决，不能评级"


def each_words(rule: Rule) -> str:
    """Write what is counted: 每处, 每满 5 张, 每 5 米（不足的按 5 米计）."""
    if rule.step == 1 and rule.step_rounding is StepRounding.FULL:
        return f"每{rule.per}"
    step = f"{plain(rule.step)} {rule.per}"
    return f"每满 {step}" if rule.step_rounding is StepRounding.FULL else f"每 {step}（不足的按 {step}计）"


def most_words(rule: Rule) -> str:
    """Write a rule's own ceiling."""
    return "不封顶" if rule.cap is None else f"最多{verb_of(rule)} {plain(rule.cap)} 分"


def verb_of(rule: Rule) -> str:
    """Return 扣 or 加."""
    return "扣" if rule.kind is RuleKind.DEDUCT else "加"


def with_unit(number: str, unit: str) -> str:
    """Write a number with its unit: 95%, 3 件."""
    return f"{number}{unit}" if unit == PER_CENT else f"{number} {unit}".strip()


def gap_unit(measure: Measure) -> str:
    """Return the unit of a difference: per cents differ by 个百分点."""
    return "个百分点" if measure.unit == PER_CENT else measure.unit
