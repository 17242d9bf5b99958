"""What was said in a mediation is shown to its mediators and to nobody else, by whatever way one asks.

One mediation says a secret word in each of its fields. Then the product is asked for it: by every row filter as
every role at every place, by every page, export and operation, by search, in messages, events, notices and mail,
in the trail, the logs, the backup and the bare tables. The words are planted as `寻<field>-zqx<field>`: what is
searched for is the first half, what must not appear is the second.
"""

import gzip
import logging
import re
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongjian.apps.api.choices import TokenScope, WebhookEvent
from gongjian.apps.api.models import Delivery, Webhook
from gongjian.apps.api.services import TokenSpec, issue_token
from gongjian.apps.matters.choices import (
    ConfirmationState,
    MatterKind,
    PartyRole,
    PointState,
    ReferralTo,
)
from gongjian.apps.matters.models import Mediation, MediationReferral, Message, Step
from gongjian.apps.matters.models.mediation import Confidential
from gongjian.apps.matters.services import mediation
from gongjian.apps.matters.services.mediation import PartySpec, PointSpec
from gongjian.apps.parties.models import Grant, Notice, User
from gongjian.apps.portal.models import Door
from gongjian.core import backup
from gongjian.core.access import RIGHTS, SEPARATED_ROLES, Actor, Right, Role
from gongjian.core.attachments import Upload
from gongjian.core.models import AuditEntry, StoredFile
from gongjian.engines.officialdoc import OfficialDocument, Paragraph, render_docx
from gongjian.readers import read_text
from tests.access.matrix import POSTED, addresses, api_cases, fill, text_of
from tests.access.objects import make_objects
from tests.factories import (
    COMMUNITIES,
    COUNTY,
    STREET,
    make_actor,
    make_organisation,
    make_user,
)
from tests.matter_factories import COMMUNITY, make_desk, report
from tests.mediation_factories import make_mediation, make_mediator, signings

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SAID = ("name", "contact", "place", "outcome", "note", "proposal", "reply", "facts", "point", "kept", "court")
FIELDS = (*SAID, "paper", "body", "reason")
ID_NUMBER = "110101199003078515"
SECRET = re.compile(rf"zqx(?:{'|'.join((*FIELDS, 'scan'))})|{ID_NUMBER}|7654321|76,?543\.21")
POSITIONS = {"own": COMMUNITY, "above": STREET, "higher": COUNTY, "beside": COMMUNITIES[1], "nation": ""}
WITHOUT_ROWS = ("/system/components/", "/system/rules/", "/api/openapi.json", "/api/docs")
"""Pages that show no row of anybody."""
FOR_MEDIATORS = re.compile(r"^/matters/<int:case_id>/mediation/|^/matters/mediations/")


def word(field: str) -> str:
    """The word planted in a field."""
    return f"寻{field}-zqx{field}"


@dataclass
class World:
    """The mediation, whose it is, and everything that addresses can be filled with."""

    row: Mediation
    code: str
    mediator: Actor
    removed: Actor
    other: Actor
    desk: Actor
    objects: dict[str, Any]


