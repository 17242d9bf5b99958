"""Two indicators for tests: people of communities, and people a household."""

from fractions import Fraction

from django.db.models import F, QuerySet

from gongjian.apps.places.models import Place
from gongjian.core import registry
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView

PEOPLE, PER_HOUSEHOLD = "tests.people", "tests.per_household"
YEAR = Period.year(2026)


def _rows(period: Period, params: object) -> QuerySet[Place]:
    rows = Place.objects.filter(level=12, population__isnull=False)
    return rows.annotate(numerator=F("population"), denominator=F("households"))


def _view(row: Place) -> RowView:
    return RowView(
        row.name, row.code, Fraction(row.numerator), Fraction(row.denominator or 0), url="/places/"
    )


def register_population() -> None:
    """Register both once."""
    known = {indicator.key for indicator in registry.list_indicators()}
    for key, name, unit, decimals, has in (
        (PEOPLE, "测试人口", "人", 0, False),
        (PER_HOUSEHOLD, "测试户均人口", "人", 2, True),
    ):
        if key not in known:
            registry.register(
                Indicator(
                    key=key,
                    name=name,
                    unit=unit,
                    definition="各社区人口之和",
                    rows=_rows,
                    view=_view,
                    has_denominator=has,
                    decimals=decimals,
                    place_code_field="code",
                )
            )


def set_people(code: str, people: int | None, households: int = 10) -> None:
    """Write the population of one community."""
    Place.objects.filter(code=code).update(population=people, households=households)
