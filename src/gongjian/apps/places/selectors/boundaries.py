"""Where the ground of a place ends. Boundaries of divisions are public, so no actor narrows them."""

from gongjian.apps.places.models import Boundary
from gongjian.apps.places.selectors.lookup import names_of
from gongjian.core.access import LEVEL_LENGTHS, prefix_range
from gongjian.core.maps import Area
from gongjian.engines.coordinates import Boundary as Ground
from gongjian.engines.coordinates import Box, Position

MOST_AREAS = 200


def ground_below(place_code: str) -> list[Area]:
    """Return the boundaries of the places right below one, its own where none of those is loaded. One or two queries."""
    below = next((length for length in LEVEL_LENGTHS if length > len(place_code)), None)
    inside = Boundary.objects.filter(prefix_range("place_code", place_code))
    known = list(inside.order_by("place_code")[: MOST_AREAS * 4])
    rows = [row for row in known if len(row.place_code) == below][:MOST_AREAS]
    rows = rows or [row for row in known if row.place_code == place_code]
    names = names_of({row.place_code for row in rows}) if rows else {}
    return [Area(names.get(row.place_code, row.place_code), _ground(row)) for row in rows]


def place_at(latitude: float, longitude: float, within: str = "") -> str:
    """Return the code of the lowest place below `within` whose ground holds a point, "" where none is known.

    Raises EngineInputError for a point that isn't on the globe. One query.
    """
    at = Position(latitude, longitude)
    near = Boundary.objects.filter(
        prefix_range("place_code", within),
        south__lte=latitude,
        north__gte=latitude,
        west__lte=longitude,
        east__gte=longitude,
    )
    lowest_first = sorted(near, key=lambda row: (-len(row.place_code), row.place_code))
    return next((row.place_code for row in lowest_first if _ground(row).holds(at)), "")


def _ground(row: Boundary) -> Ground:
    polygons = tuple(
        tuple(tuple((float(x), float(y)) for x, y in ring) for ring in polygon) for polygon in row.polygons
    )
    return Ground(row.place_code, polygons, Box(row.south, row.west, row.north, row.east))
