"""From the rating conditions of a plan to the rules of a scheme.

A community is rated by its score, what stands above by the share of its communities with a grade.
Other conditions (ranks, quotas, warnings) stay in the text; nothing is guessed for them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gongjian.apps.inspections.choices import RatingBasis
from gongjian.apps.inspections.services import RatingSpec
from gongjian.apps.places.choices import Level
from gongjian.apps.plans.models import PlanItem

_LOWER_BOUNDS = frozenset({">=", "[)", "[]"})
_SUBJECT = "社区|居委会|村|院落|小区|街道|乡镇|镇|乡|城区|区县|区|县"
_LEAD_IN = re.compile(r"^(?:被?评为|评定为|定为|确定为|认定为|命名为|授予|列为|为|是)+")


@dataclass(frozen=True)
class SchemeReading:
    """The rules that a plan states, better grades first, and the conditions that make none."""

    rules: tuple[RatingSpec, ...]
    left_out: tuple[PlanItem, ...]


def read_scheme(items: Iterable[PlanItem]) -> SchemeReading:
    """Turn conditions into rules; one that fits no rule, or repeats one, is left out by name."""
    rules: list[RatingSpec] = []
    left_out: list[PlanItem] = []
    for item in sorted(items, key=lambda item: str(item.values["basis"]).startswith("share")):
        found = [rule for rule in _rules_of(item) if _fits(rule, rules)]
        rules += found
        if not found:
            left_out.append(item)
    ordered = sorted(rules, key=lambda rule: (-rule.level, -rule.at_least))
    return SchemeReading(tuple(ordered), tuple(left_out))


def bare_grade(words: str) -> str:
    """Return the grade without what is graded: 为示范社区, “示范街道或示范城区” → 示范.

    >>> bare_grade("为示范社区"), bare_grade("（二）达标社区占比"), bare_grade("“优秀”")
    ('示范', '达标', '优秀')
    """
    plain = re.sub(r"[“”\"'‘’《》\s]|^[（(][^）)]*[）)]", "", words)
    first = re.split(r"或者?|、|和|/|（|\(", _LEAD_IN.sub("", plain))[0]
    first = re.sub(r"(?:的)?(?:占比|比例|数量|称号)$", "", first)
    return (re.sub(f"(?:{_SUBJECT})$", "", first) or first)[:30]


def _rules_of(item: PlanItem) -> list[RatingSpec]:
    values = item.values
    basis, _, of_words = str(values["basis"]).partition(":")
    if basis not in (RatingBasis.SCORE.value, RatingBasis.SHARE.value):
        return []
    if values["comparator"] not in _LOWER_BOUNDS:
        return []
    value = values["value"]
    is_share = basis == RatingBasis.SHARE
    return [
        RatingSpec(
            level=Level(level),
            label=bare_grade(values["label"]),
            basis=RatingBasis(basis),
            at_least=Decimal(str(value[0] if isinstance(value, list) else value)),
            of_label=bare_grade(of_words) if is_share else "",
            child_level=Level.COMMUNITY if is_share else None,
        )
        for level in values.get("levels", [])
    ]


def _fits(rule: RatingSpec, known: list[RatingSpec]) -> bool:
    """Hold a rule to what a scheme can apply (inspections.services.check_rules)."""
    if any((rule.level, rule.label) == (other.level, other.label) for other in known):
        return False
    if rule.basis == RatingBasis.SCORE:
        return rule.level == Level.COMMUNITY and rule.at_least >= 0
    grades = {other.label for other in known if other.level == Level.COMMUNITY}
    return rule.level < Level.COMMUNITY and rule.of_label in grades and 0 <= rule.at_least <= 100
