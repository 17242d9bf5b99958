"""What every problem answers with, whatever it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gongjian.readers import SheetData


@dataclass(frozen=True)
class Answer:
    """An answer ready to be written: `record` for JSON, `table` for CSV, `features` for GeoJSON, `lines` for people.

    `lines` is a Markdown text, a line each; the first says the answer and how good it is. `is_solved` is False when
    what was asked can't be done: the lines say why then.
    """

    record: Mapping[str, Any]
    lines: Sequence[str]
    table: SheetData | None = None
    features: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    is_solved: bool = True


def point_feature(longitude: float, latitude: float, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Write one point of an answer as a GeoJSON feature; degrees, WGS 84 as RFC 7946 wants it."""
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "geometry": geometry, "properties": dict(properties)}


def percent(share: Fraction) -> str:
    """Write a gap, rounded up, so that nothing unproven is called 0."""
    hundredths = -((-share * 10_000).__floor__())
    return f"{hundredths // 100}.{hundredths % 100:02}%" if hundredths else "0"
