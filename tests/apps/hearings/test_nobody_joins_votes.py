"""The database after a vote: whoever has all of it, keys included, learns the count and nothing about persons.

The attacker here reads every table, opens what is encrypted, and tries to tell the ballots of one voting apart from
those of another in which the same people, holding the same tokens, voted the other way round.
"""

import json
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from gongjian.apps.hearings import services
from gongjian.apps.hearings.models import Hearing, Seat
from gongjian.core.access import Role
from gongjian.core.models import AuditEntry, BallotBox
from gongjian.engines.tally import token_hash
from tests.factories import make_user
from tests.hearing_factories import (
    COMMUNITY,
    cast,
    make_application,
    make_attended,
    make_drawn,
    make_pool,
    seated,
)

pytestmark = pytest.mark.django_db
MARKS = ["yes"] * 9 + ["no"] * 4 + ["abstain"] * 2
REASONS = [f"理由{n}" for n in range(4)]


def ballots(turned: bool = False) -> list[tuple[str, str]]:
    """What the fifteen vote, in their order; turned round: the same votes by other people."""
    reasons = iter(REASONS)
    cast = [(mark, next(reasons) if mark == "no" else "") for mark in MARKS]
    return cast[::-1] if turned else cast


def rows_of_everything() -> dict[str, list[tuple[object, ...]]]:
    """Read every table of the database as it lies, decrypted where a model can."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        found[model._meta.db_table] = [
            tuple(getattr(row, name) for name in names) for row in model._base_manager.order_by("pk")
        ]
    return found


@pytest.fixture
def opened(worker):
    make_pool()
    hearing = make_drawn(worker, make_application(worker))
    make_attended(worker, hearing)
    return services.open_vote(actor=worker, hearing_id=hearing.pk)


def cast_all(hearing, tokens, *, turned=False, client=None):
    for token, (mark, reason) in zip(tokens, ballots(turned), strict=True):
        if client is None:
            cast(hearing, token, mark, reason)
        else:
            address = reverse("hearings:vote", args=[hearing.vote_key])
            data = {"token": token, "choice": mark, "reason": reason}
            assert client.post(address, data).status_code == 200


def test_the_whole_database_is_the_same_whoever_voted_what_in_whatever_order(opened):
    """Row by row and byte by byte, keys and hidden row numbers included."""
    hearing, tokens = opened
    box = BallotBox.objects.get(key=hearing.vote_key)
    before = box.contents
    cast_all(hearing, tokens)
    straight = rows_of_everything()
    box.contents = before
    box.save()

    cast_all(hearing, tokens[::-1])
    assert rows_of_everything() == straight, "the order in which they voted leaves a trace"
    box.save()
    cast_all(hearing, tokens, turned=True)
    assert rows_of_everything() == straight, "whose token cast which ballot leaves a trace"
    assert len(BallotBox.objects.get(key=hearing.vote_key).contents) > len(before)


def test_votes_through_the_page_write_no_row_but_the_box(opened, worker):
    """Signed in or not: no session, job, audit row or log line of the database comes or changes with a vote."""
    hearing, tokens = opened
    person = make_user(Role.WORKER, COMMUNITY)
    signed_in = Client()
    signed_in.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    signed_in.get("/")
    before = rows_of_everything()

    cast_all(hearing, tokens, client=signed_in)

    after = rows_of_everything()
    changed = {table for table in after if after[table] != before[table]}
    assert changed - {"django_session"} == {"core_ballotbox"}
    assert len(after["django_session"]) == len(before["django_session"])
    visitor = Client()
    visitor.get(reverse("hearings:vote", args=[hearing.vote_key]))
    assert "sessionid" not in visitor.cookies


def test_no_table_joins_a_person_to_a_token_or_a_ballot(opened, worker):
    hearing, tokens = opened
    cast_all(hearing, tokens)
    services.close_vote(actor=worker, hearing_id=hearing.pk)
    dump = rows_of_everything()
    people = {str(seat.resident_id) for seat in seated(hearing)}

    everything = json.dumps(dump, default=str, ensure_ascii=False)
    assert not any(token in everything or token.replace("-", "") in everything for token in tokens)
    box = json.loads(BallotBox.objects.get(key=hearing.vote_key).contents)
    hashes = {token_hash(box["salt"], token) for token in tokens}
    assert set(box["spent"]) == hashes
    holders = {
        table: row
        for table, rows in dump.items()
        for row in rows
        if any(one in json.dumps(row, default=str) for one in hashes)
    }
    assert set(holders) == {"core_ballotbox"}, "no other table knows a token"
    words = {leaf for leaf in _leaves(box) if isinstance(leaf, str)}  # the numbers in it are counts
    assert not people & words, "the box knows no person"
    seats = [field.name for field in Seat._meta.concrete_fields]
    assert not any("vote" in name or "token" in name or name[-2:] == "at" for name in seats)


def test_nothing_in_the_box_is_in_the_order_of_the_draw_the_tokens_or_time(opened):
    """What could be lined up with the seats is sorted by its own bytes, so its place tells what it says and no more."""
    hearing, tokens = opened
    cast_all(hearing, tokens)

    box = json.loads(BallotBox.objects.get(key=hearing.vote_key).contents)

    assert box["spent"] == sorted(box["spent"])
    assert box["ballots"] == sorted(box["ballots"])
    assert all(first <= second for first, second in pairwise(tokens)), "slips come in an order of their own"
    moments = ("time", "_at", "when", "order", "seq", "id")
    assert not any(word in key for key in box for word in moments)
    fields = {field.name for field in BallotBox._meta.concrete_fields}
    assert fields == {"key", "contents", "is_over", "cleaned_at"}, "no number of its own, no order, no actor"


def test_the_trail_between_opening_and_closing_is_empty_and_counts_only_what_everybody_may_know(
    opened, worker
):
    hearing, tokens = opened
    start = AuditEntry.objects.count()
    cast_all(hearing, tokens)
    assert AuditEntry.objects.count() == start

    services.close_vote(actor=worker, hearing_id=hearing.pk)

    closed = AuditEntry.objects.get(action="hearings.vote_closed")
    assert (closed.after["yes"], closed.after["no"], closed.after["abstain"]) == (9, 4, 2)
    trail = json.dumps([[row.before, row.after] for row in AuditEntry.objects.all()], ensure_ascii=False)
    assert not any(reason in trail for reason in REASONS)


def test_reasons_are_read_sorted_and_the_certificate_has_none(opened, worker):
    hearing, tokens = opened
    cast_all(hearing, tokens[::-1], turned=True)

    services.close_vote(actor=worker, hearing_id=hearing.pk)

    row = Hearing.objects.get(pk=hearing.pk)
    assert json.loads(row.reasons) == [["no", reason] for reason in REASONS]
    assert not any(reason in row.certificate for reason in REASONS)


def test_what_is_on_the_disk_is_encrypted(opened):
    hearing, tokens = opened
    cast_all(hearing, tokens)

    with connection.cursor() as cursor:
        cursor.execute("SELECT contents FROM core_ballotbox")
        (stored,) = cursor.fetchone()

    assert "ballots" not in stored
    assert not any(reason in stored for reason in REASONS)


def _leaves(value):
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value]
