"""Cut an address down to the building, or to the community or street.

What lies behind the last mark that may be shown is replaced by `***`; an address without such a mark is
hidden from its first digit on, so that a room number never slips through.
Source: domain reference, section 14.
"""

import re
from enum import StrEnum

_DIGITS = r"[0-9A-Za-z一二三四五六七八九十百]+"
_BUILDING = re.compile(rf"{_DIGITS}(?:号楼|栋|幢|座|号院|舍|楼(?!道|梯|层))")
_NUMBER = re.compile(rf"{_DIGITS}号(?!楼|院)")
_AREA = re.compile(r"社区|居委会|村委会|村(?!路|街|道)|街道|镇(?!路|街)|乡(?!路|街)")
_REST = "***"


class AddressMask(StrEnum):
    """How much of an address stays."""

    BUILDING = "building"
    AREA = "area"


def mask_address(address: str, form: AddressMask = AddressMask.BUILDING) -> str:
    """Hide what is finer than the building, or than the community or street.

    >>> mask_address("望江街道槐荫社区滨江路18号3栋2单元501室")
    '望江街道槐荫社区滨江路18号3栋***'
    >>> mask_address("望江街道槐荫社区滨江路18号3栋2单元501室", AddressMask.AREA)
    '望江街道槐荫社区***'
    """
    text = address.strip()
    if form is AddressMask.AREA:
        return _cut(text, _end_of_last(_AREA, text))
    end = _end_of_first(_BUILDING, text) or _end_of_first(_NUMBER, text)
    return _cut(text, end if end is not None else _first_digit(text))


def _end_of_first(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return found.end() if found else None


def _end_of_last(pattern: re.Pattern[str], text: str) -> int:
    ends = [found.end() for found in pattern.finditer(text)]
    return ends[-1] if ends else 0


def _first_digit(text: str) -> int:
    found = re.search(r"[0-9]", text)
    return found.start() if found else len(text)


def _cut(text: str, end: int) -> str:
    return text if end >= len(text) else text[:end] + _REST
