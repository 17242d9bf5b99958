"""What the text of a document asks for: which indicator, where, over which period, with which parameters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from gongjian.apps.documents.models import Document
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import areas_near, children_of, names_of
from gongjian.core.access import any_prefix
from gongjian.core.errors import Invalid
from gongjian.core.figures import Period
from gongjian.core.registry import AREA, Indicator, list_indicators, prefixes_of
from gongjian.engines.quoting import (
    ChangeToken,
    FigureToken,
    HeadingLine,
    Line,
    MarkupError,
    TableToken,
    parse,
)

LEVEL_WORDS = {
    "市": Level.CITY,
    "区县": Level.COUNTY,
    "街道": Level.STREET,
    "乡镇": Level.STREET,
    "社区": Level.COMMUNITY,
}
TABLE_OPTIONS = frozenset({"级别", "标题", "地方", "期间", "合计", "空行"})
YES = ("是", "有")
WHOLE = "合计"
EMPTY_ROWS, LEFT_OUT = "空行", "不列"
"""The option of a table that leaves out places with nothing to tell."""
OWN = "="
"""Ends the code of a table's row for what no row of the table holds, the records of the place itself."""
MAX_TABLE_ROWS = 300
CELL_MARK = "#"
OFFICIAL_LANGUAGE = "zh-hans"


@dataclass(frozen=True)
class Request:
    """Figures to read for one token: an indicator over a place and period."""

    indicator: Indicator
    place_code: str
    period: Period
    params: Mapping[str, Any]


def parse_body(body: str) -> tuple[Line, ...]:
    """Parse a text, turning what can't be read into a sentence for the person."""
    try:
        return parse(body)
    except MarkupError as error:
        raise Invalid(str(error)) from error


def tokens_of(lines: Iterable[Line]) -> list[FigureToken | TableToken]:
    """List the tokens of parsed lines, each slot once, in order."""
    found: dict[str, FigureToken | TableToken] = {}
    for line in lines:
        if isinstance(line, TableToken):
            found.setdefault(line.slot, line)
            continue
        for part in line.body if isinstance(line, HeadingLine) else line.parts:
            asked = (part.now, part.base) if isinstance(part, ChangeToken) else (part,)
            for token in asked:
                if isinstance(token, FigureToken):
                    found.setdefault(token.slot, token)
    return list(found.values())


def official_name(indicator: Indicator) -> str:
    """Return the indicator's Chinese name, whatever language the person reads the pages in."""
    with override(OFFICIAL_LANGUAGE):
        return str(indicator.name)


def official_unit(indicator: Indicator) -> str:
    """Return the indicator's Chinese unit."""
    with override(OFFICIAL_LANGUAGE):
        return str(indicator.unit)


def find_indicator(name: str, at: str) -> Indicator:
    """Find a definition that holds at a place by its key or its Chinese name; Invalid names the near ones."""
    known = sorted(list_indicators(at), key=lambda indicator: len(indicator.owner_code))
    by_name = {official_name(indicator): indicator for indicator in known}
    by_key = {indicator.key: indicator for indicator in known}
    found = by_key.get(name) or by_name.get(name)
    if found is None:
        near = sorted(by_name, key=lambda known: -len(set(known) & set(name)))[:3]
        raise Invalid(f"没有名为“{name}”的指标。相近的有：{'、'.join(near) or '无'}。")
    return found


def request_of(document: Document, token: FigureToken) -> Request:
    """Say what a quoted figure asks for: the document's place, period and parameters unless it names others."""
    options = dict(token.options)
    place_code, area = _where(document, options.pop("地方", ""))
    period = _period(document, options.pop("期间", ""))
    indicator = find_indicator(token.indicator, document.place_code)
    return Request(indicator, place_code, period, _params(document, indicator, {**options, **area}))


