"""Tokens: handed out by the security administrator, worth no more than their account, scopes and place, until taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongjian.apps.api import services
from gongjian.apps.api.choices import SCOPE_RIGHTS, TokenScope
from gongjian.apps.api.models import ApiToken
from gongjian.apps.api.services import TokenSpec
from gongjian.apps.api.views.operations import api
from gongjian.core.access import Actor, Grant, Right, Role
from gongjian.core.errors import Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.factories import COUNTY, OTHER_COUNTY, OTHER_STREET, STREET, make_actor, make_user
from tests.matter_factories import make_matter

pytestmark = pytest.mark.usefixtures("places")


@pytest.fixture
def security() -> Actor:
    return make_actor(Role.SECURITY_ADMIN, COUNTY)


def _spec(user, *scopes: TokenScope, **fields: object) -> TokenSpec:
    last = timezone.localdate() + timedelta(days=30)
    defaults = {"name": "市热线平台", "username": user.username, "scopes": scopes, "expires_on": last}
    return TokenSpec(**{**defaults, **fields})


def _headers(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def test_a_token_opens_what_its_account_and_scope_open_and_nothing_else(client, security):
    seen, beside = make_matter(), make_matter(place_code=OTHER_COUNTY)
    _token, text = services.issue_token(
        actor=security, spec=_spec(make_user(Role.OFFICE, COUNTY), TokenScope.MATTERS_READ)
    )

    rows = client.get("/api/matters/", headers=_headers(text)).json()["rows"]

    assert [row["id"] for row in rows] == [seen.pk]
    assert client.get(f"/api/matters/{beside.pk}", headers=_headers(text)).status_code == 404
    assert client.get("/api/programmes/", headers=_headers(text)).status_code == 403
    refused = client.post(
        f"/api/matters/{seen.pk}/hold",
        {"reason": "等天晴"},
        content_type="application/json",
        headers=_headers(text),
    )
    assert refused.status_code == 403


def test_a_token_is_worth_no_more_than_its_account(client, security):
    viewer = make_user(Role.VIEWER, COUNTY)
    _token, text = services.issue_token(actor=security, spec=_spec(viewer, TokenScope.MATTERS_DESK))
    matter = make_matter()

    hold = client.post(
        f"/api/matters/{matter.pk}/hold",
        {"reason": "等"},
        content_type="application/json",
        headers=_headers(text),
    )

    assert hold.status_code == 403
    assert client.get(f"/api/matters/{matter.pk}", headers=_headers(text)).status_code == 200


def test_a_token_can_be_kept_to_one_place_of_the_account(client, security):
    inside, outside = make_matter(), make_matter(place_code=f"{OTHER_STREET}001")
    user = make_user(Role.OFFICE, COUNTY)
    spec = _spec(user, TokenScope.MATTERS_READ, within_code=STREET)
    _token, text = services.issue_token(actor=security, spec=spec)

    rows = client.get("/api/matters/", headers=_headers(text)).json()["rows"]

    assert [row["id"] for row in rows] == [inside.pk]
    assert client.get(f"/api/matters/{outside.pk}", headers=_headers(text)).status_code == 404


@pytest.mark.parametrize("end", ["revoked", "expired", "closed account", "another token"])
def test_a_token_that_is_over_is_401(client, security, end):
    user = make_user(Role.OFFICE, COUNTY)
    token, text = services.issue_token(actor=security, spec=_spec(user, TokenScope.MATTERS_READ))
    assert client.get("/api/matters/", headers=_headers(text)).status_code == 200

    if end == "revoked":
        services.revoke_token(actor=security, token_id=token.pk)
    elif end == "expired":
        ApiToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    elif end == "closed account":
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    answer = client.get("/api/matters/", headers=_headers(text + "x" if end == "another token" else text))

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "令牌" in answer.json()["message"]


def test_the_last_day_of_a_token_counts(security):
    spec = _spec(make_user(), TokenScope.READ, expires_on=timezone.localdate())
    _token, text = services.issue_token(actor=security, spec=spec)

    assert services.caller_of(text) is not None


def test_no_scope_tells_who_a_reporter_is():
    assert all(Right.MATTERS_REVEAL not in rights for rights in SCOPE_RIGHTS.values())


def test_a_bad_asking_makes_no_token(security):
    user = make_user(Role.OFFICE, COUNTY)
    most = timezone.localdate() + timedelta(days=366)
    refusals = [
        (_spec(make_user(Role.OFFICE, OTHER_COUNTY), TokenScope.READ), NotFound),
        (_spec(make_user(Role.SYSTEM_ADMIN, COUNTY), TokenScope.READ), NotAllowed),
        (_spec(user), Invalid),
        (_spec(user, TokenScope.READ, within_code=OTHER_COUNTY), Invalid),
        (_spec(user, TokenScope.READ, expires_on=most + timedelta(days=1)), Invalid),
        (_spec(user, TokenScope.READ, expires_on=timezone.localdate() - timedelta(days=1)), Invalid),
    ]

    for spec, refusal in refusals:
        with pytest.raises(refusal) as caught:
            services.issue_token(actor=security, spec=spec)
        assert caught.value.message.endswith("。")

    assert not ApiToken.objects.exists()
    services.issue_token(actor=security, spec=_spec(user, TokenScope.READ, expires_on=most))


def test_the_text_is_kept_nowhere_and_what_a_token_does_is_in_the_trail(client, security):
    desk = make_user(Role.OFFICE, COUNTY)
    matter = make_matter()
    _token, text = services.issue_token(actor=security, spec=_spec(desk, TokenScope.MATTERS_DESK))

    client.post(
        f"/api/matters/{matter.pk}/verify",
        {"words": "请社区去看"},
        content_type="application/json",
        headers=_headers(text),
    )

    entry = AuditEntry.objects.filter(action="matters.sent_to_verify").get()
    assert (entry.actor_id, "接口：市热线平台" in entry.actor_name) == (desk.pk, True)
    kept = [*ApiToken.objects.values_list("digest", flat=True), *map(str, AuditEntry.objects.values("after"))]
    assert not any(text in one for one in kept)


def test_the_page_shows_a_token_once(sign_in):
    admin = sign_in(make_user(Role.SECURITY_ADMIN, COUNTY))
    user = make_user(Role.OFFICE, COUNTY)
    last = timezone.localdate() + timedelta(days=9)
    data = {"name": "平台", "username": user.username, "scopes": ["read"], "expires_on": last.isoformat()}

    shown = admin.post("/interfaces/tokens/", data)

    assert "gj_" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    listed = admin.get("/interfaces/tokens/").content.decode()
    assert ("平台" in listed, "gj_" in listed) == (True, False)
    assert admin.post("/interfaces/tokens/", {**data, "username": "nobody"}).status_code == 422


@pytest.mark.parametrize("scope", TokenScope)
def test_every_operation_asks_a_token_for_its_scope(client, security, scope):
    """For each scope, an operation answers 403 exactly if the scope doesn't hold its right."""
    _token, text = services.issue_token(actor=security, spec=_spec(make_user(Role.OFFICE, COUNTY), scope))
    wrong = []
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                address = f"/api/{router.prefix.strip('/')}/{path.lstrip('/')}".replace("//", "/")
                for name in ("case_id", "part_id", "extension_id", "photo_id"):
                    address = address.replace(f"{{{name}}}", "999999")
                address = address.replace("{", "").replace("}", "")
                answer = client.generic(operation.methods[0], address, headers=_headers(text))
                is_open = operation.view_func.required_right in SCOPE_RIGHTS[scope]
                if (answer.status_code == 403) == is_open:
                    wrong.append(f"{operation.methods[0]} {address} {answer.status_code}")

    assert wrong == []


def test_narrowing_keeps_grants_inside_a_place_and_cuts_those_above_it():
    actor = Actor(
        user_id=1,
        name="甲",
        home_place_code=COUNTY,
        home_unit_id=7,
        grants=(
            Grant(Role.OFFICE, COUNTY),
            Grant(Role.VIEWER, OTHER_COUNTY),
            Grant(Role.UNIT_CONTACT, COUNTY, unit_id=7),
            Grant(Role.WORKER, f"{STREET}001"),
        ),
    )

    narrow = actor.narrowed(frozenset({Right.MATTERS_VIEW}), STREET)

    assert narrow.place_prefixes(Right.MATTERS_VIEW) == (STREET,)
    assert narrow.unit_ids(Right.MATTERS_VIEW) == ()
    assert narrow.home_unit_id is None
    assert not narrow.can(Right.MATTERS_DISPATCH, STREET)
    assert actor.narrowed(frozenset({Right.MATTERS_VIEW})).home_unit_id == 7
