"""Dates, ranges and recurrences as plans write them, to ISO dates, months and `every:` rules.

3月底 is the month; 3月上旬 the 10th, 中旬 the 20th; 一季度 is March; a year is its December.
A date without a year takes the last year written in its paragraph, else that of the headings above
it, else the document's; without any it stays undated (None), as does a lunar feast.
"""

import re
from calendar import monthrange
from dataclasses import dataclass

from gongjian.engines.plandoc.numerals import to_int, year_of
from gongjian.engines.plandoc.spans import Spans

_HAN_SMALL = r"[一二三四五六七八九十]{1,3}"
_NUM = rf"(?:\d{{1,2}}|{_HAN_SMALL})"
_YEAR = r"(?:(?P<{p}year>(?:19|20)\d\d|二[〇零○][一二三四五六七八九〇零○]{{2}})年度?|(?P<{p}rel>今年|本年度?|当年|明年|次年|翌年|去年|上年))"
_PART = r"(?P<{p}part>上旬|中旬|下旬|初|底|末|上半月|下半月)"
_POINT = (
    rf"(?:{_YEAR}的?)?(?:(?P<{{p}}month>{_NUM})月(?:份)?(?:(?P<{{p}}day>{_NUM})[日号]|{_PART})?"
    r"|(?P<{p}half>上半年|下半年|全年)|(?<![上下本每同])(?:第)?(?P<{p}quarter>[一二三四1-4])季度(?:末|底)?|(?P<{p}edge>年底|年末|年内|年终|年中|年初|底|末|内))"
)
_TO = r"\s*(?:[—～-]{1,2}|至|到)\s*"
# What a date may begin with, looked at first: most characters of a text begin none.
_YEAR_OR_NUMBER = "0-9一二三四五六七八九十今本当明次翌去上"
_MAY_POINT = rf"(?=[{_YEAR_OR_NUMBER}下全第年底末内])"
_MAY_MONTH = rf"(?=[{_YEAR_OR_NUMBER}])"


def _named(pattern: str, prefix: str) -> str:
    return pattern.replace("{p}", prefix).replace("{{", "{").replace("}}", "}")


