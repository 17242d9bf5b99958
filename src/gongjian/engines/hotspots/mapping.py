"""A small plane map: points of a district in a frame, near ones drawn as one marker.

Equirectangular with the scale true along the middle parallel f: a degree of longitude is cos f of one of latitude.
With f the middle latitude in radians, s the scale (units a degree of latitude) and (x, y) from the upper left:

    x = x0 + s cos f (longitude - west)        y = y0 + s (north - latitude)

s is the largest at which all points lie inside the margins. Within a county (100 km) the error of distances
is below 1 %, less than the width of a marker. Markers: points fall into square cells of the frame; those of
one cell are drawn at their weighted mean. One metre is taken as 1 / 111,320 of a degree of latitude.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians

from gongjian.engines.errors import EngineInputError

METRES_PER_DEGREE = 111_320
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
    """Put points into cells and draw one marker for each, the heaviest last (on top).

    >>> frame = Frame(100, 100, 0.0, 10.0, 10.0, 1.0, 0.0, 0.0)
    >>> near = [MapPoint("a", 9.9, 0.1), MapPoint("b", 9.8, 0.2, 3), MapPoint("c", 1.0, 9.0)]
    >>> [(marker.x, marker.y, marker.weight) for marker in draw_markers(frame, near, 20)]
    [(90.0, 90.0, 1), (1.8, 1.8, 4)]
    """
    cells: dict[tuple[int, int], list[tuple[MapPoint, float, float]]] = {}
    for point in points:
        x, y = frame.at(point.latitude, point.longitude)
        cells.setdefault((floor(x / cell), floor(y / cell)), []).append((point, x, y))
    markers = [_marker(members) for _key, members in sorted(cells.items())]
    return tuple(sorted(markers, key=lambda marker: marker.weight))


def _marker(members: list[tuple[MapPoint, float, float]]) -> Marker:
    weight = sum(point.weight for point, _x, _y in members)
    x = sum(x * point.weight for point, x, _y in members) / weight
    y = sum(y * point.weight for point, _x, y in members) / weight
    return Marker(round(x, 1), round(y, 1), tuple(point for point, _x, _y in members))


def scale_bar(frame: Frame, longest: int) -> tuple[int, float]:
    """Return a round distance in metres (1, 2 or 5 times a power of ten) and its length, `longest` at most.

    >>> scale_bar(Frame(100, 100, 0.0, 0.0, 1113.2, 1.0, 0.0, 0.0), 60)
    (5000, 50.0)
    """
    most = longest / frame.scale * METRES_PER_DEGREE
    power = 10 ** floor(log10(most))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most)
    return int(metres), round(metres / METRES_PER_DEGREE * frame.scale, 1)
