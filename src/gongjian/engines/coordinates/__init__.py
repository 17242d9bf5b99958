"""Where things are: the three datums of Chinese maps, metres on the ground, and which place holds a point."""

from gongjian.engines.coordinates.boundaries import Boundaries, Boundary, read_boundaries
from gongjian.engines.coordinates.datums import Datum, convert, is_in_china
from gongjian.engines.coordinates.ground import Box, Position, box_around, box_of, metres_between

__all__ = [
    "Boundaries",
    "Boundary",
    "Box",
    "Datum",
    "Position",
    "box_around",
    "box_of",
    "convert",
    "is_in_china",
    "metres_between",
    "read_boundaries",
]
