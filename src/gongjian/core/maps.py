"""Maps of pages: marks on a plane that need no tiles and no script, and the same as data for the one that moves.

A page gives what it shows as `MapItem`s and gets a `Picture`: an SVG's worth of positions (near items drawn as one mark) with
the items beside it as JSON. `<c-map>` draws the first and, once it is seen, puts Leaflet with the second in its place. Degrees
are WGS-84 throughout.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gongjian.engines.coordinates import Boundary
from gongjian.engines.hotspots import Frame, MapPoint, draw_markers, frame_of, scale_bar

WIDTH, HEIGHT, MARGIN, CELL, BAR = 960, 560, 56, 64, 180
TONES = ("bad", "warn", "brand", "ok", "plain")
"""Of several items drawn as one mark the first of these counts: overdue, soon due, under way, done, no deadline."""
LARGEST, SMALLEST, QUOTED = 24, 11, 4


@dataclass(frozen=True)
class MapItem:
    """One thing on a map: where, what a reader hears, shape by kind, tone by deadline, where it leads, how many it is."""

    key: str
    latitude: float
    longitude: float
    words: str
    shape: str = "circle"
    tone: str = "plain"
    href: str = ""
    count: int = 1
    is_hot: bool = False


@dataclass(frozen=True)
class Area:
    """A place whose boundary is drawn."""

    name: str
    boundary: Boundary


@dataclass(frozen=True)
class Mark:
    """One mark of the picture, in the units of its frame."""

    x: float
    y: float
    radius: int
    item: MapItem

    @property
    def ring(self) -> int:
        """The radius of the ring around a hot spot."""
        return self.radius + 7


@dataclass(frozen=True)
class Outline:
    """The boundary of a place as an SVG path."""

    name: str
    path: str


@dataclass(frozen=True)
class Picture:
    """Marks and outlines within a frame, a scale, and the same as plain data for the map that moves."""

    marks: tuple[Mark, ...]
    outlines: tuple[Outline, ...]
    frame: Frame
    bar_m: int
    bar: float
    data: dict[str, Any] = field(repr=False)

    @property
    def bar_km(self) -> int:
        """The scale's length in whole kilometres."""
        return self.bar_m // 1000


Join = Callable[[Sequence[MapItem]], MapItem]


def join_items(items: Sequence[MapItem]) -> MapItem:
    """Make one item of several that lie near: their common shape, the tone that matters most, the first of their words."""
    shapes = {item.shape for item in items}
    shown = "；".join(item.words for item in items[:QUOTED])
    count = sum(item.count for item in items)
    return MapItem(
        key=items[0].key,
        latitude=items[0].latitude,
        longitude=items[0].longitude,
        words=_("%(n)d 处：%(shown)s%(more)s")
        % {"n": count, "shown": shown, "more": "…" if len(items) > QUOTED else ""},
        shape=shapes.pop() if len(shapes) == 1 else "circle",
        tone=next(tone for tone in TONES if any(item.tone == tone for item in items)),
        count=count,
        is_hot=any(item.is_hot for item in items),
    )


def draw_map(
    items: Sequence[MapItem], areas: Sequence[Area] = (), join: Join = join_items, url: str = ""
) -> Picture | None:
    """Draw items and boundaries in one frame; None where there is neither. `url` gives the items of a part seen nearer."""
    corners = [
        MapPoint("", latitude, longitude)
        for area in areas
        for latitude, longitude in (
            (area.boundary.box.south, area.boundary.box.west),
            (area.boundary.box.north, area.boundary.box.east),
        )
    ]
    points = [MapPoint(str(n), item.latitude, item.longitude, item.count) for n, item in enumerate(items)]
    if not points and not corners:
        return None
    frame = frame_of([*points, *corners], WIDTH, HEIGHT, MARGIN)
    marks = []
    for marker in draw_markers(frame, points, CELL):
        members = [items[int(point.key)] for point in marker.points]
        item = members[0] if len(members) == 1 else join(members)
        marks.append(Mark(marker.x, marker.y, min(LARGEST, SMALLEST + int(item.count**0.5)), item))
    bar_m, bar = scale_bar(frame, BAR)
    outlines = tuple(Outline(area.name, _path(frame, area.boundary)) for area in areas)
    return Picture(tuple(marks), outlines, frame, bar_m, bar, _data(items, areas, [*points, *corners], url))


def plain(item: MapItem) -> dict[str, Any]:
    """Return an item as the script reads it."""
    return {
        "at": [round(item.latitude, 6), round(item.longitude, 6)],
        "words": item.words,
        "shape": item.shape,
        "tone": item.tone,
        "href": item.href,
        "count": item.count,
        "hot": item.is_hot,
    }


def _path(frame: Frame, boundary: Boundary) -> str:
    rings = (ring for polygon in boundary.polygons for ring in polygon)
    return "".join(
        "M" + "L".join(f"{x} {y}" for x, y in (frame.at(n, e) for e, n in ring)) + "Z" for ring in rings
    )


def _data(
    items: Sequence[MapItem], areas: Sequence[Area], seen: Sequence[MapPoint], url: str
) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"name": area.name}, "geometry": area.boundary.geometry}
        for area in areas
    ]
    latitudes, longitudes = [point.latitude for point in seen], [point.longitude for point in seen]
    return {
        "items": [plain(item) for item in items],
        "areas": {"type": "FeatureCollection", "features": features},
        "box": [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]],
        "url": url,
    }
