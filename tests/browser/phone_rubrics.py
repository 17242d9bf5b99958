"""Random rubrics and sheets for holding the phone's arithmetic against the engine's, in the JSON a bundle brings."""

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from gongjian.engines import scoring
from gongjian.engines.scoring import EvidenceKind, Need

Json = dict[str, Any]
KINDS = (*[scoring.RuleKind.DEDUCT] * 5, *[scoring.RuleKind.ADD] * 2, scoring.RuleKind.VETO)


def _marks(chance: Random, most: int) -> Decimal:
    return Decimal(chance.randint(0, most * 100)) / 100


def _maybe(chance: Random, value: Decimal, share: float = 0.5) -> Decimal | None:
    return value if chance.random() < share else None


def random_rubric(chance: Random) -> scoring.Rubric:
    """Make a rubric with groups, steps, caps, judged rules, vetoes, figures and (often) weights."""
    items = tuple(_item(chance, str(key)) for key in range(1, chance.randint(2, 7)))
    weighted = chance.random() < 0.5 and any(item.full_marks > 0 for item in items)
    sections = _sections(chance, items, weighted)
    return scoring.Rubric(
        items,
        bonus_cap=_maybe(chance, _marks(chance, 6)),
        total_cap=_maybe(chance, _marks(chance, 120), 0.3),
        sections=sections,
    )


def _item(chance: Random, key: str) -> scoring.Item:
    full = Decimal(0) if chance.random() < 0.15 else _marks(chance, 20) + 1
    measure = None
    if chance.random() < 0.2:
        target = _marks(chance, 100)
        measure = scoring.Measure(f"m{key}", "办结率", target, "%", higher_is_better=chance.random() < 0.7)
    rules = tuple(_rule(chance, f"{key}{n}", measure is not None) for n in range(1, chance.randint(2, 5)))
    return scoring.Item(
        key, f"第{key}项", chance.choice("甲乙"), full, _grouped(chance, rules), _maybe(chance, _marks(chance, 25), 0.3), measure=measure
    )  # fmt: skip


def _rule(chance: Random, key: str, is_measured: bool) -> scoring.Rule:
    kind = chance.choice(KINDS[:7] if is_measured else KINDS)
    judged = not is_measured and kind is not scoring.RuleKind.VETO and chance.random() < 0.25
    return scoring.Rule(
        key=key,
        kind=kind,
        amount=_marks(chance, 4),
        step=Decimal(chance.randint(1, 500)) / 100,
        step_rounding=chance.choice(tuple(scoring.StepRounding)),
        cap=_marks(chance, 8) if judged else _maybe(chance, _marks(chance, 8)),
        judged=judged,
        effect=chance.choice(tuple(scoring.VetoEffect)),
    )


def _grouped(chance: Random, rules: tuple[scoring.Rule, ...]) -> tuple[scoring.Rule, ...]:
    """Put the deductions of some items, or their additions, into one exclusive group."""
    kind = chance.choice((scoring.RuleKind.DEDUCT, scoring.RuleKind.ADD))
    members = [rule for rule in rules if rule.kind is kind]
    if len(members) < 2 or chance.random() < 0.5:
        return rules
    from dataclasses import replace

    return tuple(replace(rule, exclusive="同一问题") if rule in members else rule for rule in rules)


def _sections(chance: Random, items: tuple[scoring.Item, ...], weighted: bool) -> tuple[scoring.Section, ...]:
    named = list(dict.fromkeys(item.section for item in items))
    marked = [name for name in named if any(i.section == name and i.full_marks > 0 for i in items)]
    first = Decimal(chance.randint(1, 9_900)) / 100 if len(marked) > 1 else Decimal(100)
    shares = dict(zip(marked, (first, 100 - first), strict=False)) if weighted else {}
    return tuple(scoring.Section(name, name, shares.get(name), cap=None) for name in named)


