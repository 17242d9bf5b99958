"""Lists cost the same reads whether they are short or long (`benchmarks/selects.py` goes on to 100,000 rows)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks._lists import LISTS, fill, prepare
from tests.architecture.test_guards import addresses

READS_AT_MOST = 12
MANY_APPS = {"/": 25, "/search/?q=演示": 25}
"""The first page asks every app that may have something waiting, the search every app that may have found something."""
SIZES = (100, 2_100)
"""A short list, and one longer than what Django reads at a time (2,000 rows), so that a read per batch shows too."""


def selects_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as reads:
        assert client.get(path).status_code == 200, path
        return sum(query["sql"].lstrip("( ").upper().startswith("SELECT") for query in reads)


@pytest.mark.one_database
@pytest.mark.django_db
def test_no_list_needs_more_reads_with_more_rows(sign_in):
    base, found, done = prepare(), {}, 0
    for size in SIZES:
        fill(base, done, size)
        done = size
        for role, paths in LISTS.items():
            client = sign_in(base["people"][role])
            for path in paths:
                found.setdefault(path, []).append(selects_of(client, path.format(**base)))

    assert {
        path: reads for path, reads in found.items() if max(reads) > MANY_APPS.get(path, READS_AT_MOST)
    } == {}
    assert {path: reads for path, reads in found.items() if len(set(reads)) > 1} == {}


def test_every_list_view_is_among_those_measured():
    measured = {path.split("?")[0].strip("/") for paths in LISTS.values() for path in paths}
    lists = {
        address.strip("/")
        for address, view in addresses()
        if view.__name__.startswith("list_") and "<" not in address and hasattr(view, "required_right")
    }

    short = {"api/places", "api/indicators", "api/matters/classes", "api/matters/standards"}
    assert lists - measured == short, "none is longer than one level or one catalogue"
