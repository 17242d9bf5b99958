"""A standing proposal as bytes and back: the lists once, what changes with each decision beside them."""

import io
from dataclasses import fields
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.ceilings import Chosen
from gongjian.engines.matching.proposal.columns import Columns, Side
from gongjian.engines.matching.proposal.pairing import PairList
from gongjian.engines.matching.proposal.standing import Decided, Standing

FORM = 1
"""Goes up when what is written changes its meaning; others are refused."""
NAMES = ("communities", "category_names", "qualification_names", "units", "places")
SIDES = ("need_side", "resource_side")

Arrays = dict[str, NDArray[Any]]


def pack_lists(standing: Standing, **others: NDArray[Any]) -> bytes:
    """Write columns and pairs, which decisions don't change, with arrays of the caller's."""
    columns, arrays = standing.columns, dict(others)
    for column in fields(Columns):
        value = getattr(columns, column.name)
        if column.name in SIDES:
            arrays |= {f"{column.name}.{part.name}": getattr(value, part.name) for part in fields(Side)}
        else:
            arrays[column.name] = np.array(value, dtype=str) if column.name in NAMES else value
    arrays |= {f"pairs.{part.name}": getattr(standing.pairs, part.name) for part in fields(PairList)}
    return _written(arrays)


def pack_state(standing: Standing) -> bytes:
    """Write flow, prices, level and decisions."""
    flow = standing.net.flow[: len(standing.pairs)]
    used = np.flatnonzero(flow)
    locked = standing.decided.locked
    arrays: Arrays = {
        "used": used.astype(np.int32),
        "amounts": flow[used].astype(np.int32),
        "prices": standing.net.price.copy(),
        "level": np.array([standing.level.numerator, standing.level.denominator]),
        "reach": standing.reach,
        "barred": np.flatnonzero(standing.barred).astype(np.int32),
        "locked": np.array([list(locked), list(locked.values())], np.int64).reshape(2, len(locked)),
        "forbidden": np.array(sorted(standing.decided.forbidden), np.int32),
    }
    if standing.chosen is not None:
        chosen = standing.chosen
        bounds = (chosen.level_bound.numerator, chosen.level_bound.denominator, chosen.served, chosen.urgency)
        arrays["chosen"] = np.array([*bounds, chosen.metres])
    return _written(arrays)


def unpack(lists: bytes, state: bytes) -> tuple[Standing, Arrays]:
    """Read a standing proposal, ready for the next decision, and the caller's own arrays.

    Raises EngineInputError where the bytes are of another form.
    """
    arrays, now = _read(lists), _read(state)
    standing = Standing(
        _columns(arrays), PairList(*(arrays.pop(f"pairs.{p.name}") for p in fields(PairList))), _decided(now)
    )
    standing.level = Fraction(*now["level"].tolist())
    standing.reach = now["reach"]
    standing.barred[now["barred"]] = True
    if "chosen" in now:
        over, under, served, urgency, metres = now["chosen"].tolist()
        standing.chosen = Chosen([], standing.level, Fraction(over, under), served, urgency, metres, [])
    amounts = np.zeros(len(standing.pairs), np.int64)
    amounts[now["used"]] = now["amounts"]
    standing.lay_out(amounts, now["prices"])
    return standing, arrays


def _columns(arrays: Arrays) -> Columns:
    values: dict[str, Any] = {}
    for column in fields(Columns):
        if column.name in SIDES:
            values[column.name] = Side(*(arrays.pop(f"{column.name}.{part.name}") for part in fields(Side)))
        else:
            found = arrays.pop(column.name)
            values[column.name] = tuple(found.tolist()) if column.name in NAMES else found
    return Columns(**values)


def _decided(now: Arrays) -> Decided:
    pairs, amounts = now["locked"].tolist()
    return Decided(dict(zip(pairs, amounts, strict=True)), set(now["forbidden"].tolist()))


def _written(arrays: Arrays) -> bytes:
    out = io.BytesIO()
    np.savez(out, form=np.array([FORM]), **arrays)  # type: ignore[arg-type]
    return out.getvalue()


def _read(packed: bytes) -> Arrays:
    with np.load(io.BytesIO(packed), allow_pickle=False) as read:
        arrays = {name: read[name] for name in read.files}
    if int(arrays.pop("form")[0]) != FORM:
        raise EngineInputError("这份方案是旧版软件存的，不能接着改。请重新算一次。")
    return arrays
