"""The demo's second scheme: at most a fifth of a district's communities excellent, tried beside the plan's own rules.

It is in force from before the plan's scheme, which the figures follow; the ranking shows both.
"""

from datetime import date
from decimal import Decimal

from gongjian.apps.inspections.choices import RatingBasis, TieRule
from gongjian.apps.inspections.models import RatingScheme, Round
from gongjian.apps.inspections.services import RatingSpec, create_scheme, rate_round
from gongjian.apps.places.choices import Level
from gongjian.core.access import Actor

BEST, FAIR = "优秀", "达标"


def rate_by_quota(actor: Actor, row: Round) -> RatingScheme:
    """Write a scheme with quotas, a mean and a count, and rate a round by it."""
    scheme = create_scheme(
        actor=actor,
        place_code=row.place_code,
        title="优秀社区评选办法",
        effective_on=date(2025, 12, 20),
        citation="演示数据",
        rules=_rules(),
        is_demo=True,
    )
    rate_round(actor=actor, round_id=row.pk, scheme_id=scheme.pk)
    return scheme


def _rules() -> tuple[RatingSpec, ...]:
    community, street, county = Level.COMMUNITY, Level.STREET, Level.COUNTY
    score, share = RatingBasis.SCORE, RatingBasis.SHARE
    return (
        RatingSpec(community, BEST, score, Decimal(90)),
        RatingSpec(community, BEST, RatingBasis.QUOTA, Decimal(20), within_level=county),
        RatingSpec(community, FAIR, score, Decimal(80)),
        RatingSpec(street, BEST, share, Decimal(80), FAIR, community),
        RatingSpec(street, BEST, score, Decimal(88)),
        RatingSpec(street, BEST, RatingBasis.RANK, Decimal(2), within_level=county, ties=TieRule.SECOND),
        RatingSpec(street, FAIR, share, Decimal(60), FAIR, community),
        RatingSpec(county, BEST, share, Decimal(80), FAIR, community),
        RatingSpec(county, BEST, RatingBasis.COUNT, Decimal(1), BEST, street),
        RatingSpec(county, FAIR, share, Decimal(60), FAIR, community),
    )
