"""The access matrix: every address of pages, exports and API × role × position, and what its answer holds.

Position is where the object lies, seen from the actor's county: own, below, beside, above. What is
expected follows from the table alone: without the right 403 (asked at one position a role, another one for
each next address: the guard looks at no object); with it, an object beside is 404; own and
below open; above opens only what its model shares upward. Whatever opens is read: no mark of another
scope, nor of a kind whose right the role lacks, may stand in it.
"""

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver

from gongjian.apps.api.views.operations import api
from gongjian.apps.matters.models.mediation import Confidential
from gongjian.core.access import RIGHTS, Right, Role, ancestors_of
from gongjian.readers import read_sheet, read_text
from tests.access.objects import MARKED
from tests.factories import CITY, COUNTY, OTHER_COUNTY, STREET

POSITIONS = {"above": CITY, "own": COUNTY, "below": STREET, "beside": OTHER_COUNTY}
OPENS = {200, 201, 302, 405, 409, 422}
EXEMPT = {
    "export_id": "an export belongs to the person who asked for it; tests/apps/matters covers it",
    "import_id": "an import belongs to the person who made it; tests/apps/parties covers it",
    "token": "the link of a large screen opens it for whoever has it; tests/apps/indicators covers it",
    "vote_key": "a secret vote is opened by a token, not by a person; tests/apps/hearings covers it",
    "feed_key": "the secret in the address opens one person's calendar; tests/apps/parties covers it",
    "feed_id": "a calendar address belongs to one person; tests/apps/parties covers it",
    "rating_key": "residents evaluate by the key of a poster; tests/apps/cobuilding covers it",
    "statement_code": "anybody may verify a statement by its code; tests/apps/cobuilding covers it",
    "door": "the public door: everybody opens it where the desk opened it; tests/apps/portal covers it",
    "followed_number": "the number and the code open it for whoever has them; tests/apps/portal covers it",
    "public_number": "what the desk published; tests/apps/portal covers it",
    "question_id": "a question put to everybody; tests/apps/portal covers it",
    "rest": "no page at all, said in the door's own words",
    "notice_id": "a notice belongs to one person; tests/apps/parties covers it",
    "kind": "a change form of a place; the place itself is covered by its own address",
}
ALSO = {
    "/cobuilding/agreements/<int:agreement_id>/terms/": {403},
    "/cobuilding/agreements/<int:agreement_id>/steps/<int:step_id>/": {403},
    "/cobuilding/agreements/<int:agreement_id>/steps/": {403},
    "/cobuilding/agreements/<int:agreement_id>/people/": {403},
    "/cobuilding/agreements/<int:agreement_id>/sign/": {403},
    "/cobuilding/agreements/<int:agreement_id>/papers/": {403},
    "/cobuilding/agreements/<int:agreement_id>/deliver/": {403},
    "/cobuilding/agreements/<int:agreement_id>/finish/": {403},
    "/cobuilding/agreements/<int:agreement_id>/back/": {403},
    "/cobuilding/agreements/<int:agreement_id>/accept/": {403},
    "/cobuilding/agreements/<int:agreement_id>/evaluate/": {403},
    "/cobuilding/agreements/<int:agreement_id>/supplements/<int:supplement_id>/": {403},
    "/cobuilding/agreements/<int:agreement_id>/supplements/": {403},
    "/cobuilding/agreements/<int:agreement_id>/end/": {403},
    "/cobuilding/deliveries/<int:given_id>/confirm/": {403},
    "/cobuilding/deliveries/<int:given_id>/refuse/": {403},
    "/cobuilding/deliveries/<int:given_id>/reverse/": {403},
    "/cobuilding/deliveries/<int:given_id>/accept-count/": {403},
    "/cobuilding/deliveries/<int:given_id>/contest/": {403},
    "/cobuilding/deliveries/<int:given_id>/uphold/": {403},
    "/cobuilding/units/<int:organisation_id>/statement/": {403},
    "/cobuilding/alliances/<int:alliance_id>/approach/": {404},
    "/cobuilding/resources/import/": {403},
    "/cobuilding/resources/new/": {403},
    "/cobuilding/resources/<int:resource_id>/edit/": {403},
    "/cobuilding/resources/<int:resource_id>/publish/": {403},
    "/cobuilding/resources/<int:resource_id>/resume/": {403},
    "/cobuilding/claims/<int:claim_id>/consent/": {403},
    "/councils/funds/<int:fund_id>/certificate.json": {404},
    "/councils/funds/<int:fund_id>/explained/": {404},
    "/councils/funds/<int:fund_id>/table.xlsx": {404},
    "/councils/funds/<int:fund_id>/paper/result/": {404},
    "/councils/<int:council_id>/items/add/": {403},
    "/councils/items/<int:agenda_item_id>/accept/": {403},
    "/councils/items/<int:agenda_item_id>/papers/": {403},
    "/councils/items/<int:agenda_item_id>/put-off/": {403},
    "/councils/items/<int:agenda_item_id>/record/": {403},
    "/councils/items/<int:agenda_item_id>/vote/": {403},
    "/councils/items/<int:agenda_item_id>/vote/papers/": {403, 404},
    "/councils/items/<int:agenda_item_id>/vote/close/": {403},
    "/councils/items/<int:agenda_item_id>/vote/recount/": {404},
    "/councils/items/<int:agenda_item_id>/tally.json": {404},
    "/councils/meetings/<int:council_meeting_id>/attendance/": {403},
    "/councils/meetings/<int:council_meeting_id>/close/": {403},
    "/councils/meetings/<int:council_meeting_id>/resolutions/add/": {403},
    "/councils/resolutions/<int:resolution_id>/answer/": {403},
    "/councils/resolutions/<int:resolution_id>/confirm/": {403},
    "/councils/resolutions/<int:resolution_id>/void/": {403},
    "/councils/meetings/<int:council_meeting_id>/reply/": {403, 404},
    "/councils/meetings/<int:council_meeting_id>/substitute/": {403, 404},
    "/councils/meetings/<int:council_meeting_id>/notice.<str:form>": {404},
    "/councils/meetings/<int:council_meeting_id>/minutes.<str:form>": {404},
    "/cobuilding/parties/opinions/<int:unit_opinion_id>/return/": {403},
    "/cobuilding/seats/<int:seat_id>/": {403},
    "/documents/<int:document_id>/value/": {404},
    "/documents/<int:document_id>/check/": {403},
    "/documents/<int:document_id>/take/": {403},
    "/documents/<int:document_id>/keep/": {403},
    "/hearings/hearing/<int:hearing_id>/draw.json": {404},
    "/hearings/hearing/<int:hearing_id>/tally.json": {404},
    "/councils/covenants/drafts/<int:draft_id>/secret/papers/": {404},
    "/councils/covenants/drafts/<int:draft_id>/secret/roll/": {404},
    "/councils/covenants/drafts/<int:draft_id>/tally.json": {404},
    "/inspections/appeals/<int:appeal_id>/withdraw/": {403},
    "/inspections/grades/<int:grade_id>/sheets/": {404},
    "/matters/<int:case_id>/contact/": {403},
    "/plans/<int:plan_id>/items/<int:item_id>/state/": {404},
    "/supervision/letters/<int:letter_id>/sign/": {403},
    "/api/matters/<str:case_id>/contact#post": {403},
    "/api/matters/<str:case_id>/merge#post": {404},
}
"""Addresses whose act asks for more than the guard's right, or that need more than an empty request."""
POSTED = "#post"
BODIES: dict[str, dict[str, Any]] = {
    "classify": {"service_code": "S0507"},
    "verify": {"words": "请社区去看"},
    "reject": {"reason": "不在本街道"},
    "contact": {"words": "电话联系了"},
    "dispatch": {"organisation_id": 1},
    "whistle": {"lead_id": 1, "support_ids": [2]},
    "units": {"organisation_id": 1},
    "hold": {"reason": "等天晴"},
    "answer": {"answer": "当天清走了"},
    "close-unsolved": {"answer": "当天清走了", "reason": "产权不清"},
    "merge": {"into_id": 2**31},
    "split": {"words": ["另一件事"]},
    "void": {"reason": "误报"},
    "rating": {"is_solved": True, "satisfaction": "satisfied"},
    "reopen": {"words": "又堆上了"},
    "hand-back": {"reason": "不归我们"},
    "extension": {"due_at": "2099-01-01T08:00:00+08:00", "reason": "等材料"},
    "decide": {"is_granted": True},
    "hearings": {
        "place_code": COUNTY,
        "kind": "low_income",
        "head": {"name": "江大山", "id_number": "510903196001011015"},
        "facts": "无固定收入",
    },
    "findings": {"findings": "入户看过"},
    "objections": {"words": "他家有车"},
}
FORMS: dict[str, dict[str, Any]] = {
    "matters": {"place_code": COUNTY, "words": "路灯坏了"},
    "check": {"has_passed": "true"},
    "act": {"result": "清走了"},
}
"""What operations of the API can't do without, by the last word of their address."""
NEEDED = {"/api/places/search": f"q={OTHER_COUNTY}"}
"""Parameters without which an operation answers nobody."""
OWNER = {
    "file_id": "file_id",
    "quoted_id": "document_id",
    "item_id": "plan_id",
    "unit_id": "plan_id",
    "number": "sheet_id",
    "photo_id": "case_id",
    "row_id": "case_id",
}
FULL_SCOPES = (Role.OFFICE, Role.VIEWER, Role.UNIT_CONTACT)
"""Roles that ask with parameters too: they differ in how rows are narrowed."""
ASKED = (f"place={OTHER_COUNTY}&parent={OTHER_COUNTY}", f"q=-{OTHER_COUNTY}&text=-{OTHER_COUNTY}")
"""Parameters that every list and picker is asked with: the county beside, and the marks of its rows."""
ALSO_ASKED = {"/search/": (f"q=-{OTHER_COUNTY}&in=places",)}
NAMES_APPEAR = frozenset({"person", "organisation"})
"""Kinds whose names stand in what they wrote or were given, whatever the right to their own pages."""
MARK = re.compile(r"〔(\w+)-(\d+)〕")
Case = tuple[str, Right, tuple[str, ...]]
Asking = Callable[[Client, str], HttpResponse]


