"""Write rating schemes and rate rounds: communities by score, places above by share of their children."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from gongjian.apps.inspections.choices import RatingBasis
from gongjian.apps.inspections.models import Grade, RatingRule, RatingScheme, Round
from gongjian.apps.inspections.selectors.grading import Grading, grade_round
from gongjian.apps.inspections.selectors.ratings import get_scheme
from gongjian.apps.inspections.selectors.sheets import get_round
from gongjian.apps.places.choices import Level
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

BATCH = 500


@dataclass(frozen=True)
class RatingSpec:
    """One rule of a scheme; shares in per cent, better labels first."""

    level: Level
    label: str
    basis: RatingBasis
    at_least: Decimal
    of_label: str = ""
    child_level: Level | None = None


@transaction.atomic
def create_scheme(
    *,
    actor: Actor,
    place_code: str,
    title: str,
    effective_on: date,
    citation: str,
    rules: Sequence[RatingSpec],
    counts_uninspected: bool = True,
    is_demo: bool = False,
) -> RatingScheme:
    """Create the rating rules of a place from a day on; better labels come first within a level.

    Raises Invalid for rules that contradict one another and Conflict for a title taken on that day.
    """
    actor.require(Right.INSPECTIONS_MANAGE, place_code)
    check_rules(rules)
    same = RatingScheme.objects.filter(place_code=place_code, title=title, effective_on=effective_on)
    if same.exists():
        raise Conflict(f"“{title}”在这一天已有一份。已有的不改，请换一个生效日期或名称。")
    scheme = RatingScheme.objects.create(
        place_code=place_code,
        title=title,
        effective_on=effective_on,
        citation=citation,
        counts_uninspected=counts_uninspected,
        is_demo=is_demo,
    )
    rows = _rule_rows(scheme, rules)
    RatingRule.objects.bulk_create(rows)
    audit.record(actor, "inspections.scheme_created", scheme, after={"rules": [str(row) for row in rows]})
    return scheme


def _rule_rows(scheme: RatingScheme, rules: Sequence[RatingSpec]) -> list[RatingRule]:
    seen: dict[Level, int] = defaultdict(int)
    rows = []
    for rule in rules:
        seen[rule.level] += 1
        rows.append(
            RatingRule(
                scheme=scheme,
                order=seen[rule.level],
                level=rule.level,
                label=rule.label,
                basis=rule.basis,
                of_label=rule.of_label,
                child_level=rule.child_level,
                at_least=rule.at_least,
            )
        )
    return rows


def check_rules(rules: Sequence[RatingSpec]) -> None:
    """Refuse rules that cannot be applied: Invalid with the level, the grade and what to change."""
    if not rules:
        raise Invalid("评级办法还没有一条规则。请至少写一条。")
    child_levels: dict[Level, set[Level | None]] = defaultdict(set)
    for rule in rules:
        where = f"{rule.level.label}“{rule.label}”"
        if (rule.basis == RatingBasis.SCORE) != (rule.level == Level.COMMUNITY):
            raise Invalid(f"{where}：社区按得分评，社区以上按下级占比评。请改依据。")
        if not 0 <= rule.at_least <= (100 if rule.basis == RatingBasis.SHARE else 9999):
            raise Invalid(f"{where}：占比要在 0 到 100 之间，得分不能是负数。请改“不低于”。")
        if rule.basis == RatingBasis.SHARE:
            child_levels[rule.level].add(rule.child_level)
            _check_share(rule, rules, where)
    for level, found in child_levels.items():
        if len(found) > 1:
            raise Invalid(f"{level.label}的几条规则数的下级不是同一级。请改成一样。")
    by_level: dict[Level, list[RatingSpec]] = defaultdict(list)
    for rule in rules:
        by_level[rule.level].append(rule)
    for level, own in by_level.items():
        if len({rule.label for rule in own}) < len(own):
            raise Invalid(f"{level.label}有两条规则评同一个等次。请去掉一条。")


def _check_share(rule: RatingSpec, rules: Sequence[RatingSpec], where: str) -> None:
    if rule.child_level is None or rule.child_level <= rule.level or rule.child_level > Level.COMMUNITY:
        raise Invalid(f"{where}：数的下级要比它低，最低到社区。请改。")
    if not any(other.level == rule.child_level and other.label == rule.of_label for other in rules):
        raise Invalid(f"{where}：数的是“{rule.of_label}”，但{rule.child_level.label}没有评这个等次的规则。")


@transaction.atomic
def rate_round(*, actor: Actor, round_id: int, scheme_id: int, rated_on: date | None = None) -> int:
    """Grade every place of a round under a scheme as things stand on a day; return how many.

    Earlier grades of the same round and scheme are kept and marked as no longer current. Two runs at
    once queue on the round.
    """
    row = get_round(actor, round_id)
    actor.require(Right.RATINGS_DECIDE, row.place_code)
    Round.objects.select_for_update().get(pk=row.pk)
    scheme, day = get_scheme(actor, scheme_id), rated_on or row.ends_on
    check_scheme(row, scheme, day)
    Grade.objects.filter(round=row, scheme=scheme, is_current=True).update(is_current=False)
    grading = grade_round(row, scheme, day)
    _save(grading)
    after = {"scheme": scheme.pk, "grades": len(grading.grades), "day": day, "inspected": grading.inspected}
    audit.record(actor, "inspections.round_rated", row, after=after)
    return len(grading.grades)


def check_scheme(row: Round, scheme: RatingScheme, day: date) -> None:
    """Refuse a scheme that isn't in force on the day, or belongs to a place that isn't above the round's."""
    if scheme.effective_on > day:
        raise Conflict(
            f"“{scheme.title}”自 {scheme.effective_on.isoformat()} 起生效，不能用来评 {day.isoformat()}。"
        )
    if not row.place_code.startswith(scheme.place_code):
        raise Conflict(f"“{scheme.title}”是别的地方的评级办法，不能用来评这一轮。")
    if day < row.starts_on:
        raise Invalid("评级日期早于检查开始的日期。请改评级日期。")


def _save(grading: Grading) -> None:
    Grade.objects.bulk_create(grading.grades, batch_size=BATCH)
    through = Grade.sheets.through
    through.objects.bulk_create(
        [
            through(grade_id=grade.pk, scoresheet_id=sheet_id)
            for grade in grading.grades
            if grade.level == Level.COMMUNITY
            for sheet_id in grading.sheet_ids.get(grade.place_code, ())
        ],
        batch_size=BATCH,
    )
