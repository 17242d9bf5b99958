"""A rating scheme as the standard of `engines.scoring`: conditions and quotas, level by level."""

from gongjian.apps.inspections.choices import CHILD_NOUNS, NATION, QUOTAS, RatingBasis, TieRule
from gongjian.apps.inspections.models import RatingRule, RatingScheme
from gongjian.apps.places.choices import Level
from gongjian.engines import scoring

BASES = {
    RatingBasis.SCORE: scoring.Basis.SCORE,
    RatingBasis.SHARE: scoring.Basis.SHARE,
    RatingBasis.COUNT: scoring.Basis.COUNT,
}


def engine_standard(scheme: RatingScheme, place_code: str = "") -> scoring.Standard:
    """Turn a scheme (rules loaded) into a standard for the levels at or below a place."""
    levels = {rule.level for rule in scheme.stated_rules if rule.level >= len(place_code)} | {Level.COMMUNITY}
    return scoring.Standard(tuple(_level_rules(scheme, level) for level in sorted(levels)))


def _level_rules(scheme: RatingScheme, level: int) -> scoring.LevelRules:
    own = [rule for rule in scheme.stated_rules if rule.level == level]
    return scoring.LevelRules(
        level=level,
        rules=engine_rules(scheme, level),
        quotas=tuple(_quota(scheme, rule) for rule in own if rule.basis in QUOTAS),
        is_mean_weighted=any(rule.is_weighted and rule.basis == RatingBasis.SCORE for rule in own),
    )


def engine_rules(scheme: RatingScheme, level: int, *bases: RatingBasis) -> tuple[scoring.RatingRule, ...]:
    """Turn a scheme's conditions for one level (of some bases only) into the engine's, best label first."""
    rules = scheme.stated_rules
    wanted = bases or tuple(BASES)
    return tuple(
        _rating_rule(scheme, rule, rules) for rule in rules if rule.level == level and rule.basis in wanted
    )


def share_rules(scheme: RatingScheme, level: int) -> tuple[scoring.RatingRule, ...]:
    """Return the conditions of a level that count a share of children."""
    return engine_rules(scheme, level, RatingBasis.SHARE)


def labels_of(scheme: RatingScheme, level: int) -> list[str]:
    """Return the labels of a level, best first."""
    return list(dict.fromkeys(rule.label for rule in scheme.stated_rules if rule.level == level))


def best_label(scheme: RatingScheme, level: int) -> str:
    """Return the best label of a level, empty without rules."""
    return next((rule.label for rule in scheme.stated_rules if rule.level == level), "")


def counted_level(scheme: RatingScheme, level: int) -> int:
    """Return the level of the children that the best rule of a level counts, communities if none does."""
    counting = (rule for rule in scheme.stated_rules if rule.level == level and rule.child_level)
    return next((rule.child_level for rule in counting if rule.child_level), Level.COMMUNITY)


def rated_levels(scheme: RatingScheme, place_code: str) -> list[int]:
    """List the levels that a scheme rates at or below a place, the highest first."""
    return sorted({rule.level for rule in scheme.stated_rules if rule.level >= len(place_code)})


def _missing(scheme: RatingScheme) -> scoring.MissingPolicy:
    policy = scoring.MissingPolicy
    return policy.COUNTS_AS_NOT_MEETING if scheme.counts_uninspected else policy.EXCLUDED


def _quota(scheme: RatingScheme, rule: RatingRule) -> scoring.Quota:
    is_share = rule.basis == RatingBasis.QUOTA
    return scoring.Quota(
        label=rule.label,
        order=rule.order,
        share=rule.at_least / 100 if is_share else None,
        most=None if is_share else int(rule.at_least),
        within=rule.within_level or NATION,
        ties=scoring.Ties(TieRule(rule.ties).value),
        missing=_missing(scheme),
    )


def _rating_rule(scheme: RatingScheme, rule: RatingRule, all_rules: list[RatingRule]) -> scoring.RatingRule:
    basis = BASES[RatingBasis(rule.basis)]
    child_level = rule.child_level or Level.COMMUNITY
    return scoring.RatingRule(
        label=rule.label,
        subject_level=str(rule.level),
        basis=basis,
        interval=scoring.Interval(low=rule.at_least / 100 if basis is scoring.Basis.SHARE else rule.at_least),
        order=rule.order,
        of_label=rule.of_label,
        also_counts=() if basis is scoring.Basis.SCORE else _better_labels(rule, all_rules),
        child_noun=CHILD_NOUNS.get(child_level, "社区"),
        missing=_missing(scheme),
        citation=scheme.citation,
        child_level=child_level,
        is_weighted=rule.is_weighted,
    )


def _better_labels(rule: RatingRule, all_rules: list[RatingRule]) -> tuple[str, ...]:
    child_rules = [other for other in all_rules if other.level == rule.child_level]
    own = next((other.order for other in child_rules if other.label == rule.of_label), None)
    better = [other.label for other in child_rules if own is not None and other.order < own]
    return tuple(dict.fromkeys(better))
