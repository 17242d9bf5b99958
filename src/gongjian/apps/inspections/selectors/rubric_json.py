"""A version of a rubric as plain JSON: all that a phone needs to show and score a sheet without a network."""

from decimal import Decimal
from typing import Any

from django.urls import reverse

from gongjian.apps.inspections.models import ItemRule, RubricItem, RubricVersion
from gongjian.apps.inspections.selectors.engine import engine_item, engine_rubric
from gongjian.apps.inspections.selectors.sheets import need_of
from gongjian.engines import scoring
from gongjian.engines.scoring import plain

Json = dict[str, Any]
SCHEMA = 1


def version_as_json(version: RubricVersion) -> Json:
    """State a published version (loaded by `get_version`) in full. Numbers are strings, exact; null is none.

    Top: `schema` 1, `id`, `rubric` (its title), `number`, `effective_on`, `citation`, `full_marks`,
    `is_weighted`, `bonus_cap`, `total_cap`, `words` (how the total comes about), `sections`, `items`.
    A section: `title` ("" holds what names none), `weight` (per cent of the total), `is_bonus`, `cap` (most it adds).
    An item: `id`, `number` (from 1), `section` (a title), `title`, `full_marks`, `deduct_cap` (null: full marks),
    `weight`, `hint`, `words`, `pictures` [{`file`, `url`}], `rules`, and `from_indicator`:
    null, or {`key`, `name`, `unit`, `target`, `lower_is_better`}; no person scores such an item, its answer is
    the reading of the sheet, and one may only say that it does not apply.
    A rule: `id`, `kind` (deduct, add, veto), `text`, `words`, `unit`, `amount`, `step`, `step_rounding` (full:
    whole steps only; started: a begun step counts whole), `cap`, `judged` (the inspector states the marks, at most
    `cap`), `exclusive` (a group's name or ""), `effect` (of a veto: item, sheet, grade), `bars` (grades it
    forbids; none named: all), `evidence` {`kind`: none, photo, document, note; `count`}: what a finding with a
    count above 0 must bring before the sheet is handed in.

    An answer of an item holds by rule `id` a count (and for a judged rule an amount, count 1), or says that all is
    in order, or that the item does not apply, with a reason. The score is that of docs/algorithms/scoring.md:
    counts of a rule are added up, steps, `cap` of the rule; of an exclusive group only the rule with the most
    counts, of equals the earlier; then the item's ceiling, the section's, `bonus_cap` and `total_cap`; with
    weights, Σ weight · Σ v·(full − lost)/full / Σ v over the items with full marks (v: the item's weight or else
    its full marks), rounded half up to 2 decimals once, less the losses of the items without full marks.
    """
    rubric = engine_rubric(version)
    return {
        "schema": SCHEMA,
        "id": version.pk,
        "rubric": version.rubric.title,
        "number": version.number,
        "effective_on": version.effective_on.isoformat() if version.effective_on else None,
        "citation": version.citation,
        "full_marks": plain(rubric.full_marks),
        "is_weighted": rubric.is_weighted,
        "bonus_cap": _text(version.bonus_cap),
        "total_cap": _text(version.total_cap),
        "words": list(scoring.say_total(rubric)),
        "sections": [
            {
                "title": section.key,
                "weight": _text(section.weight),
                "is_bonus": section.is_bonus,
                "cap": _text(section.cap),
            }
            for section, _ in rubric.parts()
        ],
        "items": [_item(number, item) for number, item in enumerate(version.items.all(), start=1)],
    }


def _item(number: int, item: RubricItem) -> Json:
    source = None
    if item.is_measured:
        source = {
            "key": item.indicator_key,
            "name": item.indicator_name,
            "unit": item.indicator_unit,
            "target": _text(item.target),
            "lower_is_better": item.is_lower_better,
        }
    return {
        "id": item.pk,
        "number": number,
        "section": item.section,
        "title": item.title,
        "full_marks": plain(item.full_marks),
        "deduct_cap": _text(item.deduct_cap),
        "weight": _text(item.weight),
        "hint": item.hint,
        "words": list(scoring.say_item(engine_item(item))),
        "pictures": [
            {"file": picture.file_id, "url": reverse("inspections:picture", args=[picture.pk])}
            for picture in item.pictures.all()
        ],
        "from_indicator": source,
        "rules": [_rule(item, rule) for rule in item.rules.all()],
    }


def _rule(item: RubricItem, rule: ItemRule) -> Json:
    need = need_of(item, rule)
    return {
        "id": rule.pk,
        "kind": rule.kind,
        "text": rule.per,
        "words": rule.words,
        "unit": rule.unit,
        "amount": _text(rule.amount),
        "step": plain(rule.step),
        "step_rounding": rule.step_rounding,
        "cap": _text(rule.cap),
        "judged": rule.judged,
        "exclusive": rule.exclusive,
        "effect": rule.effect if rule.kind == "veto" else None,
        "bars": [label for label in rule.bars.split("、") if label],
        "evidence": {"kind": need.kind.value, "count": need.count if need else 0},
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
