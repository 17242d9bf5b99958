"""Read the articles of a covenant from plain text, as it is pasted or comes out of a file.

The marks of articles are looked for in this order, and the first kind that occurs decides: 第三条, then 3. or
3、, then 三、. One 第…条 is enough; of the others two are asked for. Without any, every line is an article.
Lines before the first article are the preamble; lines without a mark go on with the article above them. The
heading of a chapter belongs to the article after it.
"""

import re
from dataclasses import dataclass

_HAN = "〇零一二三四五六七八九十百"
_CHAPTER = re.compile(rf"第[{_HAN}\d]+章")
_MARKS = (
    (re.compile(rf"第[{_HAN}\d]+条[\s　:：、.．]*"), 1),
    (re.compile(r"[0-9０-９]{1,3}[、.．)）][\s　]*"), 2),
    (re.compile(rf"[{_HAN}]{{1,4}}、[\s　]*"), 2),
)
_NO_MARK = re.compile("")


@dataclass(frozen=True)
class Article:
    """One article without its number; `chapter` is the heading that stands before it."""

    words: str
    chapter: str = ""


@dataclass(frozen=True)
class Draft:
    """A covenant's text: what stands before the articles, and the articles in order."""

    preamble: str
    articles: tuple[Article, ...]


def read_articles(text: str, title: str = "") -> Draft:
    """Read a text; a first line that says the title again is left out.

    >>> read_articles("梧桐里居民公约\\n为了邻里和睦，制定本公约。\\n第一条 爱护楼道。\\n不堆杂物。", "梧桐里居民公约")
    Draft(preamble='为了邻里和睦，制定本公约。', articles=(Article(words='爱护楼道。\\n不堆杂物。', chapter=''),))
    """
    lines = [line.strip(" \t\u3000") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line]
    if lines and title and _bare(lines[0]) == _bare(title):
        lines = lines[1:]
    mark = _mark_of(lines)
    preamble: list[str] = []
    found: list[tuple[str, list[str]]] = []
    chapter = ""
    for line in lines:
        begins = mark.match(line)
        if _CHAPTER.match(line):
            chapter = line
        elif begins:
            found.append((chapter, [line[begins.end() :]]))
            chapter = ""
        elif found:
            found[-1][1].append(line)
        else:
            preamble.append(line)
    articles = (Article("\n".join(words).strip(), heading) for heading, words in found)
    return Draft("\n".join(preamble), tuple(one for one in articles if one.words))


def _mark_of(lines: list[str]) -> re.Pattern[str]:
    for mark, least in _MARKS:
        if sum(bool(mark.match(line)) for line in lines) >= least:
            return mark
    return _NO_MARK


def _bare(line: str) -> str:
    return re.sub(r"[\W_]+", "", line)
