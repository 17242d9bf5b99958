"""No write without a trace: every POST of a person that changes a table leaves an audit row in the same act.

The access matrix knows how to reach every address; each is posted to with the fields of its own form, and
whatever table changed must be explained by new audit rows.
"""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from gongjian.core.access import RIGHTS, Role
from gongjian.core.models import AuditEntry
from tests.access.matrix import cases, fill

WRITERS = (Role.OFFICE, Role.LEADER, Role.WORKER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
UNAUDITED = {
    "parties.notice": "told together with the act that is audited",
    "sessions.session": "a session is no record of the product",
    "core.subjectkey": "the key of sealed values, made by the audit trail itself",
    "axes.accessattempt": "counted failures; the failure itself is audited",
    "places.placeterm": "an index of names",
}
WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)
TABLES = {
    model._meta.db_table: model._meta.label_lower for model in apps.get_models(include_auto_created=True)
}


class Fields(HTMLParser):
    """Gather what the forms of a page would send as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select, self._is_inside = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            is_own = found.get("method") == "post" and not (found.get("action") or "").startswith(
                "/accounts/"
            )
            self.forms += [(found.get("action") or "", {})] if is_own else []
            self._is_inside = is_own
        if not self._is_inside or not (name := found.get("name") or self._select):
            return
        fields = self.forms[-1][1]
        if tag == "input" and found.get("type") in {"radio", "checkbox"}:
            if "checked" in found or found["type"] == "radio":
                fields.setdefault(name, found.get("value") or "on")
        elif tag in {"input", "button", "textarea"}:
            fields.setdefault(name, found.get("value") or GUESSES.get(found.get("type") or "", "说明"))
        elif tag == "select":
            self._select = name
        elif tag == "option" and found.get("value"):
            fields.setdefault(self._select, str(found["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


GUESSES = {
    "date": "2026-03-20",
    "number": "1",
    "email": "a@example.cn",
    "hidden": "",
    "file": "",
    "search": "",
}


def written_tables(client: Client, address: str, data: dict[str, str]) -> tuple[set[str], int]:
    """POST, and say which tables were written and how many audit rows came; all of it is undone."""
    statements: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic():
        before = AuditEntry.objects.count()
        with connection.execute_wrapper(note):
            client.post(address, data)
        entries = AuditEntry.objects.count() - before
        transaction.set_rollback(True)
    found = {match[1] for sql in lasting(statements) if (match := WRITES.match(sql))}
    return {TABLES.get(table, table) for table in found} - UNAUDITED.keys() - {"core.auditentry"}, entries


def lasting(statements: list[str]) -> list[str]:
    """Drop what a rolled-back savepoint undid."""
    kept: list[str] = []
    for sql in statements:
        if sql.startswith("ROLLBACK TO SAVEPOINT "):
            del kept[kept.index(sql.removeprefix("ROLLBACK TO ")) :]
        else:
            kept.append(sql)
    return kept


@pytest.mark.one_database
def test_every_post_that_writes_leaves_an_audit_row(
    world: dict[str, dict[str, Any]], clients: dict[Role, Client]
) -> None:
    untraced, traced = {}, set()
    for route, right, names in cases():
        for role in WRITERS:
            if right not in RIGHTS[role] or route.startswith("/api/"):
                continue
            address = fill(route, names, world["own"])
            page = Fields()
            answer = clients[role].get(address)
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                page.feed(answer.content.decode())
            for action, data in [("", {}), *page.forms]:
                tables, entries = written_tables(clients[role], action or address, data)
                if tables and not entries:
                    untraced[f"{action or address} by {role.value}"] = sorted(tables)
                elif tables:
                    traced.add(re.sub(r"\d+", "N", action or address))

    assert untraced == {}
    assert len(traced) >= 30, sorted(traced)
