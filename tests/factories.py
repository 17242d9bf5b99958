"""Builders of rows for tests: plain functions with defaults; a test names only what it cares about.

The little country of most tests: city 5109 (遂宁市) > county 510903 (船山区) > streets 510903001 and
510903002 > communities …001 to …003; a second county 510904 stands beside.
"""

from datetime import date
from itertools import count

from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Grant, Organisation, User
from gongjian.apps.places.models import Place
from gongjian.core.access import Actor, Role

CITY, COUNTY, STREET, OTHER_STREET, OTHER_COUNTY = "5109", "510903", "510903001", "510903002", "510904"
COMMUNITIES = tuple(f"{STREET}{number:03d}" for number in (1, 2, 3))
_numbers = count(1)


def make_place(code: str, name: str = "", **fields: object) -> Place:
    """A place; its level and parent follow from the code."""
    lengths = (2, 4, 6, 9, 12, 15)
    parent = max((code[:length] for length in lengths if length < len(code)), key=len, default="")
    defaults = {"name": name or f"地方{code}", "level": len(code), "parent_code": parent}
    return Place.objects.create(code=code, **{**defaults, **fields})


def make_places() -> None:
    """The little country, once."""
    make_place("51", "四川省")
    make_place(CITY, "遂宁市")
    make_place(COUNTY, "船山区")
    make_place(OTHER_COUNTY, "安居区")
    make_place(STREET, "南津路街道")
    make_place(OTHER_STREET, "凯旋路街道")
    for number, code in enumerate(COMMUNITIES, start=1):
        make_place(code, f"演示{number}社区")
    make_place(f"{OTHER_STREET}001", "邻街社区")


def make_organisation(place_code: str = COUNTY, name: str = "", **fields: object) -> Organisation:
    """A department of a place."""
    defaults = {"name": name or f"单位{next(_numbers)}", "kind": OrganisationKind.DEPARTMENT}
    return Organisation.objects.create(place_code=place_code, **{**defaults, **fields})


def make_user(
    role: Role | None = Role.OFFICE,
    place_code: str = COUNTY,
    organisation: Organisation | None = None,
    **fields: object,
) -> User:
    """A person with one role over a place, or for one unit; the second factor counts as set up."""
    number = next(_numbers)
    defaults = {"username": f"user{number}", "full_name": f"测试{number}", "has_second_factor": True}
    user = User(place_code=place_code, organisation=organisation, **{**defaults, **fields})
    user.set_password("Test-password-1")
    user.save()
    if role is not None:
        Grant.objects.create(
            user=user,
            role=role,
            place_code=place_code,
            organisation=organisation if role == Role.UNIT_CONTACT else None,
        )
    return user


def make_actor(role: Role | None = Role.OFFICE, place_code: str = COUNTY, **fields: object) -> Actor:
    """The actor of a fresh person."""
    return make_user(role, place_code, **fields).as_actor()  # type: ignore[arg-type]


def day(text: str) -> date:
    """A date from ISO text."""
    return date.fromisoformat(text)
