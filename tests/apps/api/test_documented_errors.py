"""Every error that the description of the operations on matters, aid and building together names is answered, in the one shape, with a sentence."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gongjian.apps.api import services
from gongjian.apps.api.choices import TokenScope
from gongjian.apps.api.guard import CODES
from gongjian.apps.api.views.operations import api
from gongjian.apps.hearings.choices import AidStatus, PostingKind
from gongjian.apps.hearings.models import AidApplication, Posting
from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import AssignmentState, MatterState
from gongjian.apps.matters.models import Assignment, Matter
from gongjian.core.access import Role
from gongjian.core.models import Rule
from tests.access.matrix import BODIES, FORMS
from tests.factories import COUNTY, OTHER_COUNTY, make_actor, make_user
from tests.hearing_factories import make_application
from tests.matter_factories import COMMUNITY, make_committee, make_desk, make_dispatched, make_unit

pytestmark = pytest.mark.usefixtures("places")
DESCRIBED = ("/api/matters/", "/api/hearings/", "/api/cobuilding/")
LIMITED = ("/api/matters/", "/api/hearings/{application_id}/findings")
"""One guard limits every operation: it is asked at these."""
PATHS = api.get_openapi_schema(path_prefix="/api/")["paths"]
ROWS_ARE_MET = (404, 409)
"""Errors that the database has a part in; the others are answered before any row is read, alike on every database."""
NAMED = [
    pytest.param(
        method,
        path,
        int(status),
        marks=() if int(status) in ROWS_ARE_MET else pytest.mark.one_database,
        id=f"{method}-{path}-{status}",
    )
    for path, operations in PATHS.items()
    if path.startswith(DESCRIBED)
    for method, operation in operations.items()
    for status in operation["responses"]
    if int(status) >= 400 and (int(status) != 429 or path in LIMITED)
]
IDS = (
    "case_id", "part_id", "extension_id", "photo_id", "application_id", "posting_id",
    "need_id", "resource_id", "agreement_id",
)  # fmt: skip
GONE = dict.fromkeys(IDS, "999999")


def _headers(*scopes: TokenScope) -> dict[str, str]:
    spec = services.TokenSpec(
        name="平台",
        username=make_user(Role.OFFICE, COUNTY).username,
        scopes=scopes,
        expires_on=timezone.localdate() + timedelta(days=1),
    )
    _token, text = services.issue_token(actor=make_actor(Role.SECURITY_ADMIN, COUNTY), spec=spec)
    return {"Authorization": f"Bearer {text}", "Idempotency-Key": "one"}


def _rows() -> dict[str, Any]:
    """A matter that is over in all its parts, so that no act is open any more."""
    unit, person = make_unit()
    matter, part = make_dispatched(make_desk(), unit)
    later = timezone.now() + timedelta(days=30)
    asked = matters.ask_extension(actor=person, assignment_id=part.pk, due_at=later, reason="等材料")
    Matter.objects.update(state=MatterState.VOID)
    street, _person = make_committee(COUNTY)  # for which the account acts
    Assignment.objects.update(state=AssignmentState.ENDED, organisation=street)
    ids = {"case_id": matter.pk, "part_id": part.pk, "extension_id": asked.pk, "photo_id": 1}
    return ids | _aid() | {"need_id": 1, "resource_id": 1, "agreement_id": 1}


def _aid() -> dict[str, Any]:
    """Aid that was granted, and its posting long taken down."""
    granted = make_application(make_desk())
    AidApplication.objects.update(status=AidStatus.GRANTED)
    day = timezone.localdate() - timedelta(days=9)
    posting = Posting.objects.create(
        application=granted, kind=PostingKind.RESULT, starts_on=day, ends_on=day, phone="0825"
    )
    return {"application_id": granted.pk, "posting_id": posting.pk}


def _address(path: str, values: dict[str, Any]) -> str:
    return re.sub(r"{(\w+)}", lambda found: str(values[found[1]]), path)


def _call(
    method: str, path: str, values: dict[str, Any], headers: dict[str, str], **change: Any
) -> HttpResponse:
    client, act = Client(), path.rstrip("/").rpartition("/")[2]
    address = _address(path, values)
    if method == "get":
        needed = {"period": "2026"} if act == "statistics" else {}
        return client.get(address, {**needed, **change}, headers=headers)
    if act in FORMS:
        return client.post(address, {**FORMS[act], **change}, headers=headers)
    body = {**BODIES.get(act, {}), **change}
    return client.post(address, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize(("method", "path", "status"), NAMED)
def test_a_documented_error_is_answered(method, path, status, settings):
    act = path.rstrip("/").rpartition("/")[2]
    everything = _headers(*TokenScope)
    there, has_id = _rows(), "{" in path
    if status == 401:
        answer = _call(method, path, there, {})
    elif status == 403:
        other = TokenScope.MATTERS_ACT if act == "statistics" else TokenScope.READ
        answer = _call(method, path, there, _headers(other))
    elif status == 404:
        beside = {"place": OTHER_COUNTY} if method == "get" else {"place_code": OTHER_COUNTY}
        answer = _call(method, path, GONE, everything, **({} if has_id else beside))
    elif status == 422:
        wrong = {} if has_id else {"size": "0", "place": "x", "place_code": "x"}
        answer = _call(method, path, dict.fromkeys(GONE, "x"), everything, **wrong)
    elif status == 409:
        again = {} if has_id else {"place_code": COMMUNITY, "source_number": "7"}
        again = again if act != "hearings" else {"place_code": COMMUNITY}
        for key in ("one",) if has_id else ("one", "two"):
            answer = _call(method, path, there, {**everything, "Idempotency-Key": key}, **again)
    elif status == 429:
        one_call = {"burst": 1, "per_hour": 1}
        Rule.objects.filter(key="api.token_flood").update(value=one_call)
        _call("get", "/api/matters/classes/", there, everything)
        answer = _call(method, path, there, everything)
        assert 3599 <= int(answer["Retry-After"]) <= 3600
    elif status == 413:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
        long = dict.fromkeys(("words", "result", "facts", "findings"), "很长" * 20)
        answer = _call(method, path, there, everything, **long)
    else:
        kind = "multipart/form-data" if act in FORMS or act in ("resume", "accept") else "application/json"
        answer = Client().post(_address(path, there), b"{", content_type=kind, headers=everything)

    assert answer.status_code == status
    body = answer.json()
    assert (set(body), body["code"]) == ({"code", "message", "request_id"}, CODES[status])
    assert body["message"].endswith("。")
