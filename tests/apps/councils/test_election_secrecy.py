"""Two thousand voters, on paper and by token: whoever has the whole database learns the count and who voted, never how.

The attacker reads every table with the keys, the hidden row numbers, the counters and the log, and tries to tell an
election apart from another in which the same people, holding the same tokens, voted the other way round. What the
database's own files keep is in `tests/apps/hearings/test_disk_forgets_votes.py`: the boxes are the same.
"""

import json
import logging
import time

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from gongjian.apps.councils.choices.elections import GivenWay
from gongjian.apps.councils.models.elections import RollEntry
from gongjian.apps.councils.services import elections as services
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict
from gongjian.core.models import AuditEntry, BallotBox
from gongjian.engines.tally import check_certificate, token_hash
from tests.election_factories import (
    VOTES_ON,
    cast,
    close,
    fresh,
    give,
    make_voters,
    make_voting,
    moment,
    names,
    read_twice,
    voters,
)
from tests.factories import make_actor
from tests.hearing_factories import COMMUNITY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
BOXES = "core_ballotbox"


def rows_of_everything() -> dict[str, list[tuple[object, ...]]]:
    """Read every table of the database as it lies, decrypted where a model can."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        fields = [field.attname for field in model._meta.concrete_fields]
        rows = model._base_manager.order_by("pk")
        found[model._meta.db_table] = [tuple(getattr(row, name) for name in fields) for row in rows]
    return found


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


@pytest.fixture
def worker():
    return make_actor(Role.WORKER, COMMUNITY)


@pytest.fixture
def opened(worker):
    """Twelve on the roll; eight hold tokens, four were given paper."""
    make_voters(12)
    election = make_voting(worker)
    tokens = give(worker, election, voters(election, 1, 8), GivenWay.TOKEN)
    give(worker, election, voters(election, 9, 12), GivenWay.STATION)
    return election, tokens


def marks_of(election) -> list[dict[str, list[str]]]:
    """What the eight vote, in their order, no two alike in all posts."""
    heads, deputies, members = (names(election, post) for post in ("主任", "副主任", "委员"))
    return [
        {"主任": [heads[n % 2]], "副主任": [deputies[n // 4 % 2]], "委员": members[: n % 4]} for n in range(8)
    ]


def test_the_whole_database_is_the_same_whoever_voted_what_in_whatever_order(opened):
    """Row by row and byte by byte, on the roll and in the boxes of all posts."""
    election, tokens = opened
    before = list(BallotBox.objects.all())
    marks = marks_of(election)

    def after(holders, votes):
        for box in before:
            box.save()
        for token, vote in zip(holders, votes, strict=True):
            cast(election, token, **vote)
        return rows_of_everything()

    straight = after(tokens, marks)
    assert after(tokens[::-1], marks[::-1]) == straight, "the order in which they voted leaves a trace"
    assert after(tokens, marks[::-1]) == straight, "whose token cast which ballot leaves a trace"
    assert after(tokens[4:] + tokens[:4], marks) == straight


def test_who_took_a_ballot_is_known_and_in_which_way_and_nothing_else_of_him(opened):
    """Handing out to other people in another order changes who is marked, no box and no trail."""
    election, tokens = opened
    entry = [field.name for field in RollEntry._meta.concrete_fields]
    assert not any(name[-3:] in ("_at", "_on") or "token" in name for name in entry), "no moment, no token"
    dump = rows_of_everything()
    for token in tokens:
        cast(election, token, **marks_of(election)[0])

    everything = json.dumps(rows_of_everything(), default=str, ensure_ascii=False)
    assert not any(token in everything or token.replace("-", "") in everything for token in tokens)
    hashes = {
        token_hash(json.loads(box.contents)["salt"], token)
        for token in tokens
        for box in BallotBox.objects.all()
    }
    holders = {table for table, rows in rows_of_everything().items() if hashes & set(_words(rows))}
    assert holders == {BOXES}, "no other table knows a token"
    people = {str(row.resident_id) for row in election.roll.all()}
    for box in BallotBox.objects.all():
        contents = json.loads(box.contents)
        words = {leaf for leaf in _leaves(contents) if isinstance(leaf, str)}
        assert not people & words, "a box knows no person"
        assert contents["spent"] == sorted(contents["spent"])
        assert contents["ballots"] == sorted(contents["ballots"])
    assert len(dump["core_ballotbox"]) == 3


def test_votes_through_the_page_write_no_row_but_the_boxes_and_touch_no_hidden_number(opened, caplog):
    election, tokens = opened
    before, marked = rows_of_everything(), hidden_marks()
    caplog.set_level(logging.DEBUG)
    address = reverse("councils:vote_in_election", args=[election.key])
    heads, members = names(election, "主任"), names(election, "委员")

    with at(moment(VOTES_ON, 11)):
        for token in tokens:
            with transaction.atomic():
                data = {"token": token, "choice_1": heads[0], "choice_3": members[:2], "others_2": "某人"}
                assert Client().post(address, data).status_code == 200

    after = rows_of_everything()
    assert {table for table in after if after[table] != before[table]} == {BOXES}
    hidden = hidden_marks()
    assert {name for name in hidden if hidden[name] != marked[name]} <= {BOXES}
    told = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert election.key not in told
    assert not any(token in told for token in tokens)


def test_the_trail_between_the_hand_out_and_the_count_is_empty(opened, worker):
    election, tokens = opened
    start = AuditEntry.objects.count()
    for token, vote in zip(tokens, marks_of(election), strict=True):
        cast(election, token, **vote)

    assert AuditEntry.objects.count() == start


def test_no_certificate_shows_how_somebody_filled_in_his_paper_as_a_whole(opened, worker):
    """Posts are certified apart, so that nobody proves his vote by how he fills in the rest."""
    election, tokens = opened
    colleague = make_actor(Role.WORKER, COMMUNITY)
    for token, vote in zip(tokens, marks_of(election), strict=True):
        cast(election, token, **vote)
    read_twice((worker, colleague), election, {"主任": "1 ×4", "副主任": "2 ×4", "委员": "123 ×4"})
    close(worker, election)

    for post in election.posts.all():
        certificate = json.loads(post.certificate)
        own = set(names(election, post.name))
        assert all(set(marked) <= own for marked, _ in certificate["ballots"])
        assert sum(number for _, number in certificate["ballots"]) == 12


@pytest.mark.one_database
def test_two_thousand_vote_on_paper_and_by_token_and_the_recount_is_equal(worker, record_property):
    colleague = make_actor(Role.WORKER, COMMUNITY)
    make_voters(2_000)
    election = make_voting(worker)
    tokens = give(worker, election, voters(election, 1, 1_200), GivenWay.TOKEN)
    give(worker, election, voters(election, 1_201, 1_800), GivenWay.STATION)
    with pytest.raises(Conflict, match="已经领过票"):
        give(worker, election, voters(election, 1_200, 1_201), GivenWay.STATION)
    heads, deputies, members = (names(election, post) for post in ("主任", "副主任", "委员"))

    spent_s = []
    for number, token in enumerate(tokens):
        start = time.perf_counter()
        cast(election, token, 主任=[heads[number % 3 == 0]], 副主任=deputies[:1], 委员=members[:3])
        spent_s.append(time.perf_counter() - start)
    for token in tokens[::97]:
        with pytest.raises(Conflict, match="已经投过"):
            cast(election, token, 主任=heads[:1])
    read_twice(
        (worker, colleague),
        election,
        {"主任": "1 ×500\n2 ×90\n废 ×10", "副主任": "2 ×600", "委员": "124 ×600"},
    )
    close(worker, election)

    head, deputy, member = election.posts.order_by("order")
    assert (head.result["returned"], head.result["on_roll"], head.result["valid"]) == (1_800, 2_000, 1_790)
    assert head.result["marks"] == [[heads[0], 1_300], [heads[1], 490]]
    assert deputy.elected == deputies[:1]
    assert member.elected == members[:3] if member.result["marks"][2][1] > 900 else members[:2]
    assert services.recount(actor=worker, election_id=election.pk) == ()
    assert all(check_certificate(post.certificate) == () for post in (head, deputy, member))
    early, late = sorted(spent_s[:100])[50], sorted(spent_s[-100:])[50]
    record_property("ms of an early and a late vote", f"{early * 1000:.1f} {late * 1000:.1f}")
    assert late < 4 * early, "a later vote costs about what an early one did"
    assert fresh(election).status == "counted"


def _words(rows):
    return (word for row in rows for leaf in row if isinstance(leaf, str) for word in _strings(leaf))


def _strings(text):
    return _leaves(json.loads(text)) if text.startswith("{") else [text]


def _leaves(value):
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value] if not isinstance(value, (dict, list)) else []