_ONE = re.compile(_MAY_POINT + _named(_POINT, "a"))
_BARE_YEAR = re.compile(
    r"(?=[12到至截力争确于在])(?:到|至|截至|力争|争取|确保|于|在)?(?P<year>(?:19|20)\d\d)年(?!度?(?:以来|\d|[一二三四五六七八九十]{1,2}月))"
)
_YEARS = re.compile(
    r"(?P<a>20\d\d)年?\s*[—～-]{1,2}\s*(?P<b>20\d\d)年|(?P<c>20\d\d)年?(?:至|到)(?P<d>20\d\d)年"
)
_NUMERIC = re.compile(
    r"(?P<y>20\d\d)[./-](?P<m>0?[1-9]|1[0-2])(?:[./-](?P<d>[0-2]?\d|3[01]))?(?![\d.%]|\s?[万亿元个人户亩米㎡平公吨件名])"
)
_NUMERIC_RANGE = re.compile(
    r"(?P<y>20\d\d)[./](?P<m>\d{1,2})(?:[./](?P<d>\d{1,2}))?\s*(?:[—～-]{1,2}|至|到)\s*(?:(?P<y2>20\d\d)[./])?(?P<m2>\d{1,2})(?P<d2>[./]\d{1,2})?(?![\d.%])"
)
_RANGE = re.compile(_MAY_POINT + _named(_POINT, "a") + _TO + _named(_POINT, "b"))
_MONTH_RANGE = re.compile(
    _MAY_MONTH
    + _named(rf"(?:{_YEAR})?", "a")
    + rf"(?P<am>{_NUM}){_TO}(?P<bm>{_NUM})月(?:份)?(?P<edge>底|末|上旬|中旬|下旬)?(?!\d)"
)
_DAY_RANGE = re.compile(
    _MAY_MONTH
    + _named(rf"(?:{_YEAR})?", "a")
    + rf"(?P<m>{_NUM})月(?P<ad>{_NUM})[日号]?{_TO}(?P<bd>{_NUM})[日号](?!\d)"
)
_QUARTERS = re.compile(r"(?<![一二三四])(?P<a>[一二三四])(?:、|至|到|—)(?P<b>[一二三四])季度")
_MEMORY = 600  # characters a year is remembered for inside one paragraph
_WEEKDAYS = "一二三四五六日天"
_WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EVERY = re.compile(
    r"(?=[每半])(?:(?P<week>每(?:逢)?(?:个)?(?:周|星期|礼拜)(?!年|边|期限)(?P<days>[一二三四五六日天末](?:(?:[、和及至到—-]|)(?:周|星期)?[一二三四五六日天末](?![个次名]))*)?)"
    r"|(?P<nth>每(?:个)?月(?:份)?的?第(?P<ord>[一二三四五1-5])个?(?:周的?(?=周|星期))?(?:周|星期)(?P<wd>[一二三四五六日天]))"
    rf"|(?P<month>每(?:个)?月(?:份)?(?:的)?(?:(?P<mday>{_NUM})[日号]|(?P<mend>底|末|月底|月末))?)"
    rf"|(?P<quarter>每(?:个)?季度?(?:(?P<qend>末|底|最后)|(?P<qnext>(?:结束)?(?:后)?(?:的)?(?:次月|下(?:一)?(?:季度?)?(?:首)?月|次季(?:度)?首月|首月)|后)(?P<qday>{_NUM})[日号])?)"
    r"|(?P<half>每半年|半年一次)"
    rf"|(?P<year>每年(?:度)?(?:的)?(?:(?P<ym>{_NUM})月(?:份)?(?:(?P<yd>{_NUM})[日号]|底|末|上旬|中旬|下旬)?|(?P<yend>底|末|年底|年末))?)"
    r"|(?P<day>每(?:日|天|晚)(?:(?:上午|下午|晚上?)?\d{1,2}(?:时|点|:\d\d)(?:半|\d{1,2}分)?(?:之?前)?)?))"
)
_NOT_EVERY = re.compile(
    r"每(?:年|月|日|天|季度|周)(?:不(?:少于|低于|超过)|至少)?\d+(?:元|万元|份)|每月每|每日每"
)
_FEAST_DAYS = {
    "妇女": (3, 8),
    "劳动": (5, 1),
    "五一": (5, 1),
    "青年": (5, 4),
    "儿童": (6, 1),
    "六一": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "教师": (9, 10),
    "国庆": (10, 1),
}
_FEAST = re.compile(rf"(?P<name>“?(?:{'|'.join(_FEAST_DAYS)})”?(?:节)?)(?=(?:之|来临之|到来之)?前)")
_BEFORE = re.compile(r"(?:[日号]?\s*(?:（[^）]{1,12}）)?)?(?:下班)?\s*(?:之前|以前|前|底前|末前)")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, range or recurrence; `first` and `last` are ISO, `last` alone for a recurrence."""

    start: int
    end: int
    first: str | None
    last: str | None
    kind: str
    deadline: bool


@dataclass(frozen=True, slots=True)
class YearContext:
    """Where the year of a date without one comes from: headings by offset, then the document."""

    default: int | None
    headings: tuple[tuple[int, int, int], ...] = ()

    def at(self, text: str, offset: int) -> int | None:
        """Return the year that holds at `offset`, None where one stands there that was left blank."""
        if offset and text[offset - 1] == "年":
            return None
        near = max(0, offset - _MEMORY)
        line_start = max(text.rfind("\n", near, offset) + 1, near)
        years = re.findall(r"(?<!〔)(?<!\d)((?:19|20)\d\d)年", text[line_start:offset])
        if years:
            return int(years[-1])
        for start, end, year in reversed(self.headings):
            if start <= offset < end:
                return year
        return self.default


def _iso(year: int | None, month: int, day: int | None) -> str | None:
    if year is None or not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _year_of(found: re.Match[str], prefix: str, default: int | None) -> int | None:
    groups = found.groupdict()
    written, relative = groups.get(prefix + "year"), groups.get(prefix + "rel")
    if written:
        return year_of(written)
    if relative and default is not None:
        return default + {"明": 1, "次": 1, "翌": 1, "去": -1, "上": -1}.get(relative[0], 0)
    return default


def _point(
    found: re.Match[str], prefix: str, default: int | None
) -> tuple[str | None, str | None, int | None]:
    """Return first day or month, last day or month, and the year of one point in time."""
    year = _year_of(found, prefix, default)
    month_text = found[prefix + "month"]
    if month_text:
        month = to_int(month_text) or 0
        day = to_int(found[prefix + "day"]) if found[prefix + "day"] else None
        part = found[prefix + "part"]
        if part in ("上旬", "中旬", "上半月"):
            return (
                _iso(year, month, 11 if part == "中旬" else 1),
                _iso(year, month, {"上旬": 10, "中旬": 20, "上半月": 15}[part]),
                year,
            )
        if part == "下旬":
            return _iso(year, month, 21), _iso(year, month, None), year
        return _iso(year, month, day), _iso(year, month, day), year
    if found[prefix + "quarter"]:
        quarter = to_int(found[prefix + "quarter"]) or 1
        return _iso(year, quarter * 3 - 2, None), _iso(year, quarter * 3, None), year
    half = found[prefix + "half"]
    if half:
        first, last = {"上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12)}[half]
        return _iso(year, first, None), _iso(year, last, None), year
    month = {"年中": 6, "年初": 1}.get(found[prefix + "edge"], 12)
    return _iso(year, 1, None), _iso(year, month, None), year


def read_date(text: str) -> str | None:
    """Return the ISO form of the first full date in a text, None without one.

    >>> read_date("二〇二四年三月五日"), read_date("2024年3月")
    ('2024-03-05', '2024-03')
    """
    found = _ONE.search(text.replace(" ", "").replace("○", "〇"))
    if not found or not found["ayear"]:
        return None
    return _point(found, "a", None)[1]


def _recurrence(found: re.Match[str], text: str) -> str:
    if found["week"]:
        return "every:week" + _week_days(found["days"] or "")
    if found["nth"]:
        weekday = _WEEKDAY_NAMES[min(_WEEKDAYS.index(found["wd"]), 6)]
        return f"every:month:{weekday}{to_int(found['ord'])}"
    if found["month"]:
        if found["mday"]:
            return f"every:month:{to_int(found['mday']) or 0:02d}"
        return "every:month:end" if found["mend"] else "every:month"
    if found["quarter"]:
        if found["qday"]:
            return f"every:quarter:next:{to_int(found['qday']) or 0:02d}"
        if found["qend"]:
            return "every:quarter:end"
        once = re.match(r"[^，。；]{0,14}(?:一|1)次", text[found.end() : found.end() + 20])
        return "every:quarter:1" if once else "every:quarter"
    if found["half"]:
        return "every:half-year"
    if found["year"]:
        if found["ym"]:
            month = f"every:year:{to_int(found['ym']) or 0:02d}"
            return month + (f"-{to_int(found['yd']) or 0:02d}" if found["yd"] else "")
        return "every:year:12" if found["yend"] else "every:year"
    return "every:day"


def _week_days(text: str) -> str:
    days: list[int] = []
    bare = text.replace("周", "").replace("星期", "")
    for i, char in enumerate(bare):
        if char == "末":
            days += [6, 7]
        elif char in _WEEKDAYS:
            day = min(_WEEKDAYS.index(char) + 1, 7)
            if days and i and bare[i - 1] in "至到—-":
                days += list(range(days[-1] + 1, day + 1))
            else:
                days.append(day)
    return ":" + ",".join(str(d) for d in dict.fromkeys(days)) if days else ""


def _is_deadline(text: str, end: int) -> bool:
    return bool(_BEFORE.match(text[end : end + 14]))


class _Reader:
    def __init__(self, text: str, start: int, end: int, years: YearContext) -> None:
        self.text, self.start, self.end, self.years = text, start, end, years
        self.taken = Spans()
        self.mentions: list[DateMention] = []

    def _add(self, start: int, end: int, first: str | None, last: str | None, kind: str) -> None:
        if not self.taken.meets(start, end):
            self.taken.add(start, end)
            self.mentions.append(DateMention(start, end, first, last, kind, _is_deadline(self.text, end)))

    def read(self) -> tuple[DateMention, ...]:
        for reader in (
            self._every,
            self._numeric_ranges,
            self._ranges,
            self._short_ranges,
            self._quarter_ranges,
            self._year_ranges,
            self._points,
            self._feasts,
            self._bare_years,
        ):
            reader()
        return tuple(sorted(self.mentions, key=lambda m: m.start))

    def _finditer(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        return list(pattern.finditer(self.text, self.start, self.end))

    def _every(self) -> None:
        for found in self._finditer(_EVERY):
            if not _NOT_EVERY.match(self.text[found.start() : found.start() + 20]):
                self._add(found.start(), found.end(), None, _recurrence(found, self.text), "every")

    def _ranges(self) -> None:
        for found in self._finditer(_RANGE):
            year = self.years.at(self.text, found.start())
            first, _, begin_year = _point(found, "a", year)
            _, last, end_year = _point(found, "b", begin_year)
            if first and last and last[:7] < first[:7] and not found["byear"] and end_year is not None:
                last = f"{end_year + 1}{last[4:]}"
            self._add(found.start(), found.end(), first, last, "range")

    def _numeric_ranges(self) -> None:
        for found in self._finditer(_NUMERIC_RANGE):
            year, later = int(found["y"]), int(found["y2"] or found["y"])
            months = [int(found["m"]), int(found["m2"])]
            days = [int(found["d"]) if found["d"] else None, int(found["d2"][1:]) if found["d2"] else None]
            if days[0] and not days[1] and not found["y2"]:
                months, days = [months[0], months[0]], [days[0], months[1]]
            first, last = _iso(year, months[0], days[0]), _iso(later, months[1], days[1])
            if first and last and (days[0] is None) == (days[1] is None):
                self._add(found.start(), found.end(), first, last, "range")

    def _short_ranges(self) -> None:
        for found in self._finditer(_DAY_RANGE):
            year = _year_of(found, "a", self.years.at(self.text, found.start()))
            month = to_int(found["m"]) or 0
            first, last = _iso(year, month, to_int(found["ad"])), _iso(year, month, to_int(found["bd"]))
            self._add(found.start(), found.end(), first, last, "range")
        for found in self._finditer(_MONTH_RANGE):
            year = _year_of(found, "a", self.years.at(self.text, found.start()))
            begin, end = to_int(found["am"]) or 0, to_int(found["bm"]) or 0
            later = year + 1 if year is not None and end < begin else year
            self._add(found.start(), found.end(), _iso(year, begin, None), _iso(later, end, None), "range")

    def _quarter_ranges(self) -> None:
        for found in self._finditer(_QUARTERS):
            year = self.years.at(self.text, found.start())
            first, last = (to_int(found["a"]) or 1) * 3 - 2, (to_int(found["b"]) or 1) * 3
            self._add(found.start(), found.end(), _iso(year, first, None), _iso(year, last, None), "range")

    def _year_ranges(self) -> None:
        for found in self._finditer(_YEARS):
            begin, end = int(found["a"] or found["c"]), int(found["b"] or found["d"])
            self._add(found.start(), found.end(), _iso(begin, 1, None), _iso(end, 12, None), "range")

    def _points(self) -> None:
        for found in self._finditer(_NUMERIC):
            day = int(found["d"]) if found["d"] else None
            iso = _iso(int(found["y"]), int(found["m"]), day)
            self._add(found.start(), found.end(), iso, iso, "point")
        for found in self._finditer(_ONE):
            if found["aedge"] == "年内" and self.text[found.start() - 1 : found.start()] in tuple(
                "一二三四五六七八九十两半0123456789"
            ):
                continue
            if found["aedge"] in ("底", "末", "内") and not (found["ayear"] or found["arel"]):
                continue
            year = self.years.at(self.text, found.start())
            first, last, _ = _point(found, "a", year)
            self._add(found.start(), found.end(), first, last, "point")

    def _feasts(self) -> None:
        """Add the feasts of the solar calendar where work is due before them: 国庆节前."""
        for found in self._finditer(_FEAST):
            year = self.years.at(self.text, found.start())
            month, day = next(value for word, value in _FEAST_DAYS.items() if word in found["name"])
            iso = _iso(year, month, day)
            self._add(found.start(), found.end("name"), iso, iso, "point")

    def _bare_years(self) -> None:
        for found in self._finditer(_BARE_YEAR):
            year = int(found["year"])
            self._add(found.start(), found.end(), _iso(year, 1, None), _iso(year, 12, None), "year")


def find_dates(text: str, start: int, end: int, years: YearContext) -> tuple[DateMention, ...]:
    """Return the dates, ranges and recurrences of `text[start:end]` in order, without overlaps."""
    return _Reader(text, start, end, years).read()
