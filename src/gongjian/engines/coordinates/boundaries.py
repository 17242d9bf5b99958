"""Boundaries of places from GeoJSON, and which place holds a point.

A point is inside a ring if a ray to the east crosses it an odd number of times; an edge counts if exactly one of its
ends lies above the point's latitude (half-open), so a point on the line between two neighbours that share its vertices is in one
of them and never in both. Holes are rings like others: crossings of all rings of a polygon are added up.
Sources: RFC 7946 (GeoJSON); Shimrat, CACM 5 (1962), and Franklin's half-open form of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from gongjian.engines.coordinates.datums import Datum, convert
from gongjian.engines.coordinates.ground import Box, Position, box_of
from gongjian.engines.errors import EngineInputError

Ring = tuple[tuple[float, float], ...]
"""Pairs of longitude and latitude as GeoJSON has them; the last equals the first."""
CODE_NAMES = ("code", "place_code", "adcode", "区划代码", "代码")
"""Under which names files give the code of a place, the first that is there counts."""
CELL_DEGREES = 0.1


@dataclass(frozen=True)
class Boundary:
    """The ground of one place: polygons, each an outer ring and its holes."""

    place_code: str
    polygons: tuple[tuple[Ring, ...], ...]
    box: Box

    def holds(self, at: Position) -> bool:
        """Say whether the point lies on the ground of the place."""
        return self.box.holds(at) and any(_is_inside(at, polygon) for polygon in self.polygons)

    @property
    def geometry(self) -> dict[str, Any]:
        """The boundary as a GeoJSON geometry."""
        return {"type": "MultiPolygon", "coordinates": self.polygons}


class Boundaries:
    """Boundaries of many places, looked up by cells of a tenth of a degree."""

    def __init__(self, known: Sequence[Boundary]) -> None:
        self._cells: dict[tuple[int, int], list[Boundary]] = {}
        for boundary in sorted(known, key=lambda one: (-len(one.place_code), one.place_code)):
            box = boundary.box
            for row in range(_cell(box.south), _cell(box.north) + 1):
                for column in range(_cell(box.west), _cell(box.east) + 1):
                    self._cells.setdefault((row, column), []).append(boundary)

    def place_at(self, at: Position, within: str = "") -> str:
        """Return the code of the lowest place whose ground holds the point, "" where none does.

        Only places below the prefix `within` count; of places of one level that overlap, the smaller code.
        """
        near = self._cells.get((_cell(at.latitude), _cell(at.longitude)), ())
        found = (one for one in near if one.place_code.startswith(within) and one.holds(at))
        return next((one.place_code for one in found), "")


def read_boundaries(document: Mapping[str, Any], datum: Datum = Datum.WGS84) -> tuple[Boundary, ...]:
    """Read a GeoJSON FeatureCollection of polygons, each with its place's code; shifts `datum` to WGS-84.

    Raises EngineInputError that names the feature (from 1) and what is wrong with it.
    """
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, Sequence) or not features:
        raise EngineInputError("这不是 GeoJSON 的 FeatureCollection，或者里面没有边界。请另选文件。")
    return tuple(_boundary(f"第 {n} 个边界", feature, datum) for n, feature in enumerate(features, 1))


def _boundary(name: str, feature: Any, datum: Datum) -> Boundary:
    if not isinstance(feature, Mapping):
        raise EngineInputError(f"{name}不是一个 Feature。请改文件。")
    properties = feature.get("properties") or {}
    code = next((str(properties[key]).strip() for key in CODE_NAMES if properties.get(key)), "")
    if not code.isdigit():
        raise EngineInputError(f"{name}没有区划代码（{'、'.join(CODE_NAMES)} 之一）。请在属性里补上。")
    geometry: dict[str, Any] = feature.get("geometry") or {}
    kind, coordinates = str(geometry.get("type")), geometry.get("coordinates", ())
    if kind not in {"Polygon", "MultiPolygon"}:
        raise EngineInputError(f"{name}（{code}）应是 Polygon 或 MultiPolygon，现在是 {kind}。请改文件。")
    try:
        polygons = tuple(
            tuple(_ring(ring, datum) for ring in polygon)
            for polygon in (coordinates if kind == "MultiPolygon" else [coordinates])
        )
    except (TypeError, ValueError, IndexError) as error:
        reason = str(error) if isinstance(error, EngineInputError) else "坐标读不懂。请改文件。"
        raise EngineInputError(f"{name}（{code}）：{reason}") from error
    corners = [Position(y, x) for polygon in polygons for ring in polygon for x, y in ring]
    if not corners:
        raise EngineInputError(f"{name}（{code}）没有坐标。请改文件。")
    return Boundary(code, polygons, box_of(corners))


def _ring(pairs: Sequence[Sequence[float]], datum: Datum) -> Ring:
    moved = [convert(Position(float(pair[1]), float(pair[0])), datum, Datum.WGS84) for pair in pairs]
    ring = tuple((at.longitude, at.latitude) for at in moved)
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise EngineInputError("一圈边界至少要四个点，最后一个和第一个相同。请改文件。")
    return ring


def _is_inside(at: Position, polygon: Sequence[Ring]) -> bool:
    inside = False
    for ring in polygon:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > at.latitude) != (y2 > at.latitude):
                inside ^= at.longitude < x1 + (at.latitude - y1) / (y2 - y1) * (x2 - x1)
    return inside


def _cell(degrees: float) -> int:
    return int(degrees // CELL_DEGREES)
