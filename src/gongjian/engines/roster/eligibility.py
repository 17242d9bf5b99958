"""Who may inspect what: nobody at home, nobody for the unit that hired him, nobody outside his reach."""

from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.roster.model import Inspector, Place


class Bar(StrEnum):
    """Why an inspector is not sent to a place."""

    HOME = "home"
    UNIT = "unit"
    OUTSIDE = "outside"


def why_not(inspector: Inspector, place: Place) -> Bar | None:
    """Say why an inspector may not inspect a place; None when he may."""
    if any(place.code.startswith(prefix) for prefix in inspector.home):
        return Bar.HOME
    if inspector.unit and inspector.unit in place.units:
        return Bar.UNIT
    if not any(place.code.startswith(prefix) for prefix in inspector.within):
        return Bar.OUTSIDE
    return None


def eligible_pairs(places: Sequence[Place], inspectors: Sequence[Inspector]) -> NDArray[np.bool_]:
    """Mark the pairs that may be: a row for each place, a column for each inspector."""
    order = sorted(range(len(places)), key=lambda index: places[index].code)
    codes = [places[index].code for index in order]
    rows = np.array(order, dtype=np.int64)
    by_unit: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        for unit in place.units:
            by_unit.setdefault(unit, []).append(index)
    allowed = np.zeros((len(places), len(inspectors)), dtype=np.bool_)
    for column, inspector in enumerate(inspectors):
        for prefix in inspector.within:
            allowed[rows[_span(codes, prefix)], column] = True
        for prefix in inspector.home:
            allowed[rows[_span(codes, prefix)], column] = False
        if inspector.unit in by_unit and inspector.unit:
            allowed[by_unit[inspector.unit], column] = False
    return allowed


def _span(codes: Sequence[str], prefix: str) -> slice:
    return slice(bisect_left(codes, prefix), bisect_left(codes, prefix + "\U0010ffff"))
