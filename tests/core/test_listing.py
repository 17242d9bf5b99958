"""Pages of a long list: counts that stop at the bound, and rows read once."""

import pytest
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from gongjian.apps.places.models import Place
from gongjian.core import listing
from gongjian.core.listing import counts_at_once, counts_of, page_of, rows_between

BOUND = 4


@pytest.fixture
def places(db, monkeypatch):
    monkeypatch.setattr(listing, "COUNT_BOUND", BOUND)
    Place.objects.all().delete()
    Place.objects.bulk_create(
        Place(code=f"51{n:02d}", name=f"演示{n}", level=4, parent_code="51") for n in range(9)
    )
    return Place.objects.order_by("code")


@pytest.mark.parametrize(
    ("rows", "total", "is_exact"), [(3, 3, True), (4, 4, True), (5, 5, False), (9, 5, False)]
)
def test_a_count_is_exact_to_the_bound_and_stops_one_past_it(places, rows, total, is_exact):
    page = page_of(places.filter(code__lt=f"51{rows:02d}"), QueryDict(), size=2)

    assert (page.total, page.is_total_exact) == (total, is_exact)


def test_pages_end_at_the_bound_where_the_count_does(places):
    last = page_of(places, QueryDict("page=99"), size=2)

    assert (last.number, last.first, last.last, last.has_next) == (2, 3, 4, False)


def test_a_known_total_of_all_rows_is_paged_to_its_end(places):
    last = page_of(places, QueryDict("page=99"), size=2, total=9)

    assert (last.number, [row.code for row in last.rows], last.is_total_exact) == (5, ["5108"], True)


def test_several_counts_are_one_query_and_nothing_is_nothing(places, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = counts_of(
            {"all": places, "some": places.filter(code__lt="5103"), "none": places.filter(pk__in=[])}
        )

    assert found == {"all": BOUND + 1, "some": 3, "none": 0}


def test_counts_at_once_are_those_of_each_in_one_reading(places, django_assert_num_queries):
    conditions = {"all": Q(), "some": Q(code__lt="5103"), "none": Q(pk__in=[])}

    with django_assert_num_queries(1):
        found = counts_at_once(places, conditions)

    assert found == {"all": BOUND + 1, "some": 3, "none": 0}


def test_the_rows_between_keep_order_and_conditions_which_are_asked_once(places):
    from django.db import connection

    with CaptureQueriesContext(connection) as queries:
        found = [row.code for row in rows_between(places.filter(name__contains="演示"), 2, 4)]

    assert found == ["5102", "5103"]
    assert queries[0]["sql"].count("LIKE") == 1


def test_conditions_that_join_stay(places):
    from gongjian.apps.parties.models import Grant, User

    user = User.objects.create(username="u", full_name="演示", place_code="51")
    for code in ("51", "5101"):
        Grant.objects.create(user=user, role="viewer", place_code=code)

    assert list(rows_between(User.objects.filter(grants__place_code="51").order_by("pk"), 0, 5)) == [user]
