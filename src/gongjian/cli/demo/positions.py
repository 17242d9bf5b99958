"""Where the demo's invented communities lie: around the seat of their county, always at the same spot."""

import hashlib
from collections.abc import Mapping

from PIL import ExifTags, Image

SEATS: Mapping[str, tuple[float, float]] = {
    "510903": (30.525, 105.568),
    "510904": (30.355, 105.456),
    "510921": (30.758, 105.708),
    "510923": (30.594, 105.237),
    "510981": (30.871, 105.388),
}
"""About where the county seats of 遂宁市 are (degrees north and east, to a thousandth)."""
STREET_SPREAD, SPREAD = 0.09, 0.018


def position_of(code: str) -> tuple[float, float]:
    """Return latitude and longitude of an invented community: its county's seat, moved by what its code gives."""
    north, east = SEATS.get(code[:6], SEATS["510903"])
    for part, spread in ((code[:9], STREET_SPREAD), (code, SPREAD)):
        digest = hashlib.sha256(part.encode()).digest()
        north += (digest[0] / 255 - 0.5) * spread
        east += (digest[1] / 255 - 0.5) * spread
    return round(north, 6), round(east, 6)


def exif_at(position: tuple[float, float]) -> Image.Exif:
    """Write a position the way a phone does."""
    exif = Image.Exif()
    north, east = position
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: _parts(north),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: _parts(east),
    }
    return exif


def _parts(degrees: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(round(degrees % 1 * 3600, 2), 60)
    return float(int(degrees)), minutes, seconds