def mediate(desk: Actor, mediator: Actor, removed: Actor) -> tuple[Mediation, str]:
    """Go the whole way from the report to the court, with a word in every field."""
    reported = report(kind=MatterKind.DISPUTE, words="楼上漏水泡了天花板，两家说不拢。")
    row = make_mediation(desk, [mediator, removed], reported.matter)
    case: dict[str, Any] = {"actor": mediator, "case_id": row.matter_id}
    spec = {"contact": word("contact"), "id_number": ID_NUMBER}
    first = mediation.add_party(**case, spec=PartySpec(role=PartyRole.APPLICANT, name=word("name"), **spec))
    second = mediation.add_party(**case, spec=PartySpec(role=PartyRole.RESPONDENT, name=word("name")))
    for party in (first, second):
        mediation.record_consent(**case, party_id=party.pk, agrees=True)
    session = mediation.plan_session(
        **case, planned_at=timezone.now() + timedelta(hours=1), place=word("place")
    )
    mediation.hold_session(**case, session_id=session.pk, attending=[first.pk], outcome=word("outcome"))
    mediation.add_note(**case, text=word("note"))
    proposal = mediation.propose(**case, words=word("proposal"))
    mediation.answer_proposal(
        **case, proposal_id=proposal.pk, party_id=first.pk, agrees=True, words=word("reply")
    )
    point = PointSpec(
        party_id=second.pk, words=word("point"), due_on=timezone.localdate(), amount_cents=7654321
    )
    mediation.write_agreement(**case, form="written", facts=word("facts"), points=[point])
    page = OfficialDocument(title="协议", blocks=(Paragraph((word("scan"),)),))
    mediation.conclude(
        **case,
        signings=signings(mediator, first, second),
        signed_on=timezone.localdate(),
        scan=Upload("签字页.docx", render_docx(page)),
    )
    mediation.record_performance(
        **case, point_id=row.agreements.get().points.get().pk, state=PointState.BROKEN, words=word("kept")
    )
    mediation.ask_confirmation(**case, court=word("court"), asked_on=timezone.localdate())
    mediation.record_confirmation(
        **case,
        state=ConfirmationState.CONFIRMED,
        decided_on=timezone.localdate(),
        document_number=word("paper"),
    )
    MediationReferral.objects.create(
        mediation=row,
        to=ReferralTo.COURT,
        body=word("body"),
        reason=word("reason"),
        referred_on=timezone.localdate(),
    )
    mediation.dismiss(actor=desk, matter_id=row.matter_id, user_id=removed.user_id)
    return row, reported.follow_code


@pytest.fixture
def world(now: Any, caplog: pytest.LogCaptureFixture) -> World:
    caplog.set_level(logging.INFO)
    objects = make_objects(COUNTY)
    Webhook.objects.create(
        place_code="", name="全国", url="https://example.cn/", secret="whsec_AA==", made_at=now,
        events=WebhookEvent.values,
    )  # fmt: skip
    desk, mediator, removed, other = make_desk(), make_mediator(), make_mediator(), make_mediator()
    make_mediation(desk, [other])
    row, code = mediate(desk, mediator, removed)
    photos = {"case_id": row.matter, "row_id": row.parties.first()}
    return World(row, code, mediator, removed, other, desk, {**objects, **photos})


def client_of(user_id: int | None) -> Client:
    client = Client(raise_request_exception=False)
    if user_id is not None:
        client.force_login(User.objects.get(pk=user_id), backend=BACKEND)
    return client


def person(*roles: Role, place_code: str = "") -> Actor:
    """Somebody with several roles, who works in the community of the case."""
    user = make_user(None, COMMUNITY)
    unit = make_organisation(COMMUNITY)
    for role in roles:
        Grant.objects.create(
            user=user, role=role, place_code=place_code,
            organisation=unit if role == Role.UNIT_CONTACT else None,
        )  # fmt: skip
    return user.as_actor()


def gets(objects: dict[str, Any]) -> list[tuple[str, Any]]:
    """List every address that a GET may answer, with the right it asks for, filled with the case and one of each kind."""
    own = [
        (fill(route, names, objects), getattr(view, "required_right", None))
        for route, view, names in addresses()
        if view.__module__.startswith("gongjian.")
        and set(names) <= objects.keys()
        and route not in WITHOUT_ROWS
    ]
    api = [
        (fill(route, names, objects), right)
        for route, right, names in api_cases()
        if not route.endswith(POSTED) and set(names) <= objects.keys()
    ]
    return [*own, *api]


def asked(client: Client, path: str, **headers: str) -> list[str]:
    """GET an address; return what of the secret words stands in its answer."""
    response = client.get(path, **headers)
    if response.status_code in (301, 302, 403, 404, 405):
        return SECRET.findall(response.content.decode(errors="replace"))
    return SECRET.findall(text_of(response))


