"""Read a web page's words and tables; scripts, styles and navigation are left out."""

import email
import re
from dataclasses import replace
from html.parser import HTMLParser

from gongjian.readers.errors import ReadError
from gongjian.readers.result import ReadResult, TableRows, table_lines
from gongjian.readers.txt import decode

_NO_PAGE = "《{name}》里找不到网页正文。请用 Word 或 WPS 打开，另存为 .docx 后再导入。"
_SILENT = frozenset(("script", "style", "head", "template", "noscript", "nav", "svg"))
_BLOCK_NAMES = """
p div br li h1 h2 h3 h4 h5 h6 section article header footer main blockquote pre ul ol dl dt dd hr title
figcaption caption
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_OPENING = re.compile(r"<(?![a-zA-Z/][^<>]*>)")
"""A sign < that begins no tag. The parser would look for its end all over again from each of them."""
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_MOST_TAGS = 400_000
_MOST_COLUMNS = 63
_CELL_SIGN = "\t"
"""Between the cells of a table inside a cell."""
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


class _PageParser(HTMLParser):
    """Collects lines and tables; a table inside a cell becomes part of the cell's words.

    A table of one column is taken for the page's frame, as old pages have it: its words are lines.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.tables: list[TableRows] = []
        self._words: list[str] = []
        self._silent = 0
        self._depth = 0
        self._rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._hanging: dict[int, tuple[int, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._open_table()
        elif self._depth == 1 and tag == "tr":
            self._close_cell()
            self._rows.append([])
            self._fill_down()
        elif self._depth == 1 and tag in ("td", "th"):
            self._close_cell()
            self._rows = self._rows or [[]]
            self._cell = []
            self._span = (_span(attrs, "rowspan"), min(_span(attrs, "colspan"), _MOST_COLUMNS))
        elif self._depth > 1 and tag in ("td", "th"):
            self._put(_CELL_SIGN)
        elif tag in _BLOCKS or tag == "tr":
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._depth:
            self._depth -= 1
            if self._depth:
                self._break()
            else:
                self._close_table()
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._close_cell()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._put(re.sub(r"[\n\t]", " ", data))

    def _put(self, words: str) -> None:
        (self._words if self._cell is None else self._cell).append(words)

    def close(self) -> None:
        super().close()
        if self._depth:
            self._depth = 0
            self._close_table()
        self._break()

    def _open_table(self) -> None:
        self._break()
        self._depth += 1
        if self._depth == 1:
            self._rows = []
            self._hanging = {}

    def _close_cell(self) -> None:
        """Put the cell into its row: one that spans rows is said in each, one that spans columns only once."""
        if self._cell is None:
            return
        words, row = "".join(self._cell), self._rows[-1]
        rows, columns = self._span
        for text in (words, *[""] * (columns - 1)):
            if rows > 1:
                self._hanging[len(row)] = (rows - 1, text)
            row.append(text)
        self._cell = None
        self._fill_down()

    def _fill_down(self) -> None:
        """Say again, at this place of the row, what hangs down from the rows above."""
        row = self._rows[-1]
        while len(row) in self._hanging:
            left, text = self._hanging.pop(len(row))
            if left > 1:
                self._hanging[len(row)] = (left - 1, text)
            row.append(text)

    def _close_table(self) -> None:
        self._close_cell()
        rows = [row for row in self._rows if row]
        if all(len(row) == 1 for row in rows):
            lines = "\n".join(row[0] for row in rows).split("\n")
            self.lines.extend(
                filter(None, (_squeeze(line.strip().replace(_CELL_SIGN, " | ")) for line in lines))
            )
            return
        table = tuple(tuple(_squeeze(cell) for cell in row) for row in rows)
        self.tables.append(table)
        self.lines.extend(table_lines(table))

    def _break(self) -> None:
        if self._cell is not None:
            self._cell.append("\n")
            return
        words = _squeeze("".join(self._words))
        self._words = []
        if words:
            self.lines.append(words)


def _span(attrs: list[tuple[str, str | None]], name: str) -> int:
    """Return how many rows or columns a cell takes; a page may write anything there."""
    written = (dict(attrs).get(name) or "").strip()
    return max(1, int(written)) if written.isascii() and written.isdigit() and len(written) < 5 else 1


def _squeeze(words: str) -> str:
    return re.sub(r"[ \t\r\n\xa0]+", " ", words).strip()


def read_html(source: bytes, name: str) -> ReadResult:
    """Return the page's words, a block a line.

    The charset the page names is tried first. Raises ReadError when no encoding fits.
    """
    if source.count(b"<") > _MOST_TAGS:
        raise ReadError(f"《{name}》的内容太长，一次读不完。请复制需要的正文到 Word，存为 .docx 后再导入。")
    parser = _PageParser()
    parser.feed(_clean(_decode(source, name)))
    parser.close()
    if not parser.lines:
        raise ReadError(f"《{name}》里没有文字。请在浏览器里打开网页，复制正文到 Word，存为 .docx 后再导入。")
    return ReadResult("\n".join(parser.lines), tuple(parser.tables), (), "html")


def read_mht(source: bytes, name: str) -> ReadResult:
    """Return the words of a page kept with its pictures, as office systems export it. Raises ReadError."""
    try:
        archive = email.message_from_bytes(source)
        parts = (part for part in archive.walk() if part.get_content_type() == "text/html")
        page = next((part.get_payload(decode=True) for part in parts), None)
    except (ValueError, LookupError, RecursionError) as error:
        raise ReadError(_NO_PAGE.format(name=name)) from error
    if not isinstance(page, bytes):
        raise ReadError(_NO_PAGE.format(name=name))
    return replace(read_html(page, name), kind="mht")


def _clean(page: str) -> str:
    """Take out comments and declarations, and write a stray < as text: what is left is parsed in one pass."""
    return _OPENING.sub("&lt;", _DECLARATION.sub("", _without_comments(page)))


def _without_comments(page: str) -> str:
    kept, at = [], 0
    while (opens := page.find("<!--", at)) >= 0 and (closes := page.find("-->", opens + 4)) >= 0:
        kept.append(page[at:opens])
        at = closes + 3
    return "".join((*kept, page[at:]))


def _decode(source: bytes, name: str) -> str:
    named = _CHARSET.search(source[:4096])
    if named:
        charset = named.group(1).decode("ascii", "replace").lower()
        try:
            return source.decode("gb18030" if charset in ("gb2312", "gbk") else charset)
        except (LookupError, UnicodeDecodeError):
            pass  # pages often name a charset they are not in
    return decode(source, name)
