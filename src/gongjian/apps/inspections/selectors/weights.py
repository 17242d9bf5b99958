"""What weighs where a rating counts people: the register's population, and the communities that have none."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from gongjian.apps.inspections.models import Grade
from gongjian.apps.inspections.selectors.explaining import grades_beside
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import names_of


def with_people(grades: QuerySet[Grade]) -> QuerySet[Any]:
    """Give each grade `people`, the registered population of its place; None where there is none."""
    own = Place.objects.filter(code=OuterRef("place_code")).order_by(F("valid_to").desc(nulls_first=True))
    return grades.annotate(people=Subquery(own.values("population")[:1]))


def without_people(grade: Grade) -> list[str]:
    """Name the communities that a grade's weighted conditions had to leave out; two queries, none without such a condition."""
    if not any(rule.is_weighted and rule.level == grade.level for rule in grade.scheme.stated_rules):
        return []
    below = grades_beside(grade).filter(level=Level.COMMUNITY, place_code__startswith=grade.place_code)
    codes = list(
        with_people(below)
        .filter(people__isnull=True)
        .order_by("place_code")
        .values_list("place_code", flat=True)
    )
    names = names_of(codes)
    return [names.get(code, code) for code in codes]
