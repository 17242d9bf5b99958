"""Set a document as PDF with typst. Text reaches the template as data, never as source."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypedDict

import typst

from gongjian.engines.errors import EngineInputError
from gongjian.engines.officialdoc.compose import (
    HEAD_MARK_ROLES,
    IMPRINT_ROLES,
    SIGNED_IN,
    Piece,
    Role,
    compose,
    signing_table,
)
from gongjian.engines.officialdoc.fonts import FontChoice, choose_fonts, load_fonts
from gongjian.engines.officialdoc.layout import Face, PageLayout, layout_on, text_width_chars
from gongjian.engines.officialdoc.model import OfficialDocument, Run, Table, cell_runs, plain_text
from gongjian.engines.officialdoc.qrcode import qr_rows
from gongjian.engines.officialdoc.redhead import fit_red_head
from gongjian.engines.officialdoc.tables import column_aligns, column_widths

_FACE_KEYS = {Face.FANG: "fang", Face.HEI: "hei", Face.KAI: "kai", Face.TITLE: "title", Face.SONG: "song"}


_LINE_CHANGES = (0, -1, 1, -2)
"""How many lines more or fewer a page may have, in order of preference."""


class _Job(TypedDict):
    """The arguments that setting and asking have in common."""

    input: bytes
    font_paths: typst.Fonts
    sys_inputs: dict[str, str]


@dataclass(frozen=True, slots=True)
class TypstSource:
    """A template, the same for every document, and the inputs that fill it."""

    template: str
    inputs: Mapping[str, str]


def render_typst_source(
    document: OfficialDocument,
    fonts: FontChoice,
    layout: PageLayout | None = None,
    *,
    moves_tail: bool = False,
) -> TypstSource:
    """Return what typst needs to set the document: the template and its one JSON input.

    The layout is that in force on the document's day unless another is given. With `moves_tail` the last paragraph
    goes to the next page with the signature, whole.
    """
    layout = layout or layout_on(document.issued_on)
    pieces = compose(document)
    size_pt, scale_percent = fit_red_head(document.red_head, layout)
    lines_above = sum(piece.role in HEAD_MARK_ROLES for piece in pieces)
    content = {
        "title": document.title.replace("\n", ""),
        "issued_on": _date_parts(document),
        "layout": asdict(layout) | _derived_measures(layout),
        "faces": {key: list(fonts.families[face]) for face, key in _FACE_KEYS.items()},
        "red_head": {"size_pt": size_pt, "scale_percent": scale_percent, "lines_above": lines_above},
        "pieces": [_piece_data(piece) for piece in pieces if piece.role not in IMPRINT_ROLES],
        "is_sealed": document.is_sealed,
        "closing_at": _closing_at(pieces),
        "moves_tail": moves_tail,
        "signing_table": signing_table(pieces),
        "imprint": [_piece_data(piece) for piece in pieces if piece.role in IMPRINT_ROLES],
    }
    template = files(__package__).joinpath("page.typ").read_text(encoding="utf-8")
    inputs = {"document": json.dumps(content, ensure_ascii=False, default=str)}
    return TypstSource(template, MappingProxyType(inputs))


def render_pdf(document: OfficialDocument, font_paths: Sequence[str] = ()) -> bytes:
    """Set the document as PDF/A-2b; equal documents and fonts give equal bytes.

    `font_paths` are folders with an office's own fonts, searched beside the system's.
    Raises FontsMissingError without a Chinese font, EngineInputError when the page cannot be set.
    """
    fonts = load_fonts(font_paths)
    made_on = document.issued_on or layout_on(None).effective_on
    try:
        return typst.compile(
            **_fitted(document, fonts),
            format="pdf",
            pdf_standards="a-2b",
            timestamp=datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise EngineInputError(
            f"这份公文排不成 PDF：{error.message}。请导出 Word 文件，并把这句话告诉管理员。"
        ) from error


def _fitted(document: OfficialDocument, fonts: typst.Fonts) -> _Job:
    """Return the typst job that sets the document with the fewest faults.

    Where the signature would stand alone, or a blank page would come before the imprint, other numbers of
    lines a page are tried: the standard lets the spacing be adjusted for this (GB/T 9704-2012, 7.3.5.5). Where tables leave
    no such spacing, the last paragraph moves to the signature.
    """
    layout, choice = layout_on(document.issued_on), choose_fonts(fonts.families())
    jobs = []
    for change, moves_tail in (*((change, False) for change in _LINE_CHANGES), (0, True)):
        lines = layout.lines_per_page + change
        source = render_typst_source(
            document, choice, replace(layout, lines_per_page=lines), moves_tail=moves_tail
        )
        job = _Job(input=source.template.encode(), font_paths=fonts, sys_inputs=dict(source.inputs))
        faults = json.loads(typst.query(**job, selector="<faults>", field="value", one=True))
        jobs.append(((faults["signature-alone"], faults["blank-page"]), job))
        if not any(jobs[-1][0]):
            break
    return min(jobs, key=lambda tried: tried[0])[1]


def font_substitutions(font_paths: Sequence[str] = ()) -> tuple[str, ...]:
    """Say, a sentence each, which typefaces of the standard a PDF made here will not have."""
    return choose_fonts(load_fonts(font_paths).families()).substitutions


def _date_parts(document: OfficialDocument) -> dict[str, int] | None:
    day = document.issued_on
    return {"year": day.year, "month": day.month, "day": day.day} if day else None


def _derived_measures(layout: PageLayout) -> dict[str, float]:
    return {
        "right_mm": layout.right_mm,
        "bottom_mm": layout.bottom_mm,
        "char_pitch_pt": layout.char_pitch_pt,
        "line_pitch_pt": layout.line_pitch_pt,
    }


def _closing_at(pieces: Sequence[Piece]) -> int:
    """Return where the closing begins: the first blank line before signature or date, or the heading of a table to sign in; else -1."""
    closing = [order for order, piece in enumerate(pieces) if piece.role in (Role.SIGNATURE, Role.DATE)]
    if not closing:
        table = signing_table(pieces)
        return -1 if table is None else table + 1 - SIGNED_IN
    start = closing[0]
    while start and pieces[start - 1].role is Role.BLANK:
        start -= 1
    return start


def _piece_data(piece: Piece) -> dict[str, Any]:
    return {
        "role": piece.role.value,
        "runs": _runs_data(piece.runs),
        "lead": piece.lead,
        "label": piece.label,
        "trailing": piece.trailing,
        "left_chars": piece.left_chars,
        "right_chars": piece.right_chars,
        "width_chars": text_width_chars(plain_text(piece.runs)),
        "hanging_chars": piece.hanging_chars,
        "keep_next": piece.keep_next,
        "keep_whole": piece.keep_whole,
        "table": _table_data(piece.table) if piece.table else None,
        "qr": qr_rows(piece.qr_address) if piece.qr_address else [],
    }


def _runs_data(runs: tuple[Run, ...]) -> list[dict[str, str]]:
    return [{"text": run} if isinstance(run, str) else {"text": run.text, "ref": run.ref} for run in runs]


def _table_data(table: Table) -> dict[str, Any]:
    return {
        "header": list(table.header),
        "rows": [[plain_text(cell_runs(cell)) for cell in row] for row in table.rows],
        "widths": column_widths(table),
        "aligns": column_aligns(table),
    }
