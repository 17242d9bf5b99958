"""Stage 2: cut a file into its documents, leaving the furniture of web pages and bundles outside.

A document ends where a part mark stands (篇二, 范文三) and where `boundaries` finds that another begins.
Attachments belong to the document that carries them, a printed plan to the notice that issues it.
"""

import re

from gongjian.engines.plandoc.boundaries import Scan

_SCRAP = 60
_ISSUED = re.compile(r"印发.{0,4}《([^》]{4,60})》|《([^》]{4,60})》[^。]{0,40}印发(?:给)?你们")


def split_documents(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each document in the normalised text; an empty text has none."""
    scan = Scan(text)
    lines = scan.lines
    if not lines:
        return []
    cuts = scan.cuts()
    has_parts = sum(part is not None for part in scan.parts) >= 2
    spans: list[tuple[int, int]] = []
    for cut, following in zip(cuts, [*cuts[1:], len(lines)], strict=True):
        span = _trimmed(scan, cut, following)
        before_parts = has_parts and cut == 0 and scan.parts[0] is None
        if span and not (before_parts and _is_preface(text, span)):
            spans.append(span)
    if len(spans) > 1:
        spans = [span for span in spans if not _is_scrap(text, span)]
    return _with_attached(text, spans) or [(lines[0].start, lines[-1].end)]


def _with_attached(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a document to the notice before it that issues it: 关于印发《甲》的通知, then 甲."""
    joined: list[tuple[int, int]] = []
    for span in spans:
        if joined:
            notice = text[joined[-1][0] : min(joined[-1][0] + 600, joined[-1][1])]
            issued = [one or other for one, other in _ISSUED.findall(notice)]
            head = re.sub(r"\s", "", text[span[0] : min(span[1], span[0] + 120)])
            if any(head.startswith(re.sub(r"\s", "", title)[:20]) for title in issued):
                joined[-1] = (joined[-1][0], span[1])
                continue
        joined.append(span)
    return joined


def _is_preface(text: str, span: tuple[int, int]) -> bool:
    body = text[span[0] : span[1]]
    return len(body) < 400 and not re.search(r"^(?:一、|1[、.]|（一）)", body, re.MULTILINE)


def _is_scrap(text: str, span: tuple[int, int]) -> bool:
    """Tell whether a stretch is a line or two of the page without any sentence or numbering."""
    body = text[span[0] : span[1]]
    return len(body) <= _SCRAP and not re.search(r"[。；：]|^(?:一、|1[、.]|（一）)", body, re.MULTILINE)


def _trimmed(scan: Scan, first: int, stop: int) -> tuple[int, int] | None:
    """Return the span of lines first..stop without part mark and furniture at its edges."""
    lines, last, start_at = scan.lines, stop - 1, None
    rest = scan.parts[first]
    if rest is not None and lines[first].text[rest:].strip():
        start_at = lines[first].start + rest
    elif rest is not None:
        first += 1
    while first <= last and scan.furniture[first] and start_at is None:
        first += 1
    while last >= first and scan.furniture[last]:
        last -= 1
    if first > last:
        return None
    return (start_at if start_at is not None else lines[first].start), lines[last].end
