"""A small plane map: points of a district in a frame, near ones drawn as one marker.

Equirectangular with the scale true along the middle parallel f: a degree of longitude is cos f of one of latitude.
With f the middle latitude in radians, s the scale (units a degree of latitude) and (x, y) from the upper left:

    x = x0 + s cos f (longitude - west)        y = y0 + s (north - latitude)

s is the largest at which all points lie inside the margins. Within a county (100 km) the error of distances
is below 1 %, less than the width of a marker. Markers: points fall into square cells of the frame; those of
one cell are drawn at their weighted mean, and then, as long as two marks lie nearer than 3/4 of a cell (they would
hide one another), the two nearest become one at their common mean. One metre is taken as 1 / 111,320 of a degree of latitude.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, floor, hypot, log10, radians

from gongjian.engines.errors import EngineInputError

METRES_PER_DEGREE = 111_320
APART = 0.75
SMALLEST_DEGREES = 0.004
"""A frame shows at least about 450 m, so that a single point stands in its middle."""


@dataclass(frozen=True)
class MapPoint:
    """A place with its weight (how many findings)."""

    key: str
    latitude: float
    longitude: float
    weight: int = 1


@dataclass(frozen=True)
class Frame:
    """A frame of `width` × `height` units that shows from `west` and `north` at `scale` units a degree of latitude."""

    width: int
    height: int
    west: float
    north: float
    scale: float
    squeeze: float
    left: float
    top: float

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a point lies, from the upper left, to a tenth of a unit."""
        x = self.left + self.scale * self.squeeze * (longitude - self.west)
        y = self.top + self.scale * (self.north - latitude)
        return round(x, 1), round(y, 1)


@dataclass(frozen=True)
class Marker:
    """One mark of the map: where, and the points it stands for, in their order."""

    x: float
    y: float
    points: tuple[MapPoint, ...]

    @property
    def weight(self) -> int:
        """The weights of its points together."""
        return sum(point.weight for point in self.points)


def frame_of(points: Sequence[MapPoint], width: int, height: int, margin: int) -> Frame:
    """Fit a frame around points. Raises EngineInputError without points, or one that isn't on the globe."""
    if not points:
        raise EngineInputError("没有位置，画不出图。")
    if any(abs(p.latitude) > 85 or abs(p.longitude) > 180 for p in points):
        raise EngineInputError("有的位置不在地球上。请改经纬度。")
    south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    west, east = min(p.longitude for p in points), max(p.longitude for p in points)
    squeeze = cos(radians((south + north) / 2))
    high = max(north - south, SMALLEST_DEGREES)
    wide = max((east - west) * squeeze, SMALLEST_DEGREES)
    scale = min((width - 2 * margin) / wide, (height - 2 * margin) / high)
    left = (width - scale * (east - west) * squeeze) / 2
    top = (height - scale * (north - south)) / 2
    return Frame(width, height, west, north, scale, squeeze, left, top)


def draw_markers(frame: Frame, points: Sequence[MapPoint], cell: int) -> tuple[Marker, ...]:
    """Put points into cells and draw one marker for each, near ones as one, the heaviest last (on top).

    Cost: cubic in the cells that hold points, of which a frame has few. Equal distances join the first in order.

    >>> frame = Frame(100, 100, 0.0, 10.0, 10.0, 1.0, 0.0, 0.0)
    >>> near = [MapPoint("a", 9.9, 0.1), MapPoint("b", 9.8, 0.2, 3), MapPoint("c", 1.0, 9.0)]
    >>> [(marker.x, marker.y, marker.weight) for marker in draw_markers(frame, near, 20)]
    [(90.0, 90.0, 1), (1.8, 1.8, 4)]
    """
    cells: dict[tuple[int, int], list[MapPoint]] = {}
    for point in points:
        x, y = frame.at(point.latitude, point.longitude)
        cells.setdefault((floor(x / cell), floor(y / cell)), []).append(point)
    markers = [_marker(frame, tuple(members)) for _key, members in sorted(cells.items())]
    while pair := _nearest(markers, APART * cell):
        first, second = pair
        markers = [marker for marker in markers if marker is not first and marker is not second]
        markers.append(_marker(frame, first.points + second.points))
    return tuple(sorted(markers, key=lambda marker: marker.weight))


def _nearest(markers: Sequence[Marker], bound: float) -> tuple[Marker, Marker] | None:
    pairs = [(hypot(one.x - other.x, one.y - other.y), one, other) for one, other in combinations(markers, 2)]
    least = min(pairs, key=lambda pair: pair[0], default=None)
    return (least[1], least[2]) if least is not None and least[0] < bound else None


def _marker(frame: Frame, points: tuple[MapPoint, ...]) -> Marker:
    weight = sum(point.weight for point in points)
    placed = [(frame.at(point.latitude, point.longitude), point.weight) for point in points]
    x = sum(at[0] * share for at, share in placed) / weight
    y = sum(at[1] * share for at, share in placed) / weight
    return Marker(round(x, 1), round(y, 1), points)


def scale_bar(frame: Frame, longest: int) -> tuple[int, float]:
    """Return a round distance in metres (1, 2 or 5 times a power of ten) and its length, `longest` at most.

    >>> scale_bar(Frame(100, 100, 0.0, 0.0, 1113.2, 1.0, 0.0, 0.0), 60)
    (5000, 50.0)
    """
    most = longest / frame.scale * METRES_PER_DEGREE
    power = 10 ** floor(log10(most))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most)
    return int(metres), round(metres / METRES_PER_DEGREE * frame.scale, 1)