@pytest.mark.one_database
def test_no_page_export_or_operation_shows_a_word_to_anybody_else(world: World) -> None:
    """Rights only add: who holds every role over the nation is asked for every page, the administrators and a
    stranger for what they may open; each role by itself, at each place, for the case.
    """
    found: dict[str, Any] = {}
    paths = gets(world.objects)
    people = {
        "every role": person(*(role for role in Role if role not in SEPARATED_ROLES)),
        **{role.value: person(role) for role in SEPARATED_ROLES},
        "a stranger": Actor(user_id=None, name=""),
    }
    for name, who in people.items():
        client = client_of(who.user_id)
        for path, right in paths:
            if (
                not isinstance(right, Right)
                or who.can(right)
                or (name == "a stranger" and "/matters/" in path)
            ):
                found[f"{name} {path}"] = asked(client, path)
    found |= shown_to_each_role(world)
    found |= found_by_searching(people["every role"], people[Role.AUDIT_ADMIN.value], world)
    found |= shown_to_tokens(world, [path for path, _right in paths if path.startswith("/api/")])
    found["the reporter"] = shown_to_the_reporter(world)

    assert {way: words for way, words in found.items() if words} == {}
    assert len(found) > 500


def shown_to_each_role(world: World) -> dict[str, Any]:
    """Ask each role at each place, and those nearest to the case, for the case and its pages: refused everywhere."""
    routes = [
        (route, names)
        for route, _view, names in addresses()
        if FOR_MEDIATORS.search(route) and set(names) <= world.objects.keys()
    ]
    near = {"removed": world.removed, "of another case": world.other, "desk": world.desk}
    far = {
        f"{role.value} {where}": make_actor(role, code)
        for role in Role
        for where, code in POSITIONS.items()
        if Right.MATTERS_MEDIATE in RIGHTS[role] or (where == "higher" and role != Role.UNIT_CONTACT)
    }
    found: dict[str, Any] = {}
    for name, who in {**near, **far}.items():
        client = client_of(who.user_id)
        found[f"{name} sees the matter"] = asked(client, f"/matters/{world.row.matter_id}/")
        for route, names in routes if name in near else routes[::7]:
            path = fill(route, names, world.objects)
            if not names:  # one's own cases, which are none
                found[f"{name} {route}"] = asked(client, path)
                continue
            answers = {client.get(path).status_code, client.post(path, {"form": "docx"}).status_code}
            found[f"{name} {route}"] = answers - {403, 404, 405}
    assert len(routes) > 18
    return found


def found_by_searching(whole: Actor, auditor: Actor, world: World) -> dict[str, Any]:
    """Search for the first half of each word: neither its other half nor the matter is found by it."""
    client, trail, found = client_of(whole.user_id), client_of(auditor.user_id), {}
    for field in FIELDS:
        half = f"寻{field}"
        hits = client.get("/search/", {"q": half}).content.decode()
        found[f"search {field}"] = SECRET.findall(hits) + re.findall(world.row.matter.number, hits)
        found[f"list {field}"] = asked(client, f"/matters/?view=all&q={half}")
        found[f"trail {field}"] = asked(trail, f"/system/audit/?about={half}")
    return found


def shown_to_tokens(world: World, paths: list[str]) -> dict[str, Any]:
    """Ask every operation with a token of every scope, of somebody else and of the mediator himself."""
    found: dict[str, Any] = {}
    security = make_actor(Role.SECURITY_ADMIN, "")
    people = {"a token": person(Role.OFFICE, Role.WORKER, Role.LEADER), "his token": world.mediator}
    for name, who in people.items():
        user = User.objects.get(pk=who.user_id)
        spec = TokenSpec(
            username=user.username,
            name="接口",
            scopes=tuple(TokenScope),
            within_code=COMMUNITY,
            expires_on=timezone.localdate() + timedelta(days=9),
        )
        bearer = f"Bearer {issue_token(actor=security, spec=spec)[1]}"
        for path in [*paths, f"/matters/{world.row.matter_id}/mediation/"]:
            found[f"{name} {path}"] = asked(Client(), path, HTTP_AUTHORIZATION=bearer)
    return found


