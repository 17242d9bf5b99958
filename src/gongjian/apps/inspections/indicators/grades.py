"""Figures of inspections: shares of grades among communities, demonstration places, mean score."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.urls import reverse

from gongjian.apps.inspections.models import Grade
from gongjian.apps.inspections.selectors.sheets import list_rounds
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import codes_at_level
from gongjian.core.access import Actor, ancestors_of
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, Param, RowView, register, register_param

DEMONSTRATION, QUALIFIED = "示范", "达标"
MOST_ROUNDS = 50


def latest_grades(period: Period, params: Mapping[str, Any], level: int) -> QuerySet[Grade]:
    """Keep one grade a place: of the last round that ended in the period, or of the round asked for.

    Where a round was rated under several schemes, the one in force last counts: rating again under an
    older one changes no figure. Over a period, a place that has ended by its last day is left out,
    since its successor stands for it: it is counted once.
    """
    rows = Grade.objects.filter(level=level, is_current=True)
    if round_id := params.get("round"):
        rows = rows.filter(round_id=int(round_id))
        same = Grade.objects.filter(level=level, is_current=True, round_id=int(round_id))
    else:
        in_period = {"round__ends_on__range": (period.first_on, period.last_on)}
        standing = Place.objects.filter(code=OuterRef("place_code"))
        rows = rows.filter(Exists(standing.valid_on(period.last_on)), **in_period)
        same = Grade.objects.filter(level=level, is_current=True, **in_period)
    last = same.filter(place_code=OuterRef("place_code")).order_by(
        "-round__ends_on", "-scheme__effective_on", "-decided_at", "-pk"
    )
    return rows.filter(pk=Subquery(last.values("pk")[:1]))


def _met(period: Period, params: Mapping[str, Any], labels: tuple[str, ...], level: int) -> QuerySet[Grade]:
    """Give every graded place 1 when it holds one of the labels and 0 when not: none of them is a zero."""
    met = Case(When(label__in=labels, then=Value(1)), default=Value(0), output_field=IntegerField())
    return latest_grades(period, params, level).annotate(numerator=met)


def _share_of(labels: tuple[str, ...], level: int) -> Any:
    def rows(period: Period, params: Mapping[str, Any]) -> QuerySet[Grade]:
        return _met(period, params, labels, level).annotate(denominator=Value(1))

    return rows


def _count_of(labels: tuple[str, ...], level: int) -> Any:
    def rows(period: Period, params: Mapping[str, Any]) -> QuerySet[Grade]:
        return _met(period, params, labels, level)

    return rows


def _scored(period: Period, params: Mapping[str, Any]) -> QuerySet[Grade]:
    rows = latest_grades(period, params, Level.COMMUNITY).filter(score__isnull=False)
    return rows.annotate(numerator=F("score"), denominator=Value(1))


def _to_inspect(period: Period, params: Mapping[str, Any]) -> QuerySet[Grade]:
    return latest_grades(period, params, Level.COMMUNITY).annotate(numerator=Value(1))


def _inspected(period: Period, params: Mapping[str, Any]) -> QuerySet[Grade]:
    rows = latest_grades(period, params, Level.COMMUNITY).filter(score__isnull=False)
    return rows.annotate(numerator=Value(1))


def _communities(place_code: str, period: Period, params: Mapping[str, Any]) -> Iterable[str]:
    return codes_at_level(place_code, Level.COMMUNITY, period.last_on)


def _view(row: Any) -> RowView:
    has_denominator = hasattr(row, "denominator")
    note = row.label or ("未检" if row.score is None and not row.base else "不达标")
    score = "" if row.score is None else f"{row.score} 分"
    return RowView(
        label=f"{row.round.title}",
        place_code=row.place_code,
        numerator=Fraction(row.numerator),
        denominator=Fraction(row.denominator) if has_denominator else None,
        url=reverse("inspections:grade", args=[row.pk]),
        note=" ".join(part for part in (score, note) if part),
    )


def _register_share(key: str, name: str, labels: tuple[str, ...], level: Level, words: str) -> None:
    register(
        Indicator(
            key=key,
            name=name,
            unit="%",
            definition=f"期内最近一轮检查中，{words}的个数 ÷ 应检个数；没有评分表的计入应检个数",
            rows=_share_of(labels, level),
            view=_view,
            has_denominator=True,
            decimals=1,
            param_names=("round",),
            select_related=("round",),
        )
    )


def _register_count(
    key: str, name: str, level: Level, words: str, labels: tuple[str, ...] = (DEMONSTRATION,)
) -> None:
    register(
        Indicator(
            key=key,
            name=name,
            unit="个",
            definition=f"期内最近一轮检查评定为{words}的个数",
            rows=_count_of(labels, level),
            view=_view,
            param_names=("round",),
            select_related=("round",),
        )
    )


def _rounds_at(actor: Actor, place_code: str) -> list[tuple[str, str]]:
    """List the latest rounds that may be chosen at a place: its own and those of places above it."""
    rows = list_rounds(actor).filter(place_code__in=[*ancestors_of(place_code), place_code])
    return [(str(row.pk), row.title) for row in rows[:MOST_ROUNDS]]


register_param(Param("round", "检查轮次", _rounds_at))
_register_share(
    "inspections.qualified_share",
    "达标社区占比",
    (DEMONSTRATION, QUALIFIED),
    Level.COMMUNITY,
    "示范和达标社区",
)
_register_share(
    "inspections.demonstration_share", "示范社区占比", (DEMONSTRATION,), Level.COMMUNITY, "示范社区"
)
_register_share(
    "inspections.demonstration_street_share", "示范街道占比", (DEMONSTRATION,), Level.STREET, "示范街道"
)
_register_count(
    "inspections.qualified_communities",
    "达标以上社区",
    Level.COMMUNITY,
    "示范和达标社区",
    (DEMONSTRATION, QUALIFIED),
)
_register_count("inspections.demonstration_communities", "示范社区", Level.COMMUNITY, "示范社区")
_register_count("inspections.demonstration_streets", "示范街道（镇）", Level.STREET, "示范街道（镇）")
_register_count("inspections.demonstration_counties", "示范城区", Level.COUNTY, "示范区县")
register(
    Indicator(
        key="inspections.to_inspect",
        name="应检社区",
        unit="个",
        definition="期内最近一轮检查应检的社区个数，没有评分表的也算",
        rows=_to_inspect,
        view=_view,
        param_names=("round",),
        select_related=("round",),
        better="none",
    )
)
register(
    Indicator(
        key="inspections.inspected",
        name="已检社区",
        unit="个",
        definition="期内最近一轮检查中有评分表的社区个数",
        rows=_inspected,
        view=_view,
        expected=_communities,
        param_names=("round",),
        select_related=("round",),
    )
)
register(
    Indicator(
        key="inspections.mean_score",
        name="社区平均得分",
        unit="分",
        definition="期内最近一轮检查中各社区得分之和 ÷ 已检社区个数；未检的不算零分",
        rows=_scored,
        view=_view,
        has_denominator=True,
        decimals=2,
        expected=_communities,
        param_names=("round",),
        select_related=("round",),
    )
)
