"""Bodies: checked codes, names found as plans write them, numbers hidden until a reason is given."""

import pytest
from django.urls import reverse

from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.selectors import match_organisations, people_with, search, search_parties
from gongjian.apps.parties.services import (
    OrganisationSpec,
    create_organisation,
    deactivate_organisation,
    edit_organisation,
)
from gongjian.core.access import SYSTEM, Right, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.models import AuditEntry
from tests.factories import (
    CITY,
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    STREET,
    make_actor,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.usefixtures("places")
CODE = "91350100M000100Y43"


def _spec(name: str = "船山区城市管理局", **fields: object) -> OrganisationSpec:
    return OrganisationSpec(**{"place_code": COUNTY, "name": name, "kind": "department", **fields})  # type: ignore[arg-type]


def test_a_body_is_kept_with_its_initials_and_the_number_sealed_in_the_trail():
    body = create_organisation(
        actor=make_actor(Role.OFFICE),
        spec=_spec(short_name="区城管局", credit_code=CODE.lower(), contact_phone="0825-2220000"),
    )

    assert (body.initials, body.credit_code) == ("qcgj", CODE)
    entry = AuditEntry.objects.get(action="parties.organisation_created")
    assert "2220000" not in str(entry.after)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(CODE[:-1], "少 1 位"), (CODE[:-1] + "4", "校验码"), (CODE[:-2] + "I3", "第 17 位")],
)
def test_a_wrong_credit_code_says_what_is_wrong(code, sentence):
    with pytest.raises(Invalid, match=sentence):
        create_organisation(actor=make_actor(Role.OFFICE), spec=_spec(credit_code=code))


def test_names_and_codes_are_not_held_twice():
    actor = make_actor(Role.OFFICE)
    create_organisation(actor=actor, spec=_spec(credit_code=CODE))

    with pytest.raises(Conflict, match="已有"):
        create_organisation(actor=actor, spec=_spec("船山区 城市管理局"))
    with pytest.raises(Conflict, match="另一个单位"):
        create_organisation(actor=actor, spec=_spec("另一个局", credit_code=CODE))


def test_a_body_is_not_its_own_parent():
    actor = make_actor(Role.OFFICE)
    top = create_organisation(actor=actor, spec=_spec("上级局"))
    low = create_organisation(actor=actor, spec=_spec("下级科", parent_id=top.pk))

    with pytest.raises(Invalid, match="下级"):
        edit_organisation(actor=actor, organisation_id=top.pk, spec=_spec("上级局", parent_id=low.pk))


def test_only_those_who_manage_the_place_may_write():
    for role, place in ((Role.WORKER, COUNTY), (Role.OFFICE, STREET), (Role.OFFICE, OTHER_COUNTY)):
        with pytest.raises(NotAllowed):
            create_organisation(actor=make_actor(role, place), spec=_spec())


def test_a_body_with_people_is_not_closed():
    body = make_organisation()
    person = make_user(Role.DEPARTMENT, COUNTY, organisation=body)

    with pytest.raises(Conflict, match="1 个在用"):
        deactivate_organisation(actor=SYSTEM, organisation_id=body.pk)
    person.is_active = False
    person.save()
    deactivate_organisation(actor=SYSTEM, organisation_id=body.pk)

    assert match_organisations(body.name, COUNTY) == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("船山区城市管理局", ["船山区城市管理局"]),
        ("区城管局", ["船山区城市管理局"]),
        ("城管局", ["船山区城市管理局"]),
        ("区 城 管 局", ["船山区城市管理局"]),
        ("市城管局", ["遂宁市城市管理局"]),
        ("南津路街道", ["南津路街道办事处"]),
        ("qcgj", ["船山区城市管理局"]),
        ("区住建局", ["船山区住房和城乡建设局"]),
        ("不存在的公司", []),
        ("局", []),
    ],
)
def test_plans_mean_bodies_by_full_short_or_bare_names(written, found):
    for place, name, short in (
        (COUNTY, "船山区城市管理局", "区城管局"),
        (CITY, "遂宁市城市管理局", "市城管局"),
        (COUNTY, "船山区住房和城乡建设局", "区住建局"),
        (STREET, "南津路街道办事处", ""),
        (OTHER_COUNTY, "安居区城市管理局", "区城管局"),
    ):
        create_organisation(actor=SYSTEM, spec=OrganisationSpec(place, name, "department", short_name=short))

    assert [row.name for row in match_organisations(written, COUNTY)][: len(found) or 1] == found


