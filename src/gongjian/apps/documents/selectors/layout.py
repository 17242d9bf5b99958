"""Set a document's text with its quoted figures as the page model of `engines.officialdoc`. No queries."""

from collections.abc import Mapping
from datetime import date

from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.models import Document, QuotedFigure
from gongjian.apps.documents.selectors.change import change_words
from gongjian.apps.documents.selectors.markup import (
    OWN,
    cell_slot,
    find_indicator,
    official_name,
    official_unit,
    parse_body,
)
from gongjian.engines.officialdoc import FigureRun, Heading, OfficialDocument, Paragraph, Table, format_date
from gongjian.engines.officialdoc.model import Block, Run
from gongjian.engines.quoting import ChangeToken, HeadingLine, Line, TableToken
from gongjian.engines.quoting.markup import Part

AGAINST = "~"
"""Between the ids of the two figures that a change is made of."""
BLANK_NAME = "　　　"
NOT_READ = "（未读数）"
ROLLS = ("出席", "委托出席", "请假", "缺席", "列席")
"""What opens a line of names at the end of minutes."""
Quoted = Mapping[str, QuotedFigure]


def official_document(document: Document) -> OfficialDocument:
    """Return the whole page model; figures carry the id of their quoted row as `ref`.

    The date of the document is the day it was signed; before issue the number stands open.
    """
    quoted = {figure.slot: figure for figure in document.figures.all()}
    return OfficialDocument(
        title=document.title,
        blocks=_blocks(document, quoted),
        kind=str(DocumentKind(document.kind).label),
        red_head=document.red_head,
        doc_number=document.doc_number or _open_number(document),
        signers=_signers(document),
        addressee=document.addressee.rstrip("：:"),
        issuers=(document.issuer.name,),
        issued_on=document.signed_on or document.issued_on,
        copy_to=document.copy_to,
        printed_by=document.issuer.name if document.red_head else "",
        printed_on=document.issued_on if document.red_head else None,
    )


def _signers(document: Document) -> tuple[str, ...]:
    """Name who signed a paper that goes up (GB/T 9704-2012, 7.2.6); room is left until then."""
    if document.kind != DocumentKind.REPORT or not document.red_head:
        return ()
    return (document.signed_by.full_name if document.signed_by else BLANK_NAME,)


def _open_number(document: Document) -> str:
    if not document.number_code:
        return ""
    year = (document.signed_on or document.moved_at.date()).year
    return f"{document.number_code}〔{year}〕　号"


def _blocks(document: Document, quoted: Quoted) -> tuple[Block, ...]:
    """Set the lines of the text; in minutes those who were there follow it after a blank line (GB/T 9704-2012, 10.3)."""
    found = [_block(document, line, quoted) for line in parse_body(document.body)]
    if document.kind != DocumentKind.MINUTES:
        return tuple(found)
    blocks: list[Block] = []
    for block in found:
        roll = _roll(block)
        if roll and not any(isinstance(one, Heading) and one.text.endswith("：") for one in blocks):
            blocks.append(Paragraph(("",)))
        blocks.append(roll or block)
    return tuple(blocks)


def _roll(block: Block) -> Heading | None:
    """Set the word of a line of those who were there in 黑体; None for any other line."""
    if not isinstance(block, Paragraph) or not block.runs or not isinstance(block.runs[0], str):
        return None
    word, colon, names = block.runs[0].partition("：")
    if not colon or word not in ROLLS:
        return None
    return Heading(1, f"{word}：", (names, *block.runs[1:]), is_numbered=False)


def _block(document: Document, line: Line, quoted: Quoted) -> Block:
    if isinstance(line, TableToken):
        return _table(document, line, quoted)
    if isinstance(line, HeadingLine):
        stop = "。" if line.text and line.body else ""
        return Heading(level=line.level, text=line.text + stop, body=_runs(line.body, quoted))
    return Paragraph(_runs(line.parts, quoted))


def _runs(parts: tuple[Part, ...], quoted: Quoted) -> tuple[Run, ...]:
    return tuple(run for part in parts for run in _part_runs(part, quoted))


def _part_runs(part: Part, quoted: Quoted) -> tuple[Run, ...]:
    if isinstance(part, str):
        return (part,)
    if isinstance(part, ChangeToken):
        return (_change_run(part, quoted),)
    figure = quoted.get(part.slot)
    if figure is None:
        return (NOT_READ,)
    run = FigureRun(figure.text, str(figure.pk))
    return (run, f"（截至{_day(figure.read_at.date())}）") if figure.is_kept else (run,)


def _change_run(part: ChangeToken, quoted: Quoted) -> Run:
    """Say how two quoted figures differ; the change itself is never kept, so it can't part from them."""
    now, base = quoted.get(part.now.slot), quoted.get(part.base.slot)
    if now is None or base is None:
        return NOT_READ
    return FigureRun(change_words(now, base, is_difference=part.is_difference), f"{now.pk}{AGAINST}{base.pk}")


def _day(day: date) -> str:
    return format_date(day).partition("年")[2]


def _cell(figure: QuotedFigure | None, unit: str, *, is_own: bool) -> Run:
    if figure is None:
        return NOT_READ
    if is_own and figure.is_missing:
        return "—"
    return FigureRun(figure.text.removesuffix(unit), str(figure.pk))


def _table(document: Document, token: TableToken, quoted: Quoted) -> Table:
    indicators = [find_indicator(name, document.place_code) for name in token.indicators]
    rows = []
    for code, name in document.tables.get(token.slot, []):
        cells: list[Run] = [name]
        for indicator in indicators:
            figure = quoted.get(cell_slot(token, indicator, code))
            cells.append(_cell(figure, official_unit(indicator), is_own=code.endswith(OWN)))
        rows.append(tuple(cells))
    heads = [(official_name(item), official_unit(item)) for item in indicators]
    return Table(
        header=("地方", *(f"{name}（{unit}）" if unit else name for name, unit in heads)),
        rows=tuple(rows),
        caption=token.options.get("标题", ""),
        aligns=("left", *("right" for _ in indicators)),
    )
