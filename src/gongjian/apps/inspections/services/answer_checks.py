"""Refuse an answer that can't stand, with a sentence that names the rule and what to change."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from gongjian.apps.inspections.models import ItemRule, RubricItem
from gongjian.core.errors import Invalid, NotFound
from gongjian.engines.scoring import plain


class Said(Protocol):
    """An answer as far as it is checked."""

    @property
    def counts(self) -> Mapping[int, Decimal]: ...
    @property
    def amounts(self) -> Mapping[int, Decimal]: ...
    @property
    def photos(self) -> Mapping[int, object]: ...
    @property
    def documents(self) -> Mapping[int, object]: ...
    @property
    def not_applicable(self) -> str | None: ...
    @property
    def found(self) -> Mapping[int, Decimal]: ...


def check_answer(item: RubricItem, answer: Said) -> None:
    """Hold an answer to its item: known rules, no negative numbers, judged marks only where they are judged."""
    rules = {rule.pk: rule for rule in item.rules.all()}
    if {*answer.counts, *answer.amounts, *answer.photos, *answer.documents} - rules.keys():
        raise NotFound("这一项没有这条规则，可能标准换了版本。请刷新后再评。")
    for rule_id, count in answer.counts.items():
        if count < 0:
            raise Invalid(f"“{rules[rule_id].per}”的数量不能是负数。请改成 0 或正数。")
    for rule_id, amount in answer.amounts.items():
        _check_amount(rules[rule_id], amount)
    if answer.not_applicable is not None:
        if not answer.not_applicable.strip():
            raise Invalid(f"“{item.title}”写了不适用，请写明为什么不适用。")
        if answer.found:
            raise Invalid(f"“{item.title}”既记了问题又记了不适用。请留下一种。")
    elif item.is_measured and answer.found:
        raise Invalid(f"“{item.title}”由指标“{item.indicator_name}”评，不由检查人填。请去掉填的数。")


def _check_amount(rule: ItemRule, amount: Decimal) -> None:
    if not rule.judged:
        raise Invalid(f"“{rule.per}”的分值由规则定死，不能另填。请只填数量。")
    if amount < 0:
        raise Invalid(f"“{rule.per}”的分值不能是负数。请改成 0 或正数。")
    if rule.cap is not None and amount > rule.cap:
        raise Invalid(f"“{rule.per}”最多 {plain(rule.cap)} 分，填了 {plain(amount)} 分。请改小。")
