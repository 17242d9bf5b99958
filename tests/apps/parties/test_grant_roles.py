"""Rights: given by the security administrator, never to oneself, three administrators kept apart."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.parties.models import Grant
from gongjian.apps.parties.services import create_user, deactivate_user, grant_role, revoke_grant
from gongjian.apps.parties.services.users import UserSpec
from gongjian.core.access import SEPARATED_ROLES, SYSTEM, Actor, Role
from gongjian.core.access import Grant as Held
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
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
TODAY = timezone.localdate


def test_a_grant_opens_its_place_and_is_written_down():
    person = make_user(None, COUNTY)

    grant_role(actor=make_actor(Role.SECURITY_ADMIN), user_id=person.pk, role=Role.WORKER, place_code=STREET)

    fresh = type(person).objects.get(pk=person.pk)
    assert fresh.as_actor().grants == (Held(Role.WORKER, STREET),)
    entry = AuditEntry.objects.get(action="parties.role_granted")
    assert entry.after["role"] == "worker" and entry.place_code == STREET


@pytest.mark.parametrize("separated", sorted(SEPARATED_ROLES))
@pytest.mark.parametrize("other", sorted(Role))
def test_a_separated_role_excludes_every_other(separated, other):
    if other == separated:
        return
    security = make_actor(Role.SECURITY_ADMIN)
    organisation_id = make_organisation().pk if other == Role.UNIT_CONTACT else None

    holder = make_user(separated, COUNTY)
    with pytest.raises(Conflict, match="三员分立"):
        grant_role(
            actor=security, user_id=holder.pk, role=other, place_code=COUNTY, organisation_id=organisation_id
        )
    worker = make_user(other, COUNTY, organisation=make_organisation())
    with pytest.raises(Conflict, match="三员分立"):
        grant_role(actor=security, user_id=worker.pk, role=separated, place_code=COUNTY)


def test_terms_that_do_not_meet_are_no_conflict():
    security, person = make_actor(Role.SECURITY_ADMIN), make_user(None, COUNTY)
    last = TODAY() + timedelta(days=10)
    grant_role(actor=security, user_id=person.pk, role=Role.WORKER, place_code=COUNTY, ends_on=last)

    with pytest.raises(Conflict):
        grant_role(
            actor=security, user_id=person.pk, role=Role.AUDIT_ADMIN, place_code=COUNTY, starts_on=last
        )
    grant_role(
        actor=security,
        user_id=person.pk,
        role=Role.AUDIT_ADMIN,
        place_code=COUNTY,
        starts_on=last + timedelta(days=1),
    )

    assert person.grants.count() == 2


def test_nobody_grants_to_himself():
    security = make_user(Role.SECURITY_ADMIN, COUNTY)

    with pytest.raises(NotAllowed, match="自己"):
        grant_role(actor=security.as_actor(), user_id=security.pk, role=Role.OFFICE, place_code=COUNTY)
    with pytest.raises(NotAllowed, match="自己"):
        revoke_grant(actor=security.as_actor(), grant_id=security.grants.get().pk)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECURITY_ADMIN}))
def test_only_the_security_administrator_gives_rights(role):
    person = make_user(None, COUNTY)

    with pytest.raises((NotAllowed, NotFound)):
        grant_role(actor=make_actor(role), user_id=person.pk, role=Role.WORKER, place_code=COUNTY)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN}))
def test_only_the_system_administrator_makes_users(role):
    with pytest.raises(NotAllowed):
        create_user(actor=make_actor(role), spec=UserSpec("xin", "新人", COUNTY))


def test_rights_are_given_only_over_ones_own_places():
    security, person = make_actor(Role.SECURITY_ADMIN), make_user(None, COUNTY)

    for place_code in (CITY, OTHER_COUNTY, ""):
        with pytest.raises(NotAllowed):
            grant_role(actor=security, user_id=person.pk, role=Role.WORKER, place_code=place_code)
    with pytest.raises(NotFound):
        grant_role(
            actor=security, user_id=make_user(None, OTHER_COUNTY).pk, role=Role.WORKER, place_code=COUNTY
        )


def test_a_units_contact_is_granted_for_a_unit_and_others_for_a_place():
    security, person, body = make_actor(Role.SECURITY_ADMIN), make_user(None, COUNTY), make_organisation()

    with pytest.raises(Invalid, match="哪个单位"):
        grant_role(actor=security, user_id=person.pk, role=Role.UNIT_CONTACT, place_code=COUNTY)
    with pytest.raises(Invalid, match="按地方"):
        grant_role(actor=security, user_id=person.pk, role=Role.OFFICE, organisation_id=body.pk)
    grant = grant_role(actor=security, user_id=person.pk, role=Role.UNIT_CONTACT, organisation_id=body.pk)

    assert (grant.place_code, grant.organisation_id) == (COUNTY, body.pk)


def test_the_last_holder_of_a_separated_role_stays():
    security = make_user(Role.SECURITY_ADMIN, COUNTY)
    last = make_user(Role.SYSTEM_ADMIN, COUNTY)

    with pytest.raises(Conflict, match="最后一位"):
        revoke_grant(actor=security.as_actor(), grant_id=last.grants.get().pk)
    below = make_user(Role.SYSTEM_ADMIN, STREET)
    with pytest.raises(Conflict, match="最后一位"):
        revoke_grant(actor=security.as_actor(), grant_id=last.grants.get().pk)
    revoke_grant(actor=security.as_actor(), grant_id=below.grants.get().pk)
    second = make_user(Role.SYSTEM_ADMIN, COUNTY)
    revoke_grant(actor=security.as_actor(), grant_id=last.grants.get().pk)

    assert last.grants.get().is_over
    with pytest.raises(Conflict, match="最后一位"):
        deactivate_user(actor=SYSTEM, user_id=second.pk)


def test_a_role_that_is_taken_back_ends_yesterday():
    person, security = make_user(Role.WORKER, COUNTY), make_actor(Role.SECURITY_ADMIN)

    revoke_grant(actor=security, grant_id=person.grants.get().pk)

    assert person.grants.get().ends_on == TODAY() - timedelta(days=1)
    assert type(person).objects.get(pk=person.pk).as_actor().grants == ()


@pytest.mark.parametrize(
    ("starts", "ends", "in_force"),
    [(0, 0, True), (-1, -1, False), (1, 2, False), (None, 0, True), (0, None, True)],
)
def test_a_term_holds_from_its_first_to_its_last_day(starts, ends, in_force):
    def day(offset: int | None) -> date | None:
        return None if offset is None else TODAY() + timedelta(days=offset)

    person = make_user(None, COUNTY)
    Grant.objects.create(
        user=person, role=Role.WORKER, place_code=COUNTY, starts_on=day(starts), ends_on=day(ends)
    )

    assert bool(person.as_actor().grants) is in_force


@pytest.mark.parametrize(
    ("role", "place_code", "needs"),
    [
        *((role, COMMUNITIES[0], True) for role in sorted(SEPARATED_ROLES)),
        (Role.OFFICE, "", True),
        (Role.OFFICE, COUNTY, True),
        (Role.OFFICE, STREET, False),
        (Role.LEADER, COUNTY, True),
        (Role.LEADER, STREET, False),
        (Role.WORKER, CITY, False),
        (Role.DEPARTMENT, CITY, False),
        (Role.INSPECTOR, CITY, False),
        (Role.VIEWER, "", False),
    ],
)
def test_wide_rights_need_a_second_factor(role, place_code, needs):
    assert Actor(1, "甲", (Held(role, place_code),)).needs_second_factor is needs


def test_a_units_role_needs_no_second_factor():
    assert not Actor(1, "甲", (Held(Role.DEPARTMENT, COUNTY, 7),)).needs_second_factor


def test_the_form_says_what_the_service_refuses(sign_in):
    holder = make_user(Role.AUDIT_ADMIN, COUNTY)
    client = sign_in(make_user(Role.SECURITY_ADMIN, COUNTY))
    url = reverse("parties:add_grant", args=[holder.pk])

    missing = client.post(url, {"role": "worker"})
    clash = client.post(url, {"role": "worker", "place_code": COUNTY, "place_code_text": "船山区"})

    assert missing.status_code == 422 and "请选地方，或选单位" in missing.content.decode()
    assert clash.status_code == 422 and "三员分立" in clash.content.decode()
    assert 'value="船山区"' in clash.content.decode()


def test_the_form_takes_a_place_by_its_name_without_scripts(sign_in):
    person = make_user(None, COUNTY)
    client = sign_in(make_user(Role.SECURITY_ADMIN, COUNTY))

    response = client.post(
        reverse("parties:add_grant", args=[person.pk]), {"role": "worker", "place_code_text": "南津路街道"}
    )

    assert response.status_code == 302 and person.grants.get().place_code == STREET
