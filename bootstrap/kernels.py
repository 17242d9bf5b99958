"""Compile the engines' inner loops once, at set-up, so that nobody waits for a compiler in front of a page.

Every `engines/*/kernels.py` has `warm()`, for itself and any `kernels_*.py` beside it. What it compiles lies in the
`__pycache__` there, and numba keeps it as long as the source's bytes and time stay, so the stamp remembers both.
"""

import os
from pathlib import Path

from bootstrap.steps import ROOT, VENV, digest_of, once, quiet, venv_python

SOURCE = ROOT / "src"
STAMP = VENV / ".gongjian" / "kernels"
_WARM = "import importlib, sys\nfor name in sys.argv[1:]:\n    importlib.import_module(name).warm()"


def prepare(source: Path = SOURCE, stamp: Path = STAMP) -> None:
    """Warm every engine's kernels unless that was done from the same sources with the same packages."""
    files = sorted(source.glob("gongjian/engines/*/kernels.py"))
    if not files:
        return
    if not all(_is_compiled(file) for file in files):
        stamp.unlink(missing_ok=True)
    parts = sorted(source.glob("gongjian/engines/*/kernels*.py"))
    times = [f"{file.relative_to(source)} {file.stat().st_mtime_ns}" for file in parts]
    digest = digest_of([*parts, ROOT / "requirements.txt"], *times)
    names = [".".join(file.relative_to(source).with_suffix("").parts) for file in files]
    once(stamp, digest, "编译计算内核", lambda: _warm(names))


def _is_compiled(file: Path) -> bool:
    """Say whether something compiled lies beside the file; where nothing can be written, numba keeps it elsewhere."""
    return any((file.parent / "__pycache__").glob(f"{file.stem}.*.nbc")) or not os.access(
        file.parent, os.W_OK
    )


def _warm(names: list[str]) -> None:
    quiet([venv_python(), "-c", _WARM, *names], doing="编译计算内核")
