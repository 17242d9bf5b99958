"""Refuse a rubric that contradicts itself, with a sentence that says where and what to change."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.numbers import plain
from gongjian.engines.scoring.parts import Item, Rule, RuleKind, Section, by_section

ALL = Decimal(100)


def check_items(items: Sequence[Item]) -> None:
    """Raise EngineInputError for the first item or rule that contradicts itself."""
    _refuse_repeats("评分项", [item.key for item in items])
    _refuse_repeats("评分规则", [rule.key for item in items for rule in item.rules])
    for item in items:
        _check_item(item)
        for rule in item.rules:
            _check_rule(item, rule)


def check_ceilings(*ceilings: Decimal | None) -> None:
    """Raise EngineInputError for a ceiling below zero."""
    _refuse_negative("评分标准", *ceilings)


def _check_item(item: Item) -> None:
    where = f"评分项“{item.title}”"
    _refuse_negative(where, item.full_marks, item.deduct_cap)
    if item.weight is not None and item.full_marks == 0:
        raise EngineInputError(f"{where}满分是 0，直接在总分上加减，不占权重，请去掉它的权重。")
    if item.measure is not None and not item.measure.target.is_finite():
        raise EngineInputError(f"{where}的目标值不是数，请改成一个数。")
    for name in {rule.exclusive for rule in item.rules if rule.exclusive}:
        group = [rule for rule in item.rules if rule.exclusive == name]
        if len({rule.kind for rule in group}) > 1 or group[0].kind is RuleKind.VETO:
            raise EngineInputError(
                f"{where}的互斥组“{name}”里要么都是扣分、要么都是加分，请把别的规则移出这一组。"
            )


def _check_rule(item: Item, rule: Rule) -> None:
    where = f"评分项“{item.title}”的规则“{rule.title or rule.key}”"
    _refuse_negative(where, rule.amount, rule.cap)
    if not rule.step.is_finite() or rule.step <= 0:
        raise EngineInputError(f"{where}的计数单位要大于 0，请改后再用。")
    if rule.judged and rule.cap is None:
        raise EngineInputError(f"{where}由检查人酌情给分，请写明最多多少分。")
    if rule.need is not None and rule.need and rule.need.count < 1:
        raise EngineInputError(f"{where}要的凭证份数要大于 0，请改后再用。")
    if item.measure is not None and (rule.judged or rule.kind is RuleKind.VETO):
        raise EngineInputError(f"{where}：由指标评的项只能按数扣分或加分，不能酌情，也不能一票否决。")


def check_sections(sections: tuple[Section, ...], items: tuple[Item, ...]) -> None:
    """Raise EngineInputError for items of no listed section, and bonus sections that take marks."""
    _refuse_repeats("类别", [section.key for section in sections])
    keys = {section.key for section in sections}
    for item in items if sections else ():
        if item.section not in keys:
            raise EngineInputError(f"评分项“{item.title}”的类别“{item.section}”没有列出，请补上这个类别。")
    for section, held in by_section(sections, items):
        _check_section(section, held)


def _check_section(section: Section, items: Iterable[Item]) -> None:
    where = f"类别“{section.title}”"
    _refuse_negative(where, section.cap, section.weight)
    if not section.is_bonus:
        if section.cap is not None:
            raise EngineInputError(f"{where}不是加分类别，请去掉“最多加几分”，或者勾上加分类别。")
        return
    if section.weight is not None:
        raise EngineInputError(f"{where}的加分加在总分上，不占权重，请去掉它的权重。")
    for item in items:
        if item.full_marks > 0 or any(rule.kind is RuleKind.DEDUCT for rule in item.rules):
            raise EngineInputError(
                f"{where}是加分类别，“{item.title}”不能有满分，也不能扣分。请把满分改成 0，或换一个类别。"
            )


def check_weights(sections: tuple[Section, ...], items: tuple[Item, ...]) -> None:
    """Raise EngineInputError unless the sections' weights make 100 and items are weighted alike."""
    marked = [(s, [item for item in held if item.full_marks > 0]) for s, held in by_section(sections, items)]
    counted = [(section, held) for section, held in marked if held]
    if any(section.weight is not None for section in sections):
        for section, _ in counted:
            if section.weight is None:
                raise EngineInputError(f"别的类别有权重，“{section.title}”没有，请补上。")
        total = sum((section.weight or Decimal(0) for section, _ in marked), Decimal(0))
        if total != ALL:
            raise EngineInputError(f"各类别的权重合计 {plain(total)}%，要正好 100%，请改。")
        for section, held in marked:
            if section.weight and not held:
                raise EngineInputError(
                    f"类别“{section.title}”占 {plain(section.weight)}%，却没有评分项，请补上或去掉权重。"
                )
        groups = [held for _, held in counted]
    else:
        groups = [[item for _, held in counted for item in held]]
    for group in groups:
        _check_item_weights(group)


def _check_item_weights(items: list[Item]) -> None:
    without = [item for item in items if item.weight is None]
    if without and len(without) < len(items):
        raise EngineInputError(f"同一类别里有的项写了权重，“{without[0].title}”没有写，请都写上或都不写。")
    for item in items:
        if item.weight is not None and (not item.weight.is_finite() or item.weight <= 0):
            raise EngineInputError(f"评分项“{item.title}”的权重要大于 0，请改。")


def _refuse_repeats(noun: str, keys: list[str]) -> None:
    repeated = sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) < len(keys) else []
    if repeated:
        raise EngineInputError(f"{noun}编号重复：{'、'.join(repeated)}。请改成不同的编号。")


def _refuse_negative(where: str, *marks: Decimal | None) -> None:
    for mark in marks:
        if mark is not None and (not mark.is_finite() or mark < 0):
            raise EngineInputError(f"{where}的分值不能是负数，请改成 0 或正数。")
