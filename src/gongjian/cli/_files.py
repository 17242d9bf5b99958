"""What `compile` and `check` share: which files are meant, their text, many at once with progress."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from gongjian.cli._os_words import os_words
from gongjian.engines.errors import EngineInputError
from gongjian.readers import DEFAULT_LIMITS, Kind, ReadError, check_name, read_text

STDIN = "-"
UNREADABLE = 2
UNREADABLE_ERRORS = (ReadError, EngineInputError, OSError)
KNOWN = (
    ".txt",
    ".md",
    ".docx",
    ".doc",
    ".pdf",
    ".xlsx",
    ".xls",
    ".csv",
    ".html",
    ".htm",
    ".rtf",
    ".docm",
    ".mht",
)
_TOLD_OF = (".wps", ".et", ".ofd", ".odt", ".pages")
"""Papers in a folder that no reader takes: named with what to do, not passed over in silence."""
_PLAIN_TEXT = {".txt", ".md", ""}
MOST_CHARACTERS = 1_000_000
"""A longer text is no document; it would take minutes."""
_MOST_BYTES = DEFAULT_LIMITS.file_bytes + 1
"""As much of a file as tells that it is too large."""
_FEW = 4  # files that are read sooner than worker processes start

Result = TypeVar("Result")


def find_files(names: Sequence[str]) -> list[str]:
    """Return the files meant: each as named, - for the standard input, and the readable ones of every folder below.

    A folder without a readable file, and a name that is nothing, stay as they are, for `text_of` to refuse.
    """
    found: list[str] = []
    for name in names:
        inside = sorted(str(p) for p in Path(name).rglob("*") if _is_meant(p)) if Path(name).is_dir() else []
        found += inside or [name]
    return list(dict.fromkeys(found))


def _is_meant(path: Path) -> bool:
    return (
        path.is_file()
        and path.suffix.lower() in (*KNOWN, *_TOLD_OF)
        and not path.name.startswith((".", "~$"))
    )


def text_of(name: str | Path) -> str:
    """Return a file's text; plain UTF-8 text exactly as it stands, so that offsets are the file's own.

    Raises ReadError, EngineInputError or OSError with a sentence for the person.
    """
    if str(name) == STDIN:
        return _text_of_bytes(sys.stdin.buffer.read(_MOST_BYTES), Path("标准输入.txt"))
    path = Path(name)
    if path.is_dir():
        raise EngineInputError(f"这个文件夹里没有能读的文件（{'、'.join(KNOWN)}）。")
    if not path.exists():
        raise EngineInputError("没有这个文件或文件夹。请检查路径。")
    with path.open("rb") as file:
        return _text_of_bytes(file.read(_MOST_BYTES), path)


def _text_of_bytes(data: bytes, path: Path) -> str:
    text = _plain_text(data, path)
    if text is None:
        text = read_text(data, path.name).text
    if len(text) > MOST_CHARACTERS:
        raise ReadError(
            f"《{path.name}》有 {len(text):,} 个字，超过 {MOST_CHARACTERS:,} 个字。请分成几份再读。"
        )
    return text


def _plain_text(data: bytes, path: Path) -> str | None:
    """Return UTF-8 text as it stands; None for what a reader has to read or to refuse."""
    if path.suffix.lower() not in _PLAIN_TEXT or len(data) > DEFAULT_LIMITS.file_bytes:
        return None
    if check_name(data, path.name) not in (Kind.TXT, Kind.HTML):
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def shown_name(name: str) -> str:
    """Return what a file is called to the person."""
    return "标准输入" if name == STDIN else name


def line_word(name: str) -> str:
    """Return what a line of the text is in the file itself: a line of plain text, elsewhere a paragraph."""
    return "行" if Path(name).suffix.lower() in _PLAIN_TEXT else "段"


def sentence_of(error: Exception) -> str:
    """Return why a file could not be read, as a sentence."""
    return os_words(error) if isinstance(error, OSError) else str(error)


def for_each(
    work: Callable[[str], Result], names: Sequence[str], jobs: int | None = None
) -> Iterator[tuple[str, Result]]:
    """Yield each name with what `work` makes of it, in order, over several processes where that pays.

    `work` must be a function of a module; progress goes to the error stream when that is a terminal.
    """
    workers = min(jobs or os.cpu_count() or 1, len(names))
    if workers < 2 or (jobs is None and len(names) <= _FEW) or STDIN in names:
        yield from _with_progress(zip(names, map(work, names), strict=True), len(names))
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from _with_progress(zip(names, pool.map(work, names), strict=True), len(names))


def _with_progress(pairs: Iterator[tuple[str, Result]], count: int) -> Iterator[tuple[str, Result]]:
    is_shown = count > 1 and sys.stderr.isatty()
    for number, (name, result) in enumerate(pairs, 1):
        if is_shown:
            print(f"\r\x1b[K{number}/{count} {Path(name).name}", end="", file=sys.stderr, flush=True)
        yield name, result
    if is_shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
