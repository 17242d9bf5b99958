"""Say in one Chinese sentence why a rule took or gave marks."""

from decimal import Decimal
from fractions import Fraction

from gongjian.engines.scoring.numbers import beside, in_steps, plain
from gongjian.engines.scoring.parts import Item, Measure, Rule, RuleKind
from gongjian.engines.scoring.words import each_words, gap_unit, most_words, verb_of, veto_words, with_unit


def line_sentence(item: Item, rule: Rule, count: Decimal, raw: Decimal, counted: Decimal) -> str:
    """Write the finding, the rule with its ceiling, and the marks it comes to."""
    head = f"{rule.title or item.title}："
    if rule.kind is RuleKind.VETO:
        return head + (veto_words(rule) if count > 0 else "没有发生")
    verb = verb_of(rule)
    if count == 0 and raw == 0:
        return f"{head}没有，不{verb}分"
    how = "由检查人酌情定" if rule.judged else f"{each_words(rule)}{verb} {plain(rule.amount)} 分"
    return f"{head}{plain(count)} {rule.per}，{how}，{most_words(rule)}，{_due(rule, raw, counted)}"


def measured_sentence(
    measure: Measure, rule: Rule, value: Fraction, missed: Fraction, raw: Decimal, counted: Decimal
) -> str:
    """Write a figure beside its target, what it falls short or goes beyond, and the marks that makes."""
    head = (
        f"{measure.name} {with_unit(beside(value, measure.target), measure.unit)}，"
        f"目标 {with_unit(plain(measure.target), measure.unit)}，"
    )
    verb = verb_of(rule)
    if missed == 0:
        return f"{head}{'达到目标' if rule.kind is RuleKind.DEDUCT else '没有超过目标'}，不{verb}分"
    is_low = measure.higher_is_better == (rule.kind is RuleKind.DEDUCT)
    gap = f"{'低' if is_low else '高'} {in_steps(missed, rule.step)} {gap_unit(measure)}"
    how = f"{each_words(rule)}{verb} {plain(rule.amount)} 分，{most_words(rule)}"
    return f"{head}{gap}，{how}，{_due(rule, raw, counted)}"


def outdone_sentence(sentence: str, winner: str) -> str:
    """Say that a line's marks don't count because another rule of its group takes or gives more."""
    return f"{sentence.rpartition('，')[0]}；和“{winner}”只算一条，按那一条算，这条不计"


def _due(rule: Rule, raw: Decimal, counted: Decimal) -> str:
    verb = verb_of(rule)
    due = f"应{verb} {plain(raw)} 分，" if counted < raw else ""
    return f"{due}{verb} {plain(counted)} 分"
