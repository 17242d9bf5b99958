"""Write rating schemes: rules by score for communities, by share of their children above."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from gongjian.apps.inspections.choices import RatingBasis
from gongjian.apps.inspections.models import RatingRule, RatingScheme
from gongjian.apps.inspections.selectors.ratings import get_scheme, has_rated
from gongjian.apps.places.choices import Level
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

HEAD = ("title", "effective_on", "citation", "counts_uninspected")


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
    scheme = RatingScheme.objects.select_for_update().get(pk=scheme.pk)
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
