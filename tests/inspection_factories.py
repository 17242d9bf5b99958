"""Builders of inspections: a small rubric, a round, sheets with a wanted score, schemes."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from PIL import Image

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import Evidence, RatingBasis, RuleKind, SheetStatus
from gongjian.apps.inspections.models import Grade, RatingScheme, Round, RubricVersion, ScoreSheet
from gongjian.apps.inspections.services import ItemSpec, RatingSpec, RuleSpec
from gongjian.apps.places.choices import Level
from gongjian.core.access import SYSTEM, Actor
from gongjian.core.rules import load_first_versions
from tests.factories import COUNTY

START, END = date(2026, 3, 1), date(2026, 3, 31)
LITTER = RuleSpec("楼道堆物", Decimal(1), cap=Decimal(5))
ITEMS = (
    ItemSpec("楼道整洁", Decimal(40), (LITTER, RuleSpec("飞线充电", Decimal(2))), section="环境"),
    ItemSpec("垃圾分类", Decimal(40), (RuleSpec("混投", Decimal("0.01"), step=Decimal(1)),), section="环境"),
    ItemSpec(
        "台账",
        Decimal(20),
        (
            RuleSpec("缺少台账", Decimal(1), unit="本"),
            RuleSpec("受到表扬", Decimal(2), RuleKind.ADD, unit="次", cap=Decimal(4)),
            RuleSpec("弄虚作假", None, RuleKind.VETO, unit="次"),
        ),
        section="治理",
        evidence=Evidence.PHOTO,
    ),
)
COMMUNITY_RULES = (
    RatingSpec(Level.COMMUNITY, "示范", RatingBasis.SCORE, Decimal(90)),
    RatingSpec(Level.COMMUNITY, "达标", RatingBasis.SCORE, Decimal(80)),
)


def share_rules(level: Level, child_level: Level = Level.COMMUNITY) -> tuple[RatingSpec, ...]:
    """80 % of the children demonstration, 80 % qualified."""
    share = RatingBasis.SHARE
    return (
        RatingSpec(level, "示范", share, Decimal(80), "示范", child_level),
        RatingSpec(level, "达标", share, Decimal(80), "达标", child_level),
    )


SCHEME_RULES = (
    *COMMUNITY_RULES,
    *share_rules(Level.STREET),
    *share_rules(Level.COUNTY),
    *share_rules(Level.CITY),
)


def make_version(
    place_code: str = COUNTY, title: str = "评分标准", items: Sequence[ItemSpec] = ITEMS
) -> RubricVersion:
    """A published version of a new rubric, in force since the year began."""
    version = services.create_rubric(actor=SYSTEM, place_code=place_code, title=title, items=items)
    return services.publish_version(actor=SYSTEM, version_id=version.pk, effective_on=date(2026, 1, 1))


def make_round(place_code: str = COUNTY, title: str = "三月检查", **fields: object) -> Round:
    """A round in March 2026 by a new rubric, unless told otherwise."""
    version = fields.pop("version", None) or make_version(place_code, f"{title}标准")
    days = {"starts_on": START, "ends_on": END, **fields}
    return services.start_round(
        actor=SYSTEM, place_code=place_code, title=title, version_id=version.pk, **days
    )


def make_scheme(
    place_code: str = COUNTY,
    title: str = "评级办法",
    rules: Sequence[RatingSpec] = SCHEME_RULES,
    **fields: object,
) -> RatingScheme:
    """Score for communities, 80 % shares above."""
    defaults = {"effective_on": date(2026, 1, 1), "citation": "区治理办〔2026〕1号"}
    return services.create_scheme(
        actor=SYSTEM, place_code=place_code, title=title, rules=rules, **{**defaults, **fields}
    )


def make_sheet(row: Round, place_code: str, score: str | None = None, **fields: object) -> ScoreSheet:
    """A submitted sheet with a score given as it is; without one, an empty draft."""
    status = SheetStatus.DRAFT if score is None else SheetStatus.SUBMITTED
    defaults = {
        "version": row.version,
        "inspected_on": row.starts_on,
        "status": status,
        "score": None if score is None else Decimal(score),
    }
    return ScoreSheet.objects.create(round=row, place_code=place_code, **{**defaults, **fields})


def open_sheet(actor: Actor, row: Round, place_code: str) -> ScoreSheet:
    """One's own sheet, opened as a person does."""
    load_first_versions()
    return services.open_sheet(
        actor=actor, round_id=row.pk, place_code=place_code, inspected_on=row.starts_on
    )


def labels(row: Round, level: Level) -> dict[str, str]:
    """The current grades of one level by place."""
    rows = Grade.objects.filter(round=row, level=level, is_current=True)
    return dict(rows.values_list("place_code", "label"))


def photo_bytes(width: int = 40, height: int = 30) -> bytes:
    """A small real JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 90)).save(out, "JPEG")
    return out.getvalue()
