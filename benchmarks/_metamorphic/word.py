"""A text made into a Word file with automatic numbers and real tables, and read back."""

import io
import re
import unicodedata
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from gongjian.readers import read_text

from .rewriting import Sample, marker_number, move

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FORMATS = (
    (re.compile(r"[一二三四五六七八九十]+"), "chineseCounting"),
    (re.compile(r"[①-⑳]"), "decimalEnclosedCircle"),
    (re.compile(r"\d+(?!.*\d)"), "decimal"),
)


def through_word(sample: Sample) -> Sample:
    """Write the text as a .docx whose numbers Word counts, read it and move the gold to what was read."""
    markers = {}
    for document in sample.gold["documents"]:
        markers |= {item["start"]: item["marker"] for item in document["outline"]}
    text = read_text(_make_docx(sample.text, markers), "样例.docx").text
    return Sample(text, move(sample.gold, _aligned(sample.text, text)))


def _aligned(old: str, new: str) -> list[int]:
    """Return for each offset of the old text its place in the new one, which differs in blanks and bars."""
    places = [i for i, c in enumerate(new) if not c.isspace() and c != "|"]
    where, k = [], 0
    for char in old:
        where.append(places[min(k, len(places) - 1)])
        k += not char.isspace() and char != "|"
    if k != len(places):
        raise ValueError(f"{k} characters went in and {len(places)} came back")
    return [*where, len(new)]


def _make_docx(text: str, markers: dict[int, str]) -> bytes:
    body, lists, at = [], _Lists(), 0
    rows: list[str] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line.strip() or line.count("|") >= 2:
            rows.append(line)
        else:
            body += [_table(rows)] if rows else []
            rows = []
            start = at + len(line) - len(line.lstrip())
            body.append(_paragraph(line.strip(), markers.get(start), lists))
        at += len(line) + 1
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in (("document", f"<w:body>{''.join(body)}</w:body>"), ("numbering", lists.xml())):
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{_W}">{inner}</w:{name}>')
    return packed.getvalue()


def _table(rows: list[str]) -> str:
    def cell(words: str) -> str:
        return f"<w:tc>{_paragraph(words.strip())}</w:tc>"

    made = ""
    for row in rows:
        cells = re.split(r"\t|\|", row.strip().strip("|") if "|" in row else row)
        made += f"<w:tr>{''.join(map(cell, cells))}</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


def _paragraph(words: str, marker: str | None = None, lists: Any = None) -> str:
    properties = ""
    if marker and (list_id := lists.id_for(marker)):
        words = words[len(marker) :]
        properties = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'


class _Lists:
    """The numbered lists of the file: a marker that does not follow the last of its kind begins a new one."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str, int]] = []
        self.last: dict[tuple[str, str], tuple[int, int]] = {}

    def id_for(self, marker: str) -> int | None:
        found = next(((m, style) for p, style in _FORMATS if (m := p.search(marker))), None)
        if found is None:
            return None
        match, style = found
        number = (
            int(unicodedata.numeric(match[0])) if style.startswith("decimalE") else marker_number(match[0])
        )
        if number is None:
            return None
        pattern = marker[: match.start()] + "%1" + marker[match.end() :]
        list_id, before = self.last.get((style, pattern), (0, -1))
        if number != before + 1:
            self.made.append((style, pattern, number))
            list_id = len(self.made)
        self.last[style, pattern] = list_id, number
        return list_id

    def xml(self) -> str:
        levels = "".join(
            f'<w:abstractNum w:abstractNumId="{i}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
            f'<w:numFmt w:val="{style}"/><w:lvlText w:val="{escape(pattern)}"/></w:lvl></w:abstractNum>'
            for i, (style, pattern, start) in enumerate(self.made)
        )
        made = "".join(
            f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(len(self.made))
        )
        return levels + made