def test_search_finds_what_the_person_may_see():
    mine, theirs = make_organisation(name="绿化队"), make_organisation(OTHER_COUNTY, "绿化二队")
    actor = make_actor(Role.WORKER, COMMUNITIES[0])

    assert search_parties(actor, "绿化") == [mine]
    hits = search(make_actor(Role.OFFICE, OTHER_COUNTY), "绿化")
    assert [(hit.kind, hit.label) for hit in hits] == [("单位", theirs.name)]
    assert search(make_actor(Role.INSPECTOR), "绿化") == []


def test_those_nearest_to_a_place_are_told():
    office, street = make_user(Role.OFFICE, COUNTY), make_user(Role.WORKER, STREET)
    near = make_user(Role.WORKER, COMMUNITIES[0])
    make_user(Role.WORKER, COMMUNITIES[1], is_active=False)
    make_user(Role.VIEWER, COMMUNITIES[0])

    assert people_with(Right.REPORTS_WRITE, COMMUNITIES[0]) == [near]
    assert people_with(Right.REPORTS_WRITE, COMMUNITIES[1]) == [street]
    assert people_with(Right.PLANS_ACTIVATE, COMMUNITIES[0]) == [office]
    assert people_with(Right.REPORTS_WRITE, OTHER_COUNTY) == []


def test_a_units_own_people_are_told():
    body, other = make_organisation(), make_organisation()
    contact = make_user(Role.UNIT_CONTACT, COUNTY, organisation=body)
    staff = make_user(Role.DEPARTMENT, COUNTY, organisation=body)
    make_user(Role.DEPARTMENT, COUNTY, organisation=other)

    assert people_with(Right.REPORTS_WRITE, COUNTY, body.pk) == [contact, staff]
    assert people_with(Right.REPORTS_WRITE, COUNTY, make_organisation().pk) == []


def test_a_number_is_shown_for_a_reason_that_is_written_down(sign_in):
    body = make_organisation(contact_phone="0825-2220000")
    client = sign_in(make_user(Role.WORKER, COUNTY))
    url = reverse("parties:reveal_contact", args=[body.pk])

    refused = client.post(url, {"reason": "  "})
    assert refused.status_code == 422 and not AuditEntry.objects.filter(action="read.sensitive").exists()
    shown = client.post(url, {"reason": "通知开会"})

    assert "0825-2220000" in shown.content.decode() and shown["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(action="read.sensitive")
    assert entry.after == {"fields": ["contact_phone"], "reason": "通知开会"}


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(sign_in):
    client = sign_in(make_user(Role.OFFICE, COUNTY))
    typed = {
        "name": "船山区城市管理局",
        "kind": "department",
        "place_code_text": "船山区",
        "credit_code": CODE[:-1],
    }

    response = client.post(reverse("parties:add_organisation"), typed)

    text = response.content.decode()
    assert response.status_code == 422 and "少 1 位" in text
    assert 'value="船山区城市管理局"' in text and 'value="船山区"' in text
    typed["credit_code"] = CODE
    saved = client.post(reverse("parties:add_organisation"), typed)
    assert saved.status_code == 302 and Organisation.objects.get().place_code == COUNTY


@pytest.mark.parametrize(
    ("sent", "kept"),
    [({}, "0825-2220000"), ({"contact_phone": "0825-111"}, "0825-111"), ({"forget_number": "on"}, None)],
)
def test_a_number_stays_hidden_while_its_body_is_changed(sent, kept, sign_in):
    body = make_organisation(contact_phone="0825-2220000")
    client = sign_in(make_user(Role.OFFICE, COUNTY))
    url = reverse("parties:edit_organisation", args=[body.pk])
    typed = {"name": body.name, "kind": "department", "place_code": COUNTY, **sent}

    assert "0825-2220000" not in client.get(url).content.decode()
    assert client.post(url, typed).status_code == 302

    body.refresh_from_db()
    assert body.contact_phone == kept