def addresses() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """List every own address with its view and the names it needs."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield route, pattern.callback, tuple(pattern.pattern.converters)
            else:
                yield from walk(pattern.url_patterns, route)

    yield from walk(get_resolver().url_patterns, "/")


def operations() -> list[Any]:
    """List every operation of the API."""
    return [
        operation
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]


def cases() -> list[Case]:
    """List what the table guards: pages and exports by their view, the API by its operations."""
    found = []
    for route, view, names in addresses():
        right = getattr(view, "required_right", None)
        if isinstance(right, Right) and not EXEMPT.keys() & set(names):
            found.append((route, right, names))
    return found + api_cases()


def api_cases() -> list[Case]:
    """List the operations of the API; the address of one that is posted to says so after a #."""
    found = []
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                route = f"/api/{router.prefix.strip('/')}/{path.strip('/')}".replace("//", "/")
                names = tuple(re.findall(r"{(\w+)}", path))
                for name in names:
                    route = route.replace(f"{{{name}}}", f"<str:{name}>")
                slash = "/" if path.endswith("/") and not route.endswith("/") else ""
                mark = POSTED if operation.methods == ["POST"] else ""
                found.append((route + slash + mark, operation.view_func.required_right, names))
    return found


def fill(route: str, names: tuple[str, ...], objects: dict[str, Any]) -> str:
    """Write an address for the objects of one place; a figure lies where its place is."""
    for name in names:
        value = objects[name]
        for converter in ("int", "slug", "str"):
            route = route.replace(f"<{converter}:{name}>", str(getattr(value, "pk", value)))
    if "key" in names:
        return f"{route}?period=2026&place={objects['code']}"
    return f"{route}?{NEEDED[route]}" if route in NEEDED else route


