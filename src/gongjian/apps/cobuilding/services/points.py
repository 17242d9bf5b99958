"""A point on the ground as it is stated of an entry or a unit: both halves of it, in degrees, in the country."""

from decimal import Decimal

from gongjian.core.errors import Invalid
from gongjian.engines.coordinates import Position, is_in_china
from gongjian.engines.errors import EngineInputError

MICRO = Decimal("0.000001")
AGAIN = "请在地图上重新点一下，或者只写地址。"
Point = tuple[Decimal | None, Decimal | None]


def checked_point(latitude: Decimal | None, longitude: Decimal | None) -> Point:
    """Return a point in WGS-84 degrees to the sixth digit, or twice None; Invalid for half of one, or one abroad."""
    if latitude is None and longitude is None:
        return None, None
    if latitude is None or longitude is None:
        raise Invalid(f"位置只有一半，纬度和经度要一起写。{AGAIN}")
    if not _is_here(latitude, longitude):
        is_swapped = _is_here(longitude, latitude)
        raise Invalid("纬度和经度像是写反了。请对调后再存。" if is_swapped else f"位置不在国内。{AGAIN}")
    return latitude.quantize(MICRO), longitude.quantize(MICRO)


def _is_here(latitude: Decimal, longitude: Decimal) -> bool:
    try:
        return is_in_china(Position(float(latitude), float(longitude)))
    except EngineInputError:
        return False
