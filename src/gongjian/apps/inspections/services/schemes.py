"""Write rating schemes: rules by score for communities, by share of their children above."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from gongjian.apps.inspections.choices import NATION, QUOTAS, RatingBasis, TieRule
from gongjian.apps.inspections.models import RatingRule, RatingScheme
from gongjian.apps.inspections.selectors.ratings import get_scheme, has_rated
from gongjian.apps.places.choices import Level
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

HEAD = ("title", "effective_on", "citation", "counts_uninspected")


@dataclass(frozen=True)
class RatingSpec:
    """One condition of a scheme; shares in per cent, better labels first. Conditions of one label all have to hold.

    `at_least` is the most that may hold the label for a quota (per cent) or a rank (a number), within each
    place of `within_level`, or the whole round.
    """

    level: int
    label: str
    basis: RatingBasis
    at_least: Decimal
    of_label: str = ""
    child_level: int | None = None
    within_level: int | None = None
    ties: TieRule = TieRule.OUT
    is_weighted: bool = False


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
    _refuse_double(place_code, title, effective_on)
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


def _refuse_double(place_code: str, title: str, effective_on: date, own_id: int | None = None) -> None:
    same = RatingScheme.objects.filter(place_code=place_code, title=title, effective_on=effective_on)
    if same.exclude(pk=own_id).exists():
        raise Conflict(f"“{title}”在这一天已有一份。请换一个生效日期或名称，或去改那一份。")


@transaction.atomic
def change_scheme(
    *,
    actor: Actor,
    scheme_id: int,
    title: str,
    effective_on: date,
    citation: str,
    rules: Sequence[RatingSpec],
    counts_uninspected: bool = True,
) -> RatingScheme:
    """Rewrite a scheme that has rated nothing yet; one that has is never changed (Conflict)."""
    scheme = get_scheme(actor, scheme_id)
    actor.require(Right.INSPECTIONS_MANAGE, scheme.place_code)
    check_rules(rules)
    scheme = RatingScheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    if has_rated(scheme):
        raise Conflict(f"“{scheme.title}”已经评过级，不能再改。请照它另定一份，写新的生效日期。")
    _refuse_double(scheme.place_code, title, effective_on, scheme.pk)
    before = {**audit.snapshot(scheme, *HEAD), "rules": [str(rule) for rule in scheme.rules.all()]}
    scheme.title, scheme.effective_on, scheme.citation = title, effective_on, citation
    scheme.counts_uninspected = counts_uninspected
    scheme.save(update_fields=HEAD)
    scheme.rules.all().delete()
    rows = _rule_rows(scheme, rules)
    RatingRule.objects.bulk_create(rows)
    after = {**audit.snapshot(scheme, *HEAD), "rules": [str(row) for row in rows]}
    audit.record(actor, "inspections.scheme_changed", scheme, before=before, after=after)
    return scheme


def draft_scheme(
    *,
    place_code: str,
    title: str,
    effective_on: date,
    citation: str,
    rules: Sequence[RatingSpec],
    counts_uninspected: bool = True,
) -> RatingScheme:
    """Put a scheme together without keeping it, to read it in words and to try it on a round."""
    check_rules(rules)
    scheme = RatingScheme(
        place_code=place_code,
        title=title,
        effective_on=effective_on,
        citation=citation,
        counts_uninspected=counts_uninspected,
    )
    scheme.drafted = _rule_rows(scheme, rules)
    return scheme


def _rule_rows(scheme: RatingScheme, rules: Sequence[RatingSpec]) -> list[RatingRule]:
    """Number the labels of each level in the order in which they are first named."""
    seen: dict[int, dict[str, int]] = defaultdict(dict)
    rows = []
    for rule in rules:
        order = seen[rule.level].setdefault(rule.label, len(seen[rule.level]) + 1)
        rows.append(
            RatingRule(
                scheme=scheme,
                order=order,
                level=rule.level,
                label=rule.label,
                basis=rule.basis,
                of_label=rule.of_label,
                child_level=rule.child_level,
                at_least=rule.at_least,
                within_level=rule.within_level,
                ties=rule.ties,
                is_weighted=rule.is_weighted,
            )
        )
    return sorted(rows, key=lambda row: (row.level, row.order))


def check_rules(rules: Sequence[RatingSpec]) -> None:
    """Refuse rules that cannot be applied: Invalid with the level, the grade and what to change."""
    if not rules:
        raise Invalid("评级办法还没有一条规则。请至少写一条。")
    for rule in rules:
        where = f"{level_name(rule.level)}“{rule.label}”"
        if rule.basis in QUOTAS:
            _check_quota(rule, where)
        else:
            _check_condition(rule, rules, where)
    _check_levels(rules)


def _check_condition(rule: RatingSpec, rules: Sequence[RatingSpec], where: str) -> None:
    is_score = rule.basis == RatingBasis.SCORE
    if rule.level == Level.COMMUNITY and not is_score:
        raise Invalid(f"{where}：社区按得分评，社区以上才能按下级占比或个数评。请改依据。")
    if not 0 <= rule.at_least <= (100 if rule.basis == RatingBasis.SHARE else 9999):
        raise Invalid(f"{where}：占比要在 0 到 100 之间，得分和个数不能是负数。请改“不低于”。")
    if rule.is_weighted and (rule.level == Level.COMMUNITY or rule.basis == RatingBasis.COUNT):
        raise Invalid(f"{where}：只有社区以上的占比和平均得分能按人口加权。请去掉。")
    if not is_score:
        _check_share(rule, rules, where)


def _check_quota(rule: RatingSpec, where: str) -> None:
    if rule.level == NATION:
        raise Invalid(f"{where}：全国只有一个，没有可比的，不能有名额。请去掉这一条。")
    if rule.basis == RatingBasis.QUOTA and not 0 < rule.at_least <= 100:
        raise Invalid(f"{where}：名额占比要大于 0、不超过 100。请改。")
    if rule.basis == RatingBasis.RANK and (rule.at_least < 1 or rule.at_least != int(rule.at_least)):
        raise Invalid(f"{where}：前几名要填 1 以上的整数。请改。")
    if rule.within_level is not None and rule.within_level >= rule.level:
        raise Invalid(f"{where}：名额要在它的上级范围里比，例如区县里的社区。请改“在哪一级里比”。")


def _check_levels(rules: Sequence[RatingSpec]) -> None:
    child_levels: dict[int, set[int | None]] = defaultdict(set)
    stated: set[tuple[object, ...]] = set()
    for rule in rules:
        if rule.basis == RatingBasis.SHARE:
            child_levels[rule.level].add(rule.child_level)
        same = (rule.level, rule.label, rule.basis, rule.of_label, rule.within_level)
        if same in stated:
            what = RatingBasis(rule.basis).label
            where = f"{level_name(rule.level)}“{rule.label}”"
            raise Invalid(f"{where}有两条规则评同一个等次，都看{what}。请去掉一条。")
        stated.add(same)
    for level, found in child_levels.items():
        if len(found) > 1:
            raise Invalid(f"{level_name(level)}的几条规则数的下级不是同一级。请改成一样。")


def _check_share(rule: RatingSpec, rules: Sequence[RatingSpec], where: str) -> None:
    if rule.child_level is None or rule.child_level <= rule.level or rule.child_level > Level.COMMUNITY:
        raise Invalid(f"{where}：数的下级要比它低，最低到社区。请改。")
    if not any(other.level == rule.child_level and other.label == rule.of_label for other in rules):
        below = level_name(rule.child_level)
        raise Invalid(f"{where}：数的是“{rule.of_label}”，但{below}没有评这个等次的规则。")


def level_name(level: int) -> str:
    """Name a level in a refusal."""
    return "全国" if level == NATION else str(Level(level).label)
