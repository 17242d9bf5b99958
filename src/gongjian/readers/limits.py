"""How large a file may be, as dated rules: a reader must not be brought down by one file."""

from dataclasses import dataclass
from datetime import date

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Bounds on one file. Sizes are bytes; `unpacked_ratio` is unpacked size over packed size."""

    effective_on: date
    citation: str
    file_bytes: int
    unpacked_bytes: int
    unpacked_ratio: int
    zip_entries: int
    pages: int
    cells: int
    convert_s: int


READ_LIMITS = (
    ReadLimits(
        effective_on=date(2026, 1, 1),
        citation="本系统第 1 版导入限制",
        file_bytes=50 * _MIB,
        unpacked_bytes=300 * _MIB,
        unpacked_ratio=200,
        zip_entries=5_000,
        pages=1_000,
        cells=5_000_000,
        convert_s=120,
    ),
)
"""Oldest first."""

DEFAULT_LIMITS = READ_LIMITS[-1]
