"""How large a file may be, as dated rules: a reader must not be brought down by one file."""

from dataclasses import dataclass, replace
from datetime import date

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Bounds on one file, which together hold a reader under 300 MB of memory.

    Sizes are bytes; `unpacked_ratio` is unpacked size over packed size, of each entry of a zip; `xml_bytes` and
    `xml_marks` (the signs < and =) bound the markup that is taken in, `stream_bytes` what a PDF's streams unpack to.
    """

    effective_on: date
    citation: str
    file_bytes: int
    unpacked_bytes: int
    unpacked_ratio: int
    zip_entries: int
    xml_bytes: int
    xml_marks: int
    stream_bytes: int
    pages: int
    cells: int
    convert_s: int


READ_LIMITS = (
    ReadLimits(
        effective_on=date(2026, 1, 1),
        citation="本系统第 1 版导入限制",
        file_bytes=20 * _MIB,
        unpacked_bytes=300 * _MIB,
        unpacked_ratio=200,
        zip_entries=5_000,
        xml_bytes=48 * _MIB,
        xml_marks=1_000_000,
        stream_bytes=128 * _MIB,
        pages=1_000,
        cells=500_000,
        convert_s=120,
    ),
)
"""Oldest first."""

DEFAULT_LIMITS = READ_LIMITS[-1]

TABLE_LIMITS = replace(
    DEFAULT_LIMITS, file_bytes=50 * _MIB, xml_bytes=DEFAULT_LIMITS.unpacked_bytes, cells=5_000_000
)
"""For registers of all villages of a country: data, read by those who run the system."""
