"""How fast the compiler reads, where its time goes, and beside it a segmenter cutting the same text.

Processor time of this process counts, not the clock on the wall: other programs may run on the machine.
"""

import importlib
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gongjian.engines.figures import schema_of_text
from gongjian.engines.figures.claims import exchange_claims
from gongjian.engines.plandoc.compiler import compile_reading, read_text
from gongjian.engines.plandoc.normalise import normalise
from gongjian.engines.plandoc.split import split_documents

SIZES = (100_000, 1_000_000, 10_000_000)
MAIN = 1_000_000
RIVALS = ("jieba", "rjieba")


def repeated(texts: list[str], size: int) -> str:
    """Return the texts one after the other, again and again, up to `size` characters."""
    bundle = "\n".join(texts) + "\n"
    return (bundle * (size // len(bundle) + 1))[:size]


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one run."""
    began = time.process_time()
    work()
    return time.process_time() - began


def stages(text: str) -> dict[str, float]:
    """Return the microseconds a character of each stage."""
    source = normalise(text)
    readings = read_text(text)
    whole = seconds(lambda: schema_of_text(text))
    spent = {
        "normalise": seconds(lambda: normalise(text)),
        "split": seconds(lambda: split_documents(source.text)),
        "read": seconds(lambda: read_text(text)),
        "structure": seconds(lambda: [compile_reading(reading) for reading in readings]),
        "claims": seconds(lambda: [exchange_claims(reading) for reading in readings]),
    }
    spent["outline and entities"] = spent.pop("read") - spent["normalise"] - spent["split"]
    spent["records as plain data"] = whole - sum(spent.values())
    return {stage: round(max(time_s, 0) / len(text) * 1e6, 2) for stage, time_s in spent.items()}


def rival(name: str, text: str) -> int | None:
    """Return the characters a second of a segmenter, None where it is not installed."""
    try:
        cut: Any = importlib.import_module(name).cut
    except ImportError:
        return None
    logging.getLogger(name).setLevel(logging.ERROR)
    list(cut("先读词典"))
    return round(len(text) / seconds(lambda: list(cut(text))))


def run_apart(size: int, files: list[Path]) -> tuple[float, float]:
    """Compile `size` characters in a process of their own; return its processor time and peak memory in MB."""
    program = [sys.executable, __file__, str(size), *map(str, files)]
    answer = subprocess.run(program, capture_output=True, text=True, check=True).stdout.split()
    return float(answer[0]), float(answer[1])


def measure_speed(files: list[Path]) -> dict[str, Any]:
    """Print growth, stages and rivals as tables; return the same figures."""
    print(f"\n{'characters':>12}{'chars/s':>12}{'µs/char':>10}{'peak MB':>10}")
    each, peaks = {}, {}
    for size in SIZES:
        time_s, peaks[size] = run_apart(size, files)
        each[size] = time_s / size * 1e6
        print(f"{size:>12,}{1e6 / each[size]:>12,.0f}{each[size]:>10.2f}{peaks[size]:>10.0f}", flush=True)
    text = repeated([file.read_text(encoding="utf-8") for file in files], MAIN)
    profile = stages(text)
    print("\n" + "\n".join(f"{stage:<24}{micro:>8.2f} µs/char" for stage, micro in profile.items()))
    speed = round(1e6 / each[MAIN])
    rivals = {name: rival(name, text) for name in RIVALS}
    for name, other in rivals.items():
        print(f"{name:<24}" + (f"{other:>8,} chars/s" if other else "not installed"))
    jieba = rivals["jieba"]
    return {
        "chars_per_second": speed,
        "growth": round(each[SIZES[-1]] / each[SIZES[0]], 3),
        "peak_mb": {str(size): round(peak) for size, peak in peaks.items()},
        "stages_us_per_char": profile,
        **{f"{name}_chars_per_second": other for name, other in rivals.items()},
        "ratio_to_jieba": round(speed / jieba, 3) if jieba else None,
    }


def _one_run(size: int, files: list[str]) -> None:
    import resource

    text = repeated([Path(file).read_text(encoding="utf-8") for file in files], size)
    schema_of_text(text[:10_000])
    spent = seconds(lambda: schema_of_text(text))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )
    print(spent, peak)


if __name__ == "__main__":
    _one_run(int(sys.argv[1]), sys.argv[2:])
