"""What an official document says, before anyone decides how it looks.

There is no field for a secrecy grade: the system is not cleared for secret papers and must not write one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class Urgency(StrEnum):
    """How fast a document must travel; telegrams have two more grades and are not written here."""

    NONE = ""
    URGENT = "加急"
    MOST_URGENT = "特急"


@dataclass(frozen=True, slots=True)
class FigureRun:
    """A number in the text that was read from records; `ref` names the figure it came from."""

    text: str
    ref: str


Run: TypeAlias = str | FigureRun
Cell: TypeAlias = Run | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4, numbered by its place; `body` follows it in the same paragraph."""

    level: int
    text: str
    body: tuple[Run, ...] = ()
    is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text and figures, its first line moved in by two characters."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. `widths` are proportions, one a column; empty means by content.

    `aligns` holds "left", "center" or "right" a column; empty means centred unless the text is long.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""
    aligns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code of an address, with the words under it; people without a camera read the address in the text."""

    address: str
    caption: str = ""


Block: TypeAlias = Heading | Paragraph | Table | QrCode


@dataclass(frozen=True, slots=True)
class Attachment:
    """An annex. Without blocks it is only listed under the text and travels as a file of its own."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One document by GB/T 9704-2012; empty parts are left out of the page.

    `red_head` is the whole line at the head (机关名加“文件”), `issuers` sign below the text.
    `addressee`, `copy_to` and `notes` come without the closing colon, full stop and brackets.
    A title may carry its own line breaks; otherwise it is balanced, keeping `title_words` whole.
    """

    title: str
    blocks: tuple[Block, ...]
    kind: str = ""
    red_head: str = ""
    doc_number: str = ""
    signers: tuple[str, ...] = ()
    copy_number: str = ""
    urgency: Urgency = Urgency.NONE
    title_words: tuple[str, ...] = ()
    addressee: str = ""
    attachments: tuple[Attachment, ...] = ()
    issuers: tuple[str, ...] = ()
    issued_on: date | None = None
    is_sealed: bool = False
    notes: str = ""
    copy_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None


def cell_runs(cell: Cell) -> tuple[Run, ...]:
    """Return the runs of a table cell, which may be written as one run."""
    return cell if isinstance(cell, tuple) else (cell,)


def plain_text(runs: tuple[Run, ...]) -> str:
    """Join runs into the words a reader sees."""
    return "".join(run if isinstance(run, str) else run.text for run in runs)


def list_figures(document: OfficialDocument) -> tuple[FigureRun, ...]:
    """Return every figure quoted, in reading order; one quoted twice is listed twice."""
    blocks = [*document.blocks, *(block for part in document.attachments for block in part.blocks)]
    return tuple(run for block in blocks for run in _block_runs(block) if isinstance(run, FigureRun))


def _block_runs(block: Block) -> Iterator[Run]:
    if isinstance(block, Heading):
        yield from block.body
    elif isinstance(block, Paragraph):
        yield from block.runs
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from cell_runs(cell)