def columns_of(document: Document, token: TableToken) -> list[Request]:
    """Say what each column of a table asks for."""
    place_code, area = _where(document, token.options.get("地方", ""))
    period = _period(document, token.options.get("期间", ""))
    indicators = [find_indicator(name, document.place_code) for name in token.indicators]
    options = {name: value for name, value in token.options.items() if name not in TABLE_OPTIONS} | area
    known = {AREA, *(name for indicator in indicators for name in indicator.param_names)}
    if unknown := set(options) - known:
        raise Invalid(f"表没有“{min(unknown)}”这个选项。可用：{'、'.join(sorted(TABLE_OPTIONS | known))}。")
    return [
        Request(
            indicator,
            place_code,
            period,
            _params(
                document, indicator, {k: v for k, v in options.items() if k in (*indicator.param_names, AREA)}
            ),
        )
        for indicator in indicators
    ]


def table_places(document: Document, token: TableToken) -> list[tuple[str, str]]:
    """List the places that a table has as rows, as (code, name), the whole last if it is asked for.

    Invalid when they are too many for a page.
    """
    words = token.options.get("级别", "")
    level = LEVEL_WORDS.get(words)
    if words and level is None:
        raise Invalid(f"表的级别“{words}”不认识。可以写：{'、'.join(LEVEL_WORDS)}。")
    place_code, area = _where(document, token.options.get("地方", ""))
    if token.options.get(EMPTY_ROWS, LEFT_OUT) != LEFT_OUT:
        raise Invalid(f"表的“{EMPTY_ROWS}”只能写“{LEFT_OUT}”；要列出全部，就不写这一项。")
    prefixes = prefixes_of(place_code, {**document.params, **area})
    rows = children_of(place_code)
    if level is not None:
        rows = Place.objects.filter(any_prefix("code", prefixes), level=level).current().order_by("code")
    elif prefixes != (place_code,):
        rows = Place.objects.filter(code__in=prefixes).current().order_by("code")
    places = list(rows.values_list("code", "name")[: MAX_TABLE_ROWS + 1])
    if len(places) > MAX_TABLE_ROWS:
        raise Invalid(f"表有 {MAX_TABLE_ROWS} 多行，公文里放不下。请把级别写高一级，或用“地方=”缩小范围。")
    if label := token.options.get(WHOLE, ""):
        places.append((place_code, WHOLE if label in YES else label))
    return places


def cell_slot(token: TableToken, indicator: Indicator, place_code: str) -> str:
    """Name the slot of one cell of a table."""
    return f"{token.slot}{CELL_MARK}{indicator.key}{CELL_MARK}{place_code}"


def _params(document: Document, indicator: Indicator, options: Mapping[str, str]) -> dict[str, Any]:
    allowed = {*indicator.param_names, AREA}
    if unknown := set(options) - allowed:
        raise Invalid(
            f"“{official_name(indicator)}”没有“{min(unknown)}”这个选项。"
            f"可用：{'、'.join(['地方', '期间', *sorted(allowed)])}。"
        )
    usual = {name: value for name, value in document.params.items() if name in allowed}
    asked = {**usual, **options}
    for name, value in asked.items():
        if not str(value).isascii() or not str(value).isalnum() or len(str(value)) > 18:
            raise Invalid(f"选项“{name}={value}”读不懂，要写编号。")
    return asked


def _period(document: Document, text: str) -> Period:
    if text == "上期":
        return document.period.previous()
    if text == "去年同期":
        return document.period.year_before()
    if not text:
        return document.period
    try:
        return Period.parse(text)
    except (ValueError, IndexError) as error:
        raise Invalid(
            f"期间“{text}”读不懂。请写成 2026、2026-Q3、2026-09、上期、去年同期 或 2026-01-01..2026-06-30。"
        ) from error


def _where(document: Document, text: str) -> tuple[str, dict[str, str]]:
    """Return the place that a name or code means, or the document's own with the area that the name means."""
    area = areas_near(document.place_code).filter(name=text).first() if text else None
    if area is not None:
        return document.place_code, {AREA: str(area.pk)}
    return _place_code(document, text), {}


def _place_code(document: Document, text: str) -> str:
    if not text:
        return document.place_code
    if text.isdigit():
        code = text if text.startswith(document.place_code) else ""
    else:
        rows = Place.objects.within(document.place_code).current().filter(name=text)
        code = rows.order_by("level", "code").values_list("code", flat=True).first() or ""
    if not code:
        here = names_of([document.place_code]).get(document.place_code, "本地")
        raise Invalid(f"“{text}”不在{here}下面，或者没有这个地方。")
    return code
