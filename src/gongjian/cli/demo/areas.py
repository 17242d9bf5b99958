"""The demo's functional areas: three parks of several streets each, together, and the towns of county seats.

Which streets belong to which park is made up.
"""

from gongjian.apps.places.services import create_area
from gongjian.cli.demo.cast import CITY
from gongjian.core.access import Actor

PARKS = {
    "演示经济开发区": ("510903009", "510903014", "510903016"),
    "演示高新区": ("510903007", "510903008", "510903013"),
    "演示河东新区": ("510903011", "510903012"),
}
ALL_PARKS = "三个园区"
SEAT_TOWNS = "三县县城所在地镇"
SEATS = ("510921100", "510923100", "510981001")


def make_areas(actor: Actor) -> None:
    """Make the parks, the set of all three, and the seats of the three counties."""
    for name, streets in PARKS.items():
        _make(actor, name, "园区", streets)
    _make(actor, ALL_PARKS, "园区", [code for streets in PARKS.values() for code in streets])
    _make(actor, SEAT_TOWNS, "县城", SEATS)


def _make(actor: Actor, name: str, kind: str, codes: tuple[str, ...] | list[str]) -> None:
    create_area(actor=actor, place_code=CITY, name=name, kind=kind, member_codes=codes, is_demo=True)