def owner_of(names: tuple[str, ...]) -> str:
    """Say which of an address's names is the object that decides the scope."""
    return next((name for name in names if name not in OWNER), names[0])


def shares_upward(name: str, objects: dict[str, Any]) -> bool:
    """Say whether the model lets places below see what is above them."""
    if name == "code":
        return True
    return name != "key" and bool(type(objects[name]).shared_upward)


def ask(client: Client, address: str) -> HttpResponse:
    """GET an address, or POST where it only takes a POST; what was written is undone."""
    with transaction.atomic():
        response = post(client, address) if address.endswith(POSTED) else client.get(address)
        if response.status_code == 405:
            response = post(client, address)
        transaction.set_rollback(True)
    return response


def post(client: Client, address: str) -> HttpResponse:
    """POST nothing, or to an operation of the API what it can't do without."""
    path = address.removesuffix(POSTED)
    if path == address:
        return client.post(address)
    act = path.rstrip("/").rpartition("/")[2]
    if act in FORMS:
        return client.post(path, FORMS[act])
    return client.post(path, BODIES.get(act, {}), content_type="application/json")


def faults(
    case: Case, world: dict[str, dict[str, Any]], clients: dict[Role, Client], asking: Asking = ask
) -> list[str]:
    """List where an address answers otherwise than the table says, or shows what it may not."""
    found = []
    for number, (role, client) in enumerate(clients.items()):
        asked = (
            list(world) if case[1] in RIGHTS[role] else [list(world)[(number + len(case[0])) % len(world)]]
        )
        for position in asked if case[2] else ["own"]:
            found += _faults_at(case, role, client, position, world[position], asking)
    return found


