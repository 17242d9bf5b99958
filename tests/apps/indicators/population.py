"""Indicators for tests: people of communities, people a household, people kept at any level."""

from fractions import Fraction

from django.db.models import F, QuerySet

from gongjian.apps.places.models import Place
from gongjian.core import registry
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView

PEOPLE, PER_HOUSEHOLD, ALL_PEOPLE = "tests.people", "tests.per_household", "tests.all_people"
YEAR = Period.year(2026)


def _rows(period: Period, params: object) -> QuerySet[Place]:
    rows = Place.objects.filter(level=12, population__isnull=False)
    return rows.annotate(numerator=F("population"), denominator=F("households"))


def _all_rows(period: Period, params: object) -> QuerySet[Place]:
    rows = Place.objects.filter(population__isnull=False)
    return rows.annotate(numerator=F("population"))


def _view(row: Place) -> RowView:
    return RowView(
        row.name,
        row.code,
        Fraction(row.numerator),
        Fraction(getattr(row, "denominator", 0) or 0),
        url="/places/",
    )


def register_population() -> None:
    """Register them once."""
    known = {indicator.key for indicator in registry.list_indicators()}
    for key, name, decimals, rows in (
        (PEOPLE, "测试人口", 0, _rows),
        (PER_HOUSEHOLD, "测试户均人口", 2, _rows),
        (ALL_PEOPLE, "测试全部人口", 0, _all_rows),
    ):
        if key not in known:
            registry.register(
                Indicator(
                    key=key,
                    name=name,
                    unit="人",
                    definition="各社区人口之和",
                    rows=rows,
                    view=_view,
                    has_denominator=key == PER_HOUSEHOLD,
                    decimals=decimals,
                    place_code_field="code",
                )
            )


def set_people(code: str, people: int | None, households: int = 10) -> None:
    """Write the population of one community."""
    Place.objects.filter(code=code).update(population=people, households=households)
