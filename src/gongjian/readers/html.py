"""Read a web page's words and tables; scripts, styles and navigation are left out."""

import re
from html.parser import HTMLParser

from gongjian.readers.errors import ReadError
from gongjian.readers.result import ReadResult, TableRows, table_lines
from gongjian.readers.txt import decode

_SILENT = frozenset(("script", "style", "head", "template", "noscript", "nav", "svg"))
_BLOCK_NAMES = """
p div br li h1 h2 h3 h4 h5 h6 section article header footer main blockquote pre ul ol dl dt dd hr title
figcaption caption
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


class _PageParser(HTMLParser):
    """Collects lines and tables; a table inside a cell becomes part of the cell's words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.tables: list[TableRows] = []
        self._words: list[str] = []
        self._silent = 0
        self._depth = 0
        self._rows: list[list[str]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._open_table()
        elif self._depth == 1 and tag == "tr":
            self._close_cell()
            self._rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._close_cell()
            self._rows = self._rows or [[]]
            self._cell = []
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._depth:
            self._depth -= 1
            if self._depth == 0:
                self._close_table()
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._close_cell()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            (self._words if self._cell is None else self._cell).append(data)

    def close(self) -> None:
        super().close()
        self._break()

    def _open_table(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self._break()
            self._rows = []

    def _close_cell(self) -> None:
        if self._cell is not None:
            self._rows[-1].append(_squeeze("".join(self._cell)))
            self._cell = None

    def _close_table(self) -> None:
        self._close_cell()
        rows = tuple(tuple(row) for row in self._rows if row)
        self.tables.append(rows)
        self.lines.extend(table_lines(rows))

    def _break(self) -> None:
        if self._cell is not None:
            self._cell.append(" ")
            return
        words = _squeeze("".join(self._words))
        self._words = []
        if words:
            self.lines.append(words)


def _squeeze(words: str) -> str:
    return re.sub(r"[ \t\r\n\xa0]+", " ", words).strip()


def read_html(source: bytes, name: str) -> ReadResult:
    """Return the page's words, a block a line.

    The charset the page names is tried first. Raises ReadError when no encoding fits.
    """
    parser = _PageParser()
    parser.feed(_decode(source, name))
    parser.close()
    if not parser.lines:
        raise ReadError(f"《{name}》里没有文字。请在浏览器里打开网页，复制正文到 Word，存为 .docx 后再导入。")
    return ReadResult("\n".join(parser.lines), tuple(parser.tables), (), "html")


def _decode(source: bytes, name: str) -> str:
    named = _CHARSET.search(source[:4096])
    if named:
        charset = named.group(1).decode("ascii", "replace").lower()
        try:
            return source.decode("gb18030" if charset in ("gb2312", "gbk") else charset)
        except (LookupError, UnicodeDecodeError):
            pass  # pages often name a charset they are not in
    return decode(source, name)