def shown_to_the_reporter(world: World) -> list[str]:
    """Follow the matter by its number and code."""
    door = Door.objects.get(place_code=COUNTY)
    client, number = Client(), world.row.matter.number
    client.post(f"/p/{door.short_name}/follow/", {"number": number, "code": world.code})
    page = client.get(f"/p/{door.short_name}/follow/{number}/")
    assert page.status_code == 200
    return SECRET.findall(page.content.decode())


def test_nothing_kept_sent_or_logged_holds_a_word_and_no_right_lets_a_row_through(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(backup, "_snapshot", nullcontext)
    StoredFile.objects.filter(sha256="0" * 64).delete()  # the matrix's own, which has no bytes
    target = tmp_path / "backup.tar.gz"
    backup.write_backup(target)
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    kept = {
        "messages": list(Message.objects.values_list("words", flat=True)),
        "timeline": list(Step.objects.values_list("words", flat=True)),
        "events": [str(body) for body in Delivery.objects.values_list("body", flat=True)],
        "notices": list(Notice.objects.values_list("sentence", flat=True)),
        "mail": [f"{one.subject}{one.body}" for one in mail.outbox],
        "trail": [f"{one.object_label}{one.before}{one.after}" for one in AuditEntry.objects.all()],
        "logs": [caplog.text],
        "tables": bare_tables(),
        "files": [path.read_bytes().decode("latin-1") for path in files],
        "backup": [gzip.decompress(target.read_bytes()).decode(errors="replace")],
    }
    tables = [one for table in Confidential.__subclasses__() for one in table.__subclasses__() or [table]]
    others = [world.removed, world.other, world.desk, person(*Role)]
    others += [make_actor(role, code) for role in Role for code in POSITIONS.values()]
    reached = [
        (who.grants, table.__name__)
        for table in tables
        for who in others
        if table.objects.visible_to(who).filter(pk__in=rows_of(table, world.row)).exists()
    ]

    assert {name: words for name, texts in kept.items() if (words := SECRET.findall("\n".join(texts)))} == {}
    assert all(kept[name] for name in kept.keys() - {"mail", "events", "logs"})
    assert len(tables) >= 11 and all(rows_of(table, world.row) for table in tables)
    assert reached == []
    assert all(table.objects.visible_to(world.mediator).exists() for table in tables)


def rows_of(table: Any, row: Mediation) -> list[int]:
    """List the rows of one case, whoever may see them."""
    return list(table.objects.filter(**{table.case_field: row}).values_list("pk", flat=True))


def bare_tables() -> list[str]:
    """Return every row of every table as the database has it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return found


@pytest.mark.one_database
def test_the_mediator_reads_every_word_and_each_reading_is_in_the_trail(world: World) -> None:
    client = client_of(world.mediator.user_id)
    base = f"/matters/{world.row.matter_id}/mediation/"
    agreement, first = world.row.agreements.get(), world.row.parties.first()
    reads = AuditEntry.objects.filter(action="read.sensitive", actor_id=world.mediator.user_id)
    before = reads.count()

    pages = [base, f"{base}notes/", f"{base}points/{agreement.points.get().pk}/"]
    shown = "".join(text_of(client.get(path)) for path in pages)
    shown += read_text(client.get(f"{base}agreement/{agreement.pk}/scan/").getvalue(), "a.docx").text
    paper = client.post(f"{base}agreement/{agreement.pk}/paper/", {"form": "docx"})
    letter = client.post(f"{base}referrals/{world.row.referrals.get().pk}/letter/", {"form": "docx"})
    papers = "".join(read_text(one.getvalue(), "a.docx").text for one in (paper, letter))

    assert [field for field in (*FIELDS, "scan") if word(field) not in shown] == []
    assert "76,543.21" in shown
    wanted = (word("name"), ID_NUMBER, word("point"), word("reason"), "76,543.21")
    assert [text for text in wanted if text not in papers] == []
    assert first is not None and reads.count() - before == len(pages) + 3
    assert {entry.object_type for entry in reads} == {"matters.mediation"}