def _faults_at(
    case: Case, role: Role, client: Client, position: str, objects: dict[str, Any], asking: Asking
) -> list[str]:
    route, right, names = case
    address = fill(route, names, objects)
    response = asking(client, address)
    expected = wanted(role, right, position, names, objects)
    if right in RIGHTS[role] and position != "beside":
        expected = expected | ALSO.get(route, set())
    found = leaks(role, response)
    if response.status_code not in expected:
        found.append(f"{response.status_code}, wanted {sorted(expected)}")
    if response.status_code == 200 and role in FULL_SCOPES and "key" not in names:
        for query in (*ASKED, *(ALSO_ASKED.get(route, ()))):
            found += leaks(role, asking(client, f"{address.partition('?')[0]}?{query}"))
    return [f"{role.value} {position}: {fault}" for fault in found]


def wanted(
    role: Role, right: Right, position: str, names: tuple[str, ...], objects: dict[str, Any]
) -> set[int]:
    """Say from the table alone what an address may answer."""
    if right not in RIGHTS[role]:
        return {403}
    if not names:
        return OPENS
    if role == Role.UNIT_CONTACT:
        return OPENS | {403, 404}
    owner = owner_of(names)
    if position == "beside":
        return {404}
    if position == "above":
        return OPENS | {403, 404} if shares_upward(owner, objects) else {404}
    return OPENS | ({403, 404} if is_personal(names, right) else set())


def is_personal(names: tuple[str, ...], right: Right) -> bool:
    """Addresses that ask for more than the place: one's own sheet, a report of the level below, a case one mediates."""
    return bool(
        {
            "sheet_id",
            "part_id",
            "report_id",
            "assignment_id",
            "round_id",
            "file_id",
            "conflict_id",
            "operation_id",
        }
        & set(names)
    ) or right in (
        Right.GRANTS_MANAGE,
        Right.HANDOVER_MANAGE,
        Right.USERS_MANAGE,
        Right.MATTERS_MEDIATE,
    )


def leaks(role: Role, response: HttpResponse) -> list[str]:
    """List the marks in an answer that the role at the county may not see."""
    seen = set(MARK.findall(text_of(response)))
    return [f"shows {kind} of {code}" for kind, code in sorted(seen) if not may_see(role, kind, code)]


def may_see(role: Role, kind: str, code: str) -> bool:
    """Say from the models alone whether a row of a kind at a place may be shown."""
    model = MARKED[kind]
    if issubclass(model, Confidential):  # nobody here is a mediator
        return False
    if kind not in NAMES_APPEAR and model is not MARKED["file"] and model.view_right not in RIGHTS[role]:
        return False
    if code in ancestors_of(COUNTY):
        return bool(model.shared_upward)
    if role == Role.UNIT_CONTACT:
        return code == COUNTY and bool(model.shared_upward)
    return code.startswith(COUNTY)


def text_of(response: HttpResponse) -> str:
    """Read the text of an answer whatever its form: page, JSON, workbook, DOCX or PDF."""
    kind, content = response.headers.get("Content-Type", ""), response.getvalue()
    if "spreadsheetml" in kind:
        return "\n".join("\t".join(row.cells) for row in read_sheet(content, "a.xlsx"))
    if "wordprocessingml" in kind or "pdf" in kind:
        return read_text(content, "a.docx" if "word" in kind else "a.pdf").text
    if "json" in kind:
        return json.dumps(json.loads(content), ensure_ascii=False)
    page = html.unescape(content.decode(errors="replace"))
    return page + re.sub(r"<[^>]*>", "", page)  # a found word may be marked within a text
