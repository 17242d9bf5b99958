"""What the check of a document finds: figures against records, typed numbers, arithmetic, form. No queries."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from gongjian.apps.documents.models import Document, QuotedFigure
from gongjian.apps.documents.selectors.arithmetic import recompute_document, text_pieces
from gongjian.apps.documents.selectors.layout import NOT_READ, official_document
from gongjian.apps.documents.selectors.markup import CELL_MARK, official_name
from gongjian.core.registry import get_indicator
from gongjian.engines.officialdoc import OfficialDocument, find_problems
from gongjian.engines.officialdoc.model import plain_text
from gongjian.engines.quoting import find_typed_figures

CONTEXT = 12


@dataclass(frozen=True)
class TypedNumber:
    """A number that somebody typed, with the words around it."""

    before: str
    text: str
    after: str


@dataclass(frozen=True)
class ChangedValue:
    """One value that moved, wherever the document quotes it: a single question for the person."""

    label: str
    text: str
    now_text: str
    read_at: datetime
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Findings:
    """The check in numbers and sentences."""

    same: tuple[QuotedFigure, ...]
    changed: tuple[QuotedFigure, ...]
    kept: tuple[QuotedFigure, ...]
    typed: tuple[TypedNumber, ...]
    right_claims: tuple[str, ...]
    wrong_claims: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def total(self) -> int:
        """All numbers of the text."""
        return len(self.same) + len(self.changed) + len(self.kept) + len(self.typed)


def check_document(document: Document) -> Findings:
    """Say what stands in the way of a good document, by the last comparison with the records."""
    page = official_document(document)
    figures = list(document.figures.all())
    recomputed = recompute_document(document, page)
    return Findings(
        same=tuple(figure for figure in figures if not figure.has_moved),
        changed=tuple(figure for figure in figures if figure.is_open),
        kept=tuple(figure for figure in figures if figure.is_kept),
        typed=tuple(_typed_numbers(page)),
        right_claims=tuple(claim.sentence for claim in recomputed if claim.holds),
        wrong_claims=tuple(claim.sentence for claim in recomputed if not claim.holds),
        problems=(*_missing(figures), *_problems(document, page)),
    )


def group_changes(figures: Iterable[QuotedFigure], names: Mapping[str, str]) -> list[ChangedValue]:
    """Join the figures that say the same of the same place and period, named by place and indicator."""
    groups: dict[tuple[str, ...], list[QuotedFigure]] = {}
    for figure in figures:
        same = (figure.indicator_key, figure.place_code, str(figure.period), figure.text, figure.now_text)
        groups.setdefault((*same, str(figure.params)), []).append(figure)
    return [
        ChangedValue(
            label=names.get(first.place_code, first.place_code)
            + official_name(get_indicator(first.indicator_key)),
            text=first.text,
            now_text=first.now_text,
            read_at=first.read_at,
            ids=tuple(figure.pk for figure in group),
        )
        for group in groups.values()
        for first in group[:1]
    ]


def _problems(document: Document, page: OfficialDocument) -> tuple[str, ...]:
    """Check the form as it will be at issue: the day and the number come then."""
    number = re.sub("〕　号$", "〕1号", page.doc_number)
    found = find_problems(replace(page, doc_number=number, issued_on=page.issued_on or timezone.localdate()))
    if NOT_READ in _text(page):
        return (*found, "有的数还没有读出来。请打开编辑页存一次。")
    return found


def _missing(figures: Iterable[QuotedFigure]) -> list[str]:
    """Name the figures that a sentence quotes although there was nothing to read; a cell of a table may say so."""
    absent = [figure for figure in figures if figure.is_missing and CELL_MARK not in figure.slot]
    names = [
        f"{figure.period.label}的{official_name(get_indicator(figure.indicator_key))}" for figure in absent
    ]
    if not names:
        return []
    shown = "、".join(dict.fromkeys(names))
    return [f"句子里有 {len(absent)} 个数是“缺数据”：{shown}。请等数齐了再取，或者改写这些句子。"]


def _text(page: OfficialDocument) -> str:
    return "\n".join(f"{piece.label}{piece.lead}{plain_text(piece.runs)}" for piece in text_pieces(page))


def _typed_numbers(page: OfficialDocument) -> list[TypedNumber]:
    found = []
    for piece in text_pieces(page):
        for run in piece.runs:
            if isinstance(run, str):
                found += [
                    TypedNumber(
                        run[max(0, typed.start - CONTEXT) : typed.start],
                        typed.text,
                        run[typed.end : typed.end + CONTEXT],
                    )
                    for typed in find_typed_figures(run)
                ]
    return found
