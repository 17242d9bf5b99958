"""Every page of parties opens for those who may, with few queries, and looks absent to others."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.apps.parties.models import Notice, StandIn
from gongjian.apps.parties.services import GroupSpec, MemberSpec, create_group
from gongjian.core.access import SYSTEM, Role
from tests.factories import COUNTY, OTHER_COUNTY, make_organisation, make_user

pytestmark = pytest.mark.usefixtures("places")
MOST_QUERIES = 12
OF_EVERY_APP = 16
"""Giving one's work to another asks every app what of it is his."""


def _open(client: Client, url: str, count: Callable[[int], AbstractContextManager[object]]) -> str:
    with count(OF_EVERY_APP if "hand-over" in url else MOST_QUERIES):
        response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_lists_and_details_open_for_the_office(sign_in, django_assert_max_num_queries):
    office = make_user(Role.OFFICE, COUNTY, phone="13912340000")
    body = make_organisation(contact_phone="0825-2220000", credit_code="91350100M000100Y43")
    colleague = make_user(Role.WORKER, COUNTY, organisation=body, phone="13900001111")
    group = create_group(
        actor=SYSTEM,
        spec=GroupSpec(COUNTY, "治理领导小组", [MemberSpec("leader", "区长", "区长")], body.pk),
    )
    client = sign_in(office)

    pages = [
        reverse("parties:organisations"),
        reverse("parties:organisations") + "?q=单位&kind=department&place=510903&closed=on",
        reverse("parties:add_organisation"),
        reverse("parties:organisation", args=[body.pk]),
        reverse("parties:edit_organisation", args=[body.pk]),
        reverse("parties:organisation_state", args=[body.pk]),
        reverse("parties:reveal_contact", args=[body.pk]),
        reverse("parties:pick_organisation") + "?q=单位",
        reverse("parties:users"),
        reverse("parties:users") + "?role=office&q=测试",
        reverse("parties:user", args=[colleague.pk]),
        reverse("parties:reveal_phone", args=[colleague.pk]),
        reverse("parties:pick_user") + "?taker_id_text=测试",
        reverse("parties:hand_over", args=[colleague.pk]),
        reverse("parties:groups"),
        reverse("parties:add_group"),
        reverse("parties:group", args=[group.pk]),
        reverse("parties:edit_group", args=[group.pk]),
        reverse("parties:stand_ins"),
        reverse("parties:add_stand_in"),
        reverse("parties:profile"),
        reverse("parties:notices"),
    ]
    texts = {url: _open(client, url, django_assert_max_num_queries) for url in pages}

    everything = "".join(texts.values())
    assert "13900001111" not in everything and "139****1111" in everything
    edit = texts[reverse("parties:edit_organisation", args=[body.pk])]
    assert "0825-2220000" not in everything and "0825-222****" in edit
    assert "0825-222****" in texts[reverse("parties:organisation", args=[body.pk])]


def test_administrators_pages_open_for_them(sign_in, django_assert_max_num_queries):
    person = make_user(Role.WORKER, COUNTY)
    system, security = make_user(Role.SYSTEM_ADMIN), make_user(Role.SECURITY_ADMIN)

    client = sign_in(system)
    for name in ("add_user", "import_users"):
        _open(client, reverse(f"parties:{name}"), django_assert_max_num_queries)
    for name in ("user", "edit_user", "user_state", "reset_password", "unlock_user"):
        _open(client, reverse(f"parties:{name}", args=[person.pk]), django_assert_max_num_queries)
    assert client.get(reverse("parties:import_template")).content[:2] == b"PK"

    client = sign_in(security)
    _open(client, reverse("parties:grants"), django_assert_max_num_queries)
    for name in ("user", "add_grant", "clear_second_factor"):
        _open(client, reverse(f"parties:{name}", args=[person.pk]), django_assert_max_num_queries)
    _open(
        client,
        reverse("parties:revoke_grant", args=[person.grants.get().pk]),
        django_assert_max_num_queries,
    )


@pytest.mark.parametrize("rows", [3, 120])
def test_lists_cost_the_same_however_long_they_are(rows, sign_in, django_assert_num_queries):
    office = make_user(Role.OFFICE, COUNTY)
    for number in range(rows):
        make_user(Role.WORKER, COUNTY, organisation=make_organisation(name=f"第{number}处"))
    client = sign_in(office)
    client.get(reverse("parties:users"))

    with django_assert_num_queries(
        8
    ):  # session, user, grants, count, rows, roles of the rows, names of places, scope
        client.get(reverse("parties:users"))


def test_a_row_of_another_scope_looks_absent(sign_in):
    elsewhere = make_organisation(OTHER_COUNTY)
    stranger = make_user(Role.WORKER, OTHER_COUNTY)
    other_group = create_group(actor=SYSTEM, spec=GroupSpec(OTHER_COUNTY, "安居领导小组"))
    away = StandIn.objects.create(
        absent=stranger,
        deputy=make_user(Role.WORKER, OTHER_COUNTY),
        starts_on="2026-01-01",
        ends_on="2030-01-01",
    )
    note = Notice.objects.create(user=stranger, sentence="不是给你的")
    client = sign_in(make_user(Role.OFFICE, COUNTY))

    for name, pk in [
        ("organisation", elsewhere.pk),
        ("edit_organisation", elsewhere.pk),
        ("organisation_state", elsewhere.pk),
        ("reveal_contact", elsewhere.pk),
        ("user", stranger.pk),
        ("reveal_phone", stranger.pk),
        ("hand_over", stranger.pk),
        ("group", other_group.pk),
        ("edit_group", other_group.pk),
        ("end_stand_in", away.pk),
    ]:
        assert client.get(reverse(f"parties:{name}", args=[pk])).status_code == 404, name
    assert client.post(reverse("parties:notice", args=[note.pk])).status_code == 404
    assert "安居领导小组" not in client.get(reverse("parties:groups")).content.decode()


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        (Role.OFFICE, "add_user", 403),
        (Role.OFFICE, "import_users", 403),
        (Role.OFFICE, "grants", 403),
        (Role.WORKER, "add_organisation", 403),
        (Role.WORKER, "add_group", 403),
        (Role.WORKER, "stand_ins", 403),
        (Role.SYSTEM_ADMIN, "add_user", 200),
        (Role.SYSTEM_ADMIN, "grants", 403),
        (Role.SECURITY_ADMIN, "grants", 200),
        (Role.SECURITY_ADMIN, "add_user", 403),
        (Role.AUDIT_ADMIN, "users", 403),
        (Role.AUDIT_ADMIN, "profile", 200),
        (Role.INSPECTOR, "users", 403),
    ],
)
def test_a_missing_right_is_refused(role, name, status, sign_in):
    client = sign_in(make_user(role, COUNTY))

    assert client.get(reverse(f"parties:{name}")).status_code == status


def test_strangers_are_sent_to_the_entrance(client):
    response = client.get(reverse("parties:users"))

    assert response.status_code == 302 and response["Location"].startswith(reverse("account_login"))


def test_a_confirmation_is_a_fragment_for_htmx_and_a_page_without(sign_in):
    body = make_organisation()
    client = sign_in(make_user(Role.OFFICE, COUNTY))
    url = reverse("parties:organisation_state", args=[body.pk])

    page, part = client.get(url), client.get(url, headers={"HX-Request": "true"})

    assert "<html" in page.content.decode() and "<html" not in part.content.decode()
    assert "HX-Request" in page["Vary"]
