"""What a vote leaves below the tables: hidden row numbers, sequences, log lines, and the database's own files."""

import logging
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from gongjian.apps.hearings import services
from gongjian.core import ballots
from gongjian.core.models import BallotBox
from tests.factories import make_actor
from tests.hearing_factories import (
    COMMUNITY,
    cast,
    make_application,
    make_attended,
    make_drawn,
    make_pool,
    seated,
)

BOX = "core_ballotbox"


def hidden_marks() -> dict[str, object]:
    """Read what no model shows: each table's hidden row numbers and transactions, and every counter."""
    columns = "rowid" if connection.vendor == "sqlite" else "ctid, xmin"
    counters = (
        "SELECT name, seq FROM sqlite_sequence ORDER BY name"
        if connection.vendor == "sqlite"
        else "SELECT sequencename, last_value FROM pg_sequences ORDER BY sequencename"
    )
    found: dict[str, object] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(table)} ORDER BY 1")
            found[table] = cursor.fetchall()
        cursor.execute(counters)
        found["counters"] = cursor.fetchall()
    return found


def opened_vote():
    worker = make_actor("worker", COMMUNITY)
    make_pool()
    hearing = make_drawn(worker, make_application(worker))
    make_attended(worker, hearing)
    return (worker, *services.open_vote(actor=worker, hearing_id=hearing.pk))


@pytest.mark.usefixtures("places")
@pytest.mark.django_db
def test_votes_touch_no_hidden_number_and_no_counter_and_write_no_line(caplog):
    _worker, hearing, tokens = opened_vote()
    before = hidden_marks()
    caplog.set_level(logging.DEBUG)
    address = reverse("hearings:vote", args=[hearing.vote_key])

    for token in tokens:
        with transaction.atomic():  # each in a transaction of its own, as on the day
            data = {"token": token, "choice": "yes"}
            assert Client().post(address, data).status_code == 200

    after = hidden_marks()
    assert {name for name in after if after[name] != before[name]} <= {BOX}
    assert len(after[BOX]) == 1
    told = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert hearing.vote_key not in told
    assert not any(token in told for token in tokens)
    names = {str(seat.resident_id) for seat in seated(hearing)}
    assert not any(word in told.split() for word in names)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("places")
def test_no_box_of_during_the_vote_is_left_in_the_files_of_the_database():
    """Whoever has the disk and the key after the vote finds one box: the last, of all votes together."""
    worker, hearing, tokens = opened_vote()
    held = []
    for token in tokens:
        cast(hearing, token, "yes")
        held.append(stored_box())
    assert any(is_on_disk(one) for one in held[:-1]), "the test looks in the right place"
    assert ballots.forget_open_boxes() == 0, "the vote is not over"
    services.close_vote(actor=worker, hearing_id=hearing.pk)

    assert ballots.forget_open_boxes() == 1

    left = [number for number, one in enumerate(held) if is_on_disk(one)]
    assert left == []
    assert is_on_disk(stored_box())
    assert services.recount(actor=worker, hearing_id=hearing.pk) == ()
    assert BallotBox.objects.get(key=hearing.vote_key).cleaned_at is not None
    assert ballots.forget_open_boxes() == 0


def stored_box() -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT contents FROM {BOX}")
        return str(cursor.fetchone()[0])


def is_on_disk(text: str) -> bool:
    """Look for pieces of a stored text in the files of the table: a page may cut one, not all."""
    pieces = [text[start : start + 60].encode() for start in range(40, len(text) - 60, 150)]
    return any(piece in content for content in files_of_the_database() for piece in pieces)


def files_of_the_database() -> list[bytes]:
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        paths = [Path(f"{name}{end}") for end in ("", "-wal", "-journal")]
        return [path.read_bytes() for path in paths if path.exists()]
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c WHERE c.oid = %s::regclass"
            " OR c.oid = (SELECT reltoastrelid FROM pg_class WHERE oid = %s::regclass)",
            [BOX, BOX],
        )
        return [bytes(content) for (content,) in cursor.fetchall()]
