"""Figures of covenants: in force, communities that have one of this term, how many took part in votes on them."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import (
    Case,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from gongjian.apps.councils.choices.covenants import VersionStatus
from gongjian.apps.councils.choices.elections import ElectionKind
from gongjian.apps.councils.indicators.rows import Params
from gongjian.apps.councils.models import CovenantVersion, CovenantVote, Tenure
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register
from gongjian.core.rules import rule_value


def _in_force(day: date) -> QuerySet[CovenantVersion]:
    rows = CovenantVersion.objects.filter(status=VersionStatus.FILED, in_force_on__lte=day)
    return rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))


def _covenants(period: Period, params: Params) -> QuerySet[Any]:
    return _in_force(period.last_on).annotate(numerator=Value(1))


def _communities(period: Period, params: Params) -> QuerySet[Any]:
    """Communities of the last day; those count in which a covenant came into force in the sitting committee's term.

    Where no term is known, it is taken to have begun as many years ago as the rule says a term lasts.
    """
    day = period.last_on
    sitting = Tenure.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=day),
        place_code=OuterRef("code"),
        kind=ElectionKind.COMMITTEE,
        starts_on__lte=day,
        ends_on__gte=day,
    )
    begun = Coalesce(
        Subquery(sitting.order_by("starts_on").values("starts_on")[:1]),
        Value(_years_before(day)),
        output_field=DateField(),
    )
    ours = _in_force(day).filter(
        covenant__place_code=OuterRef("code"), in_force_on__gte=OuterRef("term_begun_on")
    )
    places = Place.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        level=Level.COMMUNITY,
    )
    places = places.annotate(term_begun_on=begun)
    places = places.annotate(version_id=Subquery(ours.order_by("-in_force_on", "-pk").values("pk")[:1]))
    has_one = Case(
        When(version_id__isnull=False, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return places.annotate(numerator=has_one, denominator=Value(1))


def _years_before(day: date) -> date:
    years = int(rule_value("elections.term_years", on=day, place_code=""))
    return date(day.year - years, day.month, min(day.day, 28))


def _turnout(period: Period, params: Params) -> QuerySet[Any]:
    rows = CovenantVote.objects.filter(
        held_on__range=(period.first_on, period.last_on), outcome__isnull=False
    )
    return rows.annotate(numerator=F("present"), denominator=F("on_roll"))


def _show_version(row: Any) -> RowView:
    return RowView(
        label=row.covenant.title,
        place_code=row.place_code,
        numerator=Fraction(row.numerator),
        denominator=None,
        url=reverse("councils:covenant_version", args=[row.pk]),
        note=row.in_force_on.isoformat(),
    )


def _show_community(row: Any) -> RowView:
    version = row.version_id
    return RowView(
        label=row.name,
        place_code=row.code,
        numerator=Fraction(row.numerator),
        denominator=Fraction(row.denominator),
        url=reverse("councils:covenant_version", args=[version])
        if version
        else reverse("councils:covenants"),
        note=row.term_begun_on.isoformat(),
    )


def _show_vote(row: Any) -> RowView:
    return RowView(
        label=str(row),
        place_code=row.version.place_code,
        numerator=Fraction(row.numerator),
        denominator=Fraction(row.denominator),
        url=reverse("councils:covenant_version", args=[row.version_id]),
        note=row.held_on.isoformat(),
    )


for indicator in (
    Indicator(
        key="councils.covenants_in_force",
        name="施行中的公约",
        unit="部",
        definition="期末那天备过案、正在施行的居民公约、文明公约、楼院公约和村规民约。",
        rows=_covenants,
        view=_show_version,
        place_code_field="covenant__place_code",
        select_related=("covenant",),
        source="公约的备案记录",
    ),
    Indicator(
        key="councils.covenant_communities",
        name="本届有公约的社区占比",
        unit="%",
        decimals=1,
        definition="期末那天有公约在施行、而且是本届居委会任期里开始施行的社区（村）÷ 全部社区（村）；"
        "没有登记任期的，从期末往前数一届的年数。",
        rows=_communities,
        view=_show_community,
        has_denominator=True,
        place_code_field="code",
        source="公约的备案记录、居委会任职",
    ),
    Indicator(
        key="councils.covenant_turnout",
        name="公约表决到会率",
        unit="%",
        decimals=1,
        definition="期内表决公约的会议，实到 ÷ 应到。",
        rows=_turnout,
        view=_show_vote,
        has_denominator=True,
        place_code_field="version__covenant__place_code",
        select_related=("version__covenant",),
        source="公约的表决记录",
    ),
):
    register(indicator)
