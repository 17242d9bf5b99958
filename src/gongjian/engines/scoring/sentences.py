"""Say in one Chinese sentence why a rule took or gave marks."""

from decimal import Decimal

from gongjian.engines.scoring.numbers import plain
from gongjian.engines.scoring.rubric import Item, Rule, RuleKind, StepRounding, VetoEffect


def line_sentence(item: Item, rule: Rule, count: Decimal, raw: Decimal, counted: Decimal) -> str:
    """Write the finding, the rule with its ceiling, and the marks it comes to."""
    head = f"{rule.title or item.title}："
    if rule.kind is RuleKind.VETO:
        return head + (_veto_words(rule) if count > 0 else "没有发生")
    verb = "扣" if rule.kind is RuleKind.DEDUCT else "加"
    if count == 0 and raw == 0:
        return f"{head}没有，不{verb}分"
    ceiling = "不封顶" if rule.cap is None else f"最多{verb} {plain(rule.cap)} 分"
    how = "由检查人酌情定" if rule.judged else f"{_per_words(rule)}{verb} {plain(rule.amount)} 分"
    due = f"应{verb} {plain(raw)} 分，" if counted < raw else ""
    return f"{head}{plain(count)} {rule.per}，{how}，{ceiling}，{due}{verb} {plain(counted)} 分"


def _per_words(rule: Rule) -> str:
    if rule.step == 1:
        return f"每{rule.per}"
    each = f"每 {plain(rule.step)} {rule.per}"
    if rule.step_rounding is StepRounding.FULL:
        return each
    return f"{each}（不足的按 {plain(rule.step)} {rule.per}计）"


def _veto_words(rule: Rule) -> str:
    if rule.effect is VetoEffect.ITEM:
        return "一票否决，本项记 0 分"
    if rule.effect is VetoEffect.SHEET:
        return "一票否决，总分记 0 分"
    return f"一票否决，不能评为{'、'.join(rule.bars)}" if rule.bars else "一票否决，不能评级"
