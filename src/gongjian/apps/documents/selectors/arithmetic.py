"""The arithmetic of a document: claims of its sentences and the totals of its tables. No queries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from gongjian.apps.documents.models import Document, QuotedFigure
from gongjian.apps.documents.selectors.layout import AGAINST
from gongjian.apps.documents.selectors.markup import (
    WHOLE,
    cell_slot,
    find_indicator,
    official_name,
    official_unit,
    parse_body,
)
from gongjian.core.figures import round_half_up
from gongjian.core.registry import Indicator, get_indicator
from gongjian.engines.figures import explain, find_claims, is_refuted, recompute
from gongjian.engines.officialdoc import FigureRun, OfficialDocument, Piece, compose
from gongjian.engines.quoting import TableToken

PARTS = ("numerator", "denominator")
SHOWN_TERMS = 12


@dataclass(frozen=True)
class Recomputed:
    """One stated figure that others of the document determine, and whether it is right."""

    sentence: str
    holds: bool


def recompute_document(document: Document, page: OfficialDocument) -> list[Recomputed]:
    """Recompute whatever the text states twice, sentences first, then tables."""
    figures = {str(figure.pk): figure for figure in document.figures.all()}
    text, exact = _text_with_values(page, figures)
    claims = [recompute(claim, exact) for claim in find_claims(text)]
    certain = [claim for claim in claims if claim.holds or is_refuted(claim)]
    found = [Recomputed(explain(claim), claim.holds) for claim in certain]
    return [*found, *_table_sums(document)]


def text_pieces(page: OfficialDocument) -> Iterator[Piece]:
    """Yield the headings and paragraphs, tables and what stands around the text left out."""
    return (piece for piece in compose(page) if piece.role.value.startswith(("heading", "body")))


def _text_with_values(
    page: OfficialDocument, figures: Mapping[str, QuotedFigure]
) -> tuple[str, dict[int, Fraction]]:
    """Return the text, and for the offsets at which quoted figures stand what they exactly are.

    A figure is written rounded; its exact value is scaled to its words, so that the unit of the words counts.
    """
    text = ""
    exact: dict[int, Fraction] = {}
    for piece in text_pieces(page):
        text += f"{piece.label}{piece.lead}"
        for run in piece.runs:
            if isinstance(run, FigureRun) and AGAINST not in run.ref and run.ref in figures:
                exact |= _exact_at(len(text), figures[run.ref])
            text += run if isinstance(run, str) else run.text
        text += "\n"
    return text, exact


def _exact_at(offset: int, figure: QuotedFigure) -> dict[int, Fraction]:
    indicator = get_indicator(figure.indicator_key)
    unit = official_unit(indicator)
    value = figure.value(unit)
    is_plain = unit == "%" or not unit.startswith(("万", "亿", "千", "公", "百"))
    return {offset: value} if value is not None and is_plain else {}


def _table_sums(document: Document) -> list[Recomputed]:
    """Add up the rows of every table that also has the whole as its last row."""
    quoted = {figure.slot: figure for figure in document.figures.all()}
    return [
        found
        for token in parse_body(document.body)
        if isinstance(token, TableToken) and token.options.get(WHOLE)
        for name in token.indicators
        for found in _column_sum(document, token, find_indicator(name, document.place_code), quoted)
    ]


def _column_sum(
    document: Document, token: TableToken, indicator: Indicator, quoted: Mapping[str, QuotedFigure]
) -> list[Recomputed]:
    """Compare the whole with its rows; of a rate, numerators and denominators are added up each."""
    codes = [code for code, _name in document.tables.get(token.slot, [])]
    cells = [quoted.get(cell_slot(token, indicator, code)) for code in codes]
    if len(cells) < 2 or cells[-1] is None or cells[-1].is_missing:
        return []
    whole, rows = cells[-1], [cell for cell in cells[:-1] if cell is not None and not cell.is_missing]
    name = f"表“{token.options.get('标题', '') or official_name(indicator)}”的{official_name(indicator)}"
    if whole.denominator:
        sums = [sum((Fraction(getattr(row, part)) for row in rows), Fraction(0)) for part in PARTS]
        holds = sums == [Fraction(whole.numerator), Fraction(whole.denominator)]
        said = f"各行的分子、分母相加为 {_plain(sums[0])} ÷ {_plain(sums[1])}"
        stated = f"{_plain(Fraction(whole.numerator))} ÷ {_plain(Fraction(whole.denominator))}"
    else:
        total = sum((Fraction(row.numerator) for row in rows), Fraction(0))
        holds = total == Fraction(whole.numerator)
        terms = "＋".join(_plain(Fraction(row.numerator)) for row in rows[:SHOWN_TERMS])
        said = f"{terms if len(rows) <= SHOWN_TERMS else f'{len(rows)} 行'} 相加为 {_plain(total)}"
        stated = _plain(Fraction(whole.numerator))
    verdict = "相符。" if holds else "不符。有的记录不在各行的地方里，或者各行不是同一时间读的；请核对。"
    return [Recomputed(f"{name}，{said}，与合计 {stated} {verdict}", holds)]


def _plain(value: Fraction) -> str:
    return f"{round_half_up(value, 0 if value.denominator == 1 else 2):,}"
