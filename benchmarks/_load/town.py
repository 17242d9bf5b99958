"""A county: 40 streets of 25 communities, an open door, ten departments, and desks whose people are signed in."""

from dataclasses import dataclass

from benchmarks._server import session_of

COUNTY, CITY = "510903", "5109"
STREETS, PER_STREET, UNITS = 40, 25, 10
COUNTY_SHARE = 5
"""One of so many people sits at the county's desk, the others at their street's."""
ROADS = ("梧桐路", "桂花街", "滨江路", "育才巷", "新华街", "建设路", "凤凰路", "油坊街")


@dataclass(frozen=True)
class Person:
    """Somebody at a desk: the place of it and the cookie of being signed in."""

    user_id: int
    place_code: str
    session: str


@dataclass(frozen=True)
class Town:
    """What those who send and read need to know of it."""

    communities: tuple[str, ...]
    unit_ids: tuple[int, ...]
    people: tuple[Person, ...]


def make_town(desks: int) -> Town:
    """Make the county in an empty, migrated database."""
    from gongjian.apps.parties.models import Organisation
    from gongjian.apps.portal.models import Door

    communities = _make_places()
    Door.objects.create(place_code=COUNTY, short_name="qu", phone="0825-12345", privacy_contact="区治理办")
    units = [
        Organisation.objects.create(place_code=COUNTY, name=f"第{number}局", kind="department")
        for number in range(1, UNITS + 1)
    ]
    people = tuple(_make_person(number, communities) for number in range(desks))
    return Town(communities, tuple(unit.pk for unit in units), people)


def address_of(number: int) -> str:
    """Return an address like those that people write, another one for nearly every number."""
    return f"{ROADS[number % len(ROADS)]} {number // 8 % 300 + 1} 号 {number // 2400 % 12 + 1} 号楼"


def person_at(town: Town, place_code: str) -> Person:
    """Return somebody whose desk answers for a place."""
    return next(person for person in town.people if place_code.startswith(person.place_code))


def _make_places() -> tuple[str, ...]:
    from gongjian.apps.places.models import Place

    streets = [f"{COUNTY}{number:03d}" for number in range(1, STREETS + 1)]
    communities = tuple(f"{street}{number:03d}" for street in streets for number in range(1, PER_STREET + 1))
    parents = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}
    codes = ("51", CITY, COUNTY, *streets, *communities)
    Place.objects.bulk_create(
        Place(code=code, name=f"地方{code}", level=len(code), parent_code=code[: parents[len(code)]])
        for code in codes
    )
    return communities


def _make_person(number: int, communities: tuple[str, ...]) -> Person:
    from gongjian.apps.parties.models import Grant, User
    from gongjian.core.access import Role

    at_county = number % COUNTY_SHARE == 0
    street = number - number // COUNTY_SHARE - 1
    place = COUNTY if at_county else communities[street % STREETS * PER_STREET][:9]
    user = User.objects.create(
        username=f"desk{number}", full_name=f"值班{number}", place_code=place, has_second_factor=True
    )
    Grant.objects.create(user=user, role=Role.OFFICE, place_code=place)
    return Person(user.pk, place, session_of(user))
