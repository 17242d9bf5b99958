"""Refuse a sheet that does not fit its rubric, with a sentence that says what to change."""

from collections.abc import Iterable

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.lines import ScoreLine
from gongjian.engines.scoring.numbers import plain
from gongjian.engines.scoring.parts import Item, Rule
from gongjian.engines.scoring.rubric import Rubric
from gongjian.engines.scoring.sheet import Entry, Sheet


def group_entries(rubric: Rubric, sheet: Sheet) -> dict[str, list[Entry]]:
    """Gather the entries by rule; raises EngineInputError for what the rubric doesn't know or forbids."""
    _check_readings(rubric, sheet)
    rules = {rule.key: rule for _, rule in rubric.rules()}
    unknown_items = (sheet.clear | sheet.not_applicable) - {item.key for item in rubric.items}
    if unknown_items:
        names = "、".join(sorted(unknown_items))
        raise EngineInputError(f"这版评分标准里没有评分项 {names}，请按评分表的版本计分。")
    by_rule: dict[str, list[Entry]] = {}
    for entry in sheet.entries:
        rule = rules.get(entry.rule_key)
        if rule is None:
            raise EngineInputError(f"这版评分标准里没有规则 {entry.rule_key}，请按评分表的版本计分。")
        _check_entry(rule, entry)
        by_rule.setdefault(entry.rule_key, []).append(entry)
    return by_rule


def _check_entry(rule: Rule, entry: Entry) -> None:
    name = rule.title or rule.key
    if not entry.count.is_finite() or entry.count < 0:
        raise EngineInputError(f"“{name}”的数量不能是负数，请改成 0 或正数。")
    if entry.amount is None:
        return
    if not rule.judged:
        raise EngineInputError(f"“{name}”的分值由规则定死，不能另填，请只填数量。")
    if not entry.amount.is_finite() or entry.amount < 0:
        raise EngineInputError(f"“{name}”的分值不能是负数，请改成 0 或正数。")
    if rule.cap is not None and entry.amount > rule.cap:
        raise EngineInputError(f"“{name}”最多 {plain(rule.cap)} 分，填了 {plain(entry.amount)} 分，请改小。")


def _check_readings(rubric: Rubric, sheet: Sheet) -> None:
    """Refuse figures of items that a person scores, two for one item, and persons who score such an item."""
    measured = {item.key: item for item in rubric.items if item.measure is not None}
    read = [reading.item_key for reading in sheet.readings]
    if set(read) - measured.keys() or len(set(read)) < len(read):
        raise EngineInputError("有读数对不上评分项：不由指标评，或同一项有两个。请按评分表的版本计分。")
    rules = {rule.key for item in measured.values() for rule in item.rules}
    typed = any(entry.rule_key in rules for entry in sheet.entries)
    if typed or sheet.clear & measured.keys():
        names = "、".join(f"“{item.title}”" for item in measured.values())
        raise EngineInputError(f"{names}由指标评，不由检查人填。请去掉填的数。")


def refuse_contradiction(item: Item, lines: Iterable[ScoreLine], sheet: Sheet) -> None:
    """Raise EngineInputError when an item has findings and was also said to be in order or not there."""
    if any(line.count > 0 for line in lines) and item.key in sheet.clear | sheet.not_applicable:
        said = "不适用" if item.key in sheet.not_applicable else "没有问题"
        raise EngineInputError(f"评分项“{item.title}”既记了问题又记了“{said}”，请留下一种。")
