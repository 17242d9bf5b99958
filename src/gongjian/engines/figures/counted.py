"""A number of things against the things that follow or go before it.

- 四个方面的问题：一是…二是…三是…: consecutive ordinals right behind the number, over lines too;
- 以下三项工作：甲、乙、丙。 and 3个社区（甲社区、乙社区): names parted by 、; 和 and 及 may join two items or
  stand inside one, so the count is a range; a list with 等 is open and left alone;
- 甲社区、乙社区3个社区: names that all end in what is counted.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from gongjian.engines.figures.model import BOUND, Claim, Operand
from gongjian.engines.plandoc.numerals import to_int
from gongjian.engines.plandoc.reading import Reading

_NUMBER = r"(?P<n>[两二三四五六七八九十]{1,2}|(?<![\d.,])\d{1,2})"
_LEAD = re.compile(
    rf"(?<!第){_NUMBER}(?P<measure>个方面|方面|个|项|条|类|点|种|件|步|支|家|所|名)(?P<noun>[\u3400-\u9fff]{{0,10}})(?P<mark>[：。（])"
)
_BEHIND = re.compile(rf"(?<!第)(?<!等){_NUMBER}(?:个|家|所|支)(?P<noun>[\u3400-\u9fff]{{2}})")
_FORMS = (
    tuple(f"{n}是" for n in "一二三四五六七八九"),
    tuple(f"第{n}，" for n in "一二三四五六七八九"),
    tuple("①②③④⑤⑥⑦⑧⑨"),
    tuple(f"（{n}）" for n in range(1, 10)),
    tuple(f"{n}." for n in range(1, 10)),  # never 1.1 (see _begins)
)
_OPEN = re.compile(r"等|例如|比如|包括但|主要有|此外|另外|还有|……|…")
_FOLLOWS = re.compile(r"以下|如下|下列|下设|分为|分别[为是]|包括|设立|成立|即")
_REACH = 6000
_LIST_REACH = 240


def counted_claims(reading: Reading) -> list[Claim]:
    """Return the claims of a document about how many things a list holds."""
    claims = []
    for found in _LEAD.finditer(reading.text, reading.start, reading.end):
        number = to_int(found["n"])
        if number is None or number < 2 or reading.table_at(found.start()) is not None:
            continue
        items = _ordinals(reading, found.end()) if _may_lead(found) else []
        claim = _exact(reading, found, number, items) if items else _named(reading, found, number)
        if claim is not None:
            claims.append(claim)
    return claims + list(_behind(reading))


def _may_lead(found: re.Match[str]) -> bool:
    """Tell whether a number may announce a numbered list; one that ends its sentence must count something abstract."""
    return found["mark"] != "。" or (bool(found["noun"]) and found["measure"] not in ("家", "所", "名", "支"))


def _ordinals(reading: Reading, start: int) -> list[tuple[int, int]]:
    """Return the spans of 一是, 二是 … (or ①, ② …) that begin right behind the lead."""
    text = reading.text
    opening = re.compile(r"\s*").match(text, start)
    at = opening.end() if opening else start
    form = next((form for form in _FORMS if _begins(text, form[0], at)), None)
    if form is None:
        return []
    limit = min(reading.end, start + _REACH)
    spans = [(at, at + len(form[0]))]
    for word in form[1:]:
        following = _next_mark(text, word, spans[-1][1], limit)
        restart = _next_mark(text, form[0], spans[-1][1], limit)
        if following is None or (restart is not None and restart < following):
            break
        spans.append((following, following + len(word)))
    return spans


def _begins(text: str, mark: str, at: int) -> bool:
    """Tell whether an ordinal stands at an offset; 1.2 is no 1."""
    return text.startswith(mark, at) and not text[at + len(mark) : at + len(mark) + 1].isdigit()


def _next_mark(text: str, word: str, start: int, limit: int) -> int | None:
    at = text.find(word, start, limit)
    while at >= 0 and (text[at - 1] not in "；。：，\n " or not _begins(text, word, at)):
        at = text.find(word, at + 1, limit)
    return at if at >= 0 else None


def _exact(reading: Reading, found: re.Match[str], number: int, items: list[tuple[int, int]]) -> Claim | None:
    if len(items) < 2:
        return None
    rest_end = reading.text.find("\n", items[-1][1], reading.end)
    rest = reading.text[items[-1][1] : rest_end if rest_end >= 0 else reading.end]
    if number != len(items) and (re.search(r"(?:^|[；。，])(?:此外|另外|还有|同时)", rest) or number > 9):
        return None
    return _claim(reading, found.start("n"), found.end("measure"), number, items, len(items))


def _named(reading: Reading, found: re.Match[str], number: int) -> Claim | None:
    if found["mark"] == "。":
        return None
    text, start = reading.text, found.end()
    closing = "）" if found["mark"] == "（" else "。"
    end = min(
        (at for at in (text.find(mark, start, start + _LIST_REACH) for mark in (closing, "\n")) if at >= 0),
        default=-1,
    )
    if end < 0 or _OPEN.search(text, start, end) or re.search(r"[，；：（。]", text[start:end]):
        return None
    items = _split(text, start, end)
    if len(items) < 2 or any(not 2 <= b - a <= 14 for a, b in items):
        return None
    noun = found["noun"][-1:]
    is_alike = bool(noun) and all(text[b - 1] == noun for _, b in items)
    lead = text[max(reading.start, found.start() - 8) : found.start()] + found["noun"]
    if not is_alike and (found["mark"] == "（" or not _FOLLOWS.search(lead) or abs(len(items) - number) > 2):
        return None
    joined = sum(len(re.findall(r"和|及|与|或", text[a:b])) for a, b in items)
    right = min(max(number, len(items)), len(items) + joined)
    return _claim(reading, found.start("n"), found.end("measure"), number, items, right)


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    items, at = [], start
    for mark in re.finditer("、", text[start:end]):
        items.append((at, start + mark.start()))
        at = start + mark.end()
    return [*items, (at, end)]


def _behind(reading: Reading) -> Iterator[Claim]:
    text = reading.text
    for found in _BEHIND.finditer(text, reading.start, reading.end):
        number = to_int(found["n"])
        window = max(reading.start, found.start() - _LIST_REACH)
        start = max(
            (text.rfind(mark, window, found.start()) + 1 for mark in "，。；：（）\n“”"), default=window
        )
        start = max(start, window)
        items = _split(text, start, found.start())
        if number is None or len(items) < 2 or start == window:
            continue
        ends = all(text[a:b].endswith(found["noun"]) and b - a > len(found["noun"]) for a, b in items)
        if ends and not re.search(r"和|(?<![涉普])及|与|等|或|除", text[start : found.start()]):
            yield _claim(reading, found.start("n"), found.end("n") + 1, number, items, len(items))


def _claim(
    reading: Reading, start: int, end: int, number: int, items: list[tuple[int, int]], right: int
) -> Claim:
    a, b, quote = reading.raw_span(start, end)
    operands = []
    for item in items:
        left, stop, words = reading.raw_span(*item)
        operands.append(Operand(Fraction(1), "", words, left, stop))
    return Claim(
        quote=quote,
        start=a,
        end=b,
        rule="claim:list",
        confidence=BOUND,
        type="list_count",
        operands=tuple(operands),
        stated=Fraction(number),
        unit="项",
        tolerance=Fraction(0),
        computed=Fraction(right),
        holds=number == right,
        figure=Operand(Fraction(number), "项", quote, a, b),
        step=Fraction(1),
    )