def random_sheet(chance: Random, rubric: scoring.Rubric) -> scoring.Sheet:
    """Fill it in: findings, items in order, some that don't apply, some left open, figures for some."""
    entries, clear, absent, readings = [], set(), set(), []
    for item in rubric.items:
        lot = chance.random()
        if lot < 0.1:
            absent.add(item.key)
        elif item.measure is not None:
            if lot < 0.85:
                readings.append(
                    scoring.Reading(item.key, Fraction(chance.randint(0, 100), chance.randint(1, 40)))
                )
        elif lot < 0.25:
            clear.add(item.key)
        elif lot < 0.92:
            entries += _entries(chance, item)
    answered = {entry.rule_key[0] for entry in entries}
    clear |= {
        item.key
        for item in rubric.items
        if item.measure is None and item.key not in answered | absent and chance.random() < 0.8
    }
    return scoring.Sheet(tuple(entries), frozenset(clear), frozenset(absent), tuple(readings))


def _entries(chance: Random, item: scoring.Item) -> list[scoring.Entry]:
    found = []
    for rule in item.rules:
        if chance.random() < 0.6:
            amount = None
            if rule.judged and chance.random() < 0.9 and rule.cap is not None:
                amount = Decimal(chance.randint(0, int(rule.cap * 100))) / 100
            found.append(scoring.Entry(rule.key, Decimal(chance.randint(1, 1_200)) / 100, amount))
    return found


def rubric_json(rubric: scoring.Rubric) -> Json:
    """Write a rubric as `selectors.rubric_json` writes a version."""
    text = lambda value: None if value is None else scoring.plain(value)  # noqa: E731
    return {
        "bonus_cap": text(rubric.bonus_cap),
        "total_cap": text(rubric.total_cap),
        "sections": [
            {"title": one.key, "weight": text(one.weight), "is_bonus": one.is_bonus, "cap": text(one.cap)}
            for one in rubric.sections
        ],
        "items": [
            {
                "id": int(item.key),
                "title": item.title,
                "section": item.section,
                "full_marks": text(item.full_marks),
                "deduct_cap": text(item.deduct_cap),
                "weight": text(item.weight),
                "hint": "",
                "pictures": [],
                "from_indicator": None
                if item.measure is None
                else {
                    "key": item.measure.indicator,
                    "name": item.measure.name,
                    "unit": item.measure.unit,
                    "target": text(item.measure.target),
                    "lower_is_better": not item.measure.higher_is_better,
                },
                "rules": [_rule_json(rule) for rule in item.rules],
            }
            for item in rubric.items
        ],
    }


def _rule_json(rule: scoring.Rule) -> Json:
    text = lambda value: None if value is None else scoring.plain(value)  # noqa: E731
    need = rule.need or Need(EvidenceKind.NONE)
    return {
        "id": int(rule.key),
        "kind": rule.kind.value,
        "text": "情形",
        "words": "",
        "unit": "处",
        "amount": text(rule.amount),
        "step": text(rule.step),
        "step_rounding": rule.step_rounding.value,
        "cap": text(rule.cap),
        "judged": rule.judged,
        "exclusive": rule.exclusive,
        "effect": rule.effect.value,
        "bars": list(rule.bars),
        "evidence": {"kind": need.kind.value, "count": need.count if need else 0},
    }


def answers_json(rubric: scoring.Rubric, sheet: scoring.Sheet) -> Json:
    """Write what the phone holds for a sheet: by item id the findings, or that it does not apply."""
    answers: Json = {}
    for item in rubric.items:
        keys = {rule.key for rule in item.rules}
        found = [entry for entry in sheet.entries if entry.rule_key in keys]
        if found or item.key in sheet.clear | sheet.not_applicable:
            answers[item.key] = {
                "notApplicable": item.key in sheet.not_applicable,
                "rules": {
                    entry.rule_key: {
                        "count": scoring.plain(entry.count),
                        "amount": None if entry.amount is None else scoring.plain(entry.amount),
                    }
                    for entry in found
                },
            }
    return answers


def readings_json(sheet: scoring.Sheet) -> Json:
    """Write the figures of a sheet as exact fractions."""
    return {
        one.item_key: f"{one.value.numerator}/{one.value.denominator}"
        for one in sheet.readings
        if one.value is not None
    }
