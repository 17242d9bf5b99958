"""Groups: posts link only to people and bodies that the one who writes may see."""

import pytest

from gongjian.apps.parties.choices import GroupRole
from gongjian.apps.parties.models import Group
from gongjian.apps.parties.services import GroupSpec, MemberSpec, create_group, edit_group
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Invalid
from tests.factories import CITY, COUNTY, OTHER_COUNTY, make_actor, make_organisation, make_user

pytestmark = pytest.mark.usefixtures("places")


def spec(**fields: object) -> GroupSpec:
    """A group of the county with one post."""
    post = MemberSpec(role=GroupRole.LEADER, who="某人", **fields)
    return GroupSpec(place_code=COUNTY, name="领导小组", members=[post])


def test_a_person_or_a_body_of_another_county_can_not_be_linked():
    office = make_actor(Role.OFFICE, COUNTY)

    for fields in (
        {"user_id": make_user(Role.VIEWER, OTHER_COUNTY).pk},
        {"organisation_id": make_organisation(OTHER_COUNTY).pk},
        {"user_id": 999_999},
    ):
        with pytest.raises(Invalid, match="没有找到"):
            create_group(actor=office, spec=spec(**fields))

    assert not Group.objects.exists()


def test_a_body_above_is_linked_and_what_others_linked_stays():
    bureau, person = make_organisation(CITY), make_user(Role.VIEWER, CITY)
    office = make_actor(Role.OFFICE, COUNTY)
    made = create_group(actor=SYSTEM, spec=spec(user_id=person.pk))

    changed = edit_group(
        actor=office, group_id=made.pk, spec=spec(user_id=person.pk, organisation_id=bureau.pk)
    )

    assert list(changed.members.values_list("user_id", "organisation_id")) == [(person.pk, bureau.pk)]
