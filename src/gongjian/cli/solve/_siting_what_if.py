"""How firm a choice of points is: one point less or more, one of the chosen left out, one of the others wanted in any case."""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.cli.solve._progress import Progress
from gongjian.engines.siting import Infeasible, Proof

Rows = Sequence[Mapping[str, Any]]
Solve = Callable[[Rows, argparse.Namespace], Proof | Infeasible]


@dataclass(frozen=True)
class Variant:
    """What is asked otherwise, in words, and the rows and options that ask it."""

    words: str
    rows: Rows
    options: Mapping[str, Any]


def what_if(
    variants: Sequence[Variant], args: argparse.Namespace, progress: Progress, solve: Solve
) -> list[tuple[str, Proof | Infeasible]]:
    """Solve one variant after another, each with an equal part of the time left; what there is no time for is left out."""
    found: list[tuple[str, Proof | Infeasible]] = []
    for done, variant in enumerate(variants):
        left = args.time_limit - progress.seconds()
        if left <= 0 or args.is_interrupted():
            break
        until = progress.seconds() + left / (len(variants) - done)
        options = argparse.Namespace(**vars(args) | dict(variant.options) | {"time_limit": until})
        found.append((variant.words, solve(variant.rows, options)))
    return found


def as_lines(base: Proof, found: Sequence[tuple[str, Proof | Infeasible]], asked: int) -> list[str]:
    """Write the variants as a table; a value that isn't proven says how far its bound is."""
    table = ["", "## 换个要求会怎样", "", "| 如果 | 值 | 比现在 |", "| --- | --- | --- |"]
    table += [f"| {words} | {_value(proof)} | {_change(base, proof)} |" for words, proof in found]
    return table + ([f"还有 {asked - len(found)} 种没来得及算。"] if len(found) < asked else [])


def as_record(found: Sequence[tuple[str, Proof | Infeasible]]) -> list[dict[str, Any]]:
    """Write the variants for JSON."""
    return [
        {"if": words, "because": proof.because}
        if isinstance(proof, Infeasible)
        else {"if": words, "value": proof.value, "bound": proof.bound}
        for words, proof in found
    ]


def variants_of(rows: Rows, count: int | None, chosen: Sequence[str]) -> Iterator[Variant]:
    """List what might be asked instead: another count, without one of the chosen, with one of the others."""
    kept = {row["key"] for row in rows if row["is_kept"]}
    if count is not None:
        if count > 1:
            yield Variant(f"少选一个（{count - 1} 个）", rows, {"count": count - 1})
        yield Variant(f"多选一个（{count + 1} 个）", rows, {"count": count + 1})
    for key in chosen:
        if key not in kept:
            yield Variant(f"不选“{key}”", _changed(rows, key, is_site=False), {})
    for row in rows:
        if row["is_site"] and row["key"] not in chosen:
            yield Variant(f"一定选“{row['key']}”", _changed(rows, row["key"], is_kept=True), {})


def _changed(rows: Rows, key: str, **changes: Any) -> Rows:
    return [{**row, **changes} if row["key"] == key else row for row in rows]


def _value(proof: Proof | Infeasible) -> str:
    if isinstance(proof, Infeasible):
        return "做不到"
    return str(proof.value) if proof.is_proven else f"{proof.value}（界 {proof.bound}）"


def _change(base: Proof, proof: Proof | Infeasible) -> str:
    return proof.because if isinstance(proof, Infeasible) else f"{proof.value - base.value:+}"
