"""Limits in words for people."""

from fractions import Fraction

from gongjian.engines.siting.dispersed_rows import Limit, Of
from gongjian.engines.siting.parcels import Problem


def say_limit(problem: Problem, limit: Limit) -> str:
    """Say one limit with its numbers."""
    if limit.of in (Of.STREET_LEAST, Of.STREET_MOST):
        return _say_street(problem, limit)
    if limit.of in (Of.CHANNEL_LEAST, Of.CHANNEL_MOST, Of.CHANNEL_BUDGET):
        return _say_channel(problem, limit)
    rules, ceilings = problem.rules, problem.ceilings
    return {
        Of.CAP: f"任一地块 {rules.cluster_m} 米内至多 {rules.cluster_cap} 套",
        Of.SPREAD: f"不在一簇的两处至少相隔 {rules.spread_m} 米",
        Of.TRAVEL: f"总出行至多 {ceilings.travel_m} 米",
        Of.COST: f"总造价至多 {yuan(ceilings.cost_cents or 0)} 元",
        Of.SITES: f"至多 {ceilings.sites} 处",
    }[limit.of]


def _say_street(problem: Problem, limit: Limit) -> str:
    street = problem.streets[limit.index]
    name = street.name or street.key
    if limit.of == Of.STREET_LEAST:
        return f"{name}至少 {street.least} 套（需求 {street.demand} 套{_share('，可少', street.below)}）"
    return f"{name}至多 {street.most} 套（需求 {street.demand} 套{_share('，可多', street.above)}）"


def _say_channel(problem: Problem, limit: Limit) -> str:
    channel = problem.channels[limit.index]
    if limit.of == Of.CHANNEL_LEAST:
        return f"渠道 {channel.key} 至少 {channel.least} 套"
    if limit.of == Of.CHANNEL_MOST:
        return f"渠道 {channel.key} 至多 {channel.most} 套"
    return f"渠道 {channel.key} 至多 {yuan(channel.budget_cents or 0)} 元"


def yuan(cents: int) -> str:
    """Write cents as yuan, without needless zeros.

    >>> yuan(123450), yuan(100)
    ('1234.5', '1')
    """
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)


def _share(said: str, share: Fraction) -> str:
    per_cent = share * 100
    if not share:
        return ""
    return f"{said} {per_cent.numerator if per_cent.denominator == 1 else f'{float(per_cent):g}'}%"
