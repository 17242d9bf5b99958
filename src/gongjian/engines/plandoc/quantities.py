"""Amounts: numbers with units, per cents and portions in words, in base units and exact."""

import re
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.plandoc.numerals import (
    HAN_COUNT,
    MULTIPLIERS,
    PORTION,
    WHOLE_ARABIC,
    arabic,
    decimals,
    han_to_int,
    is_number,
    portion_percent,
)

_ONE = Fraction(1)
# Base unit and factor of every unit that is converted. Longer names first in the pattern.
_CONVERTED: dict[str, tuple[str, Fraction]] = {
    "元": ("元", _ONE),
    "块钱": ("元", _ONE),
    "元钱": ("元", _ONE),
    "人民币": ("元", _ONE),
    "平方米": ("平方米", _ONE),
    "平方公里": ("平方米", Fraction(1_000_000)),
    "平方千米": ("平方米", Fraction(1_000_000)),
    "公顷": ("平方米", Fraction(10_000)),
    "㎡": ("平方米", _ONE),
    "m²": ("平方米", _ONE),
    "m2": ("平方米", _ONE),
    "平米": ("平方米", _ONE),
    "平方": ("平方米", _ONE),
    "㎢": ("平方米", Fraction(1_000_000)),
    "公里": ("米", Fraction(1000)),
    "千米": ("米", Fraction(1000)),
    "km": ("米", Fraction(1000)),
    "延米": ("米", _ONE),
    "米": ("米", _ONE),
    "吨": ("公斤", Fraction(1000)),
    "公斤": ("公斤", _ONE),
    "千克": ("公斤", _ONE),
    "斤": ("公斤", Fraction(1, 2)),
    "人": ("人", _ONE),
    "名": ("人", _ONE),
    "位": ("人", _ONE),
}
_COUNTING = (
    "人次|台次|辆次|架次|艘次|班次|批次|个百分点|百分点|个小时|小时|分钟|个工作日|工作日|个月|车次|户次|家次|万步|立方米|千瓦时|千瓦|"
    "亩|户|个|家|场次|场|次|件|项|处|条|座|栋|幢|盏|株|棵|台|套|辆|份|册|本|张|期|篇|支|段|道|起|只|间|所|块|片|口|根|对|队|组|类|批|"
    "部|门|面|票|针次|束|枚|桶|袋|瓶|箱|包|首|幅|副|顶|把|架|艘|匹|头|尾|扇|孔|眼|盆|节|课时|学时|例|宗|笔|单|班|届|岁|周岁|天|日|年|周|分|股|床|格|栏|档|款|版|封|杯|桌|席|公升|升|词|字|"
    "点|层|步|轮|号|级|星|度|倍|折|具|趟|页|行|排|级别|时|镇|乡|村|街|区"
)
_UNIT = "|".join(sorted([re.escape(u) for u in _CONVERTED], key=len, reverse=True))
_ORDERED_UNITS = "|".join(
    sorted([*(re.escape(u) for u in _CONVERTED), *_COUNTING.split("|")], key=len, reverse=True)
)
UNITS = _ORDERED_UNITS
"""A pattern for every unit of measure and counting word, longest first."""
_SCALE = r"(?:百万|千万|万|亿|千|百)?"
_PER = r"(?:/(?:平方米|㎡|人|户|月|年|天|次|个|亩|吨|公里|米|处|[\u3400-\u9fff]{1,3}))?"
_AMOUNT = re.compile(
    rf"(?P<number>{WHOLE_ARABIC}) ?(?P<scale>{_SCALE})(?P<more>余|多|来)?(?P<scale2>万|亿)?(?P<unit>{_ORDERED_UNITS})(?P<more2>(?:余|多)(?!\d))?(?P<per>{_PER})"
)
_HAN_AMOUNT = re.compile(
    rf"(?P<number>[一二两三四五六七八九十]{HAN_COUNT}{{0,15}})(?P<scale>万|亿)?(?P<more>余|多|来)?(?P<unit>{_UNIT}|亩|户)(?!一体|次|民|员|大代表|士|才|口|群|均|性|类|心|文|居|行|民币|字)"
)
_SUM = re.compile(
    rf"(?:资金|投资|经费|投入|费用|金额|收入|支出|善款|捐款|总额|造价)(?:合计|共计?|约|近|为|达|超|需)*"
    rf"(?P<number>{WHOLE_ARABIC}) ?(?P<scale>万|亿)(?P<more>余|多)?(?![\u3400-\u9fff\d.])"
)
"""A sum of money whose unit is left out: 项目资金为35万，."""
_PERCENT = re.compile(rf"(?P<number>{WHOLE_ARABIC}) ?(?P<sign>%|‰|个百分点|百分点)")
_PORTION = re.compile(PORTION)
_AS_NAME = re.compile(r"行动|阶段|专项|攻坚|工作|方案|计划|活动|检查|排查|走访")
"""After 清零 or 全覆盖 these make a name of it: 清零行动 sets no figure."""
_RANK_BEFORE = re.compile(r"(?:第|星期|周|No\.?|NO\.?|编号|[A-Za-z])$")
_SPAN_OF_TIME = re.compile("[多半]个?(?:小时|月|星期|学期|季度|工作日)")
"""Behind 个 these count time: 2个多小时."""
_RATES = {"%": "percent", "个百分点": "points", "百分点": "points", "‰": "permille"}
_DURATIONS = frozenset(
    {
        "年",
        "月",
        "个月",
        "日",
        "天",
        "周",
        "小时",
        "个小时",
        "分钟",
        "时",
        "岁",
        "周岁",
        "工作日",
        "个工作日",
        "届",
        "号",
        "度",
        "分",
        "级",
        "星",
        "倍",
        "折",
        "层",
        "点",
        "页",
        "行",
        "步",
    }
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit. `value` in the base `unit`; `step` is one unit of the last digit written.

    `kind` is count, percent, points (percentage points), marks, time or portion.
    """

    start: int
    end: int
    value: Fraction
    unit: str
    kind: str
    step: Fraction
    approx: bool
    written_unit: str
    han: bool = False


def base_unit(written: str) -> tuple[str, Fraction]:
    """Return the base unit of a written one and the factor to it; a word that is no unit stays as it is.

    >>> base_unit("万元"), base_unit("公顷"), base_unit("户")
    (('元', Fraction(10000, 1)), ('平方米', Fraction(10000, 1)), ('户', Fraction(1, 1)))
    """
    for scale in ("", "万", "亿"):
        bare = written.removeprefix(scale)
        if bare != written or not scale:
            base, factor = _CONVERTED.get(bare, (bare, Fraction(1)))
            if bare in _CONVERTED or scale:
                return base, factor * MULTIPLIERS.get(scale, 1)
    return written, Fraction(1)


def kind_of(unit: str) -> str:
    """Return the kind of the amounts told in a base unit.

    >>> kind_of("%"), kind_of("元"), kind_of("个月")
    ('percent', 'count', 'time')
    """
    if unit in _RATES:
        return _RATES[unit]
    if unit == "分":
        return "marks"
    return "time" if unit in _DURATIONS else "count"


def _amounts(text: str, start: int, end: int) -> list[Amount]:
    found_amounts = []
    for found in _AMOUNT.finditer(text, start, end):
        before = text[max(start, found.start("number") - 3) : found.start("number")]
        if not is_number(found["number"]):
            continue
        if _RANK_BEFORE.search(before) or text[found.start("number") - 1 : found.start("number")] == ".":
            continue
        unit = found["unit"]
        scale = MULTIPLIERS.get(found["scale"] or "", 1) * MULTIPLIERS.get(found["scale2"] or "", 1)
        base, factor = _CONVERTED.get(unit, (unit, _ONE))
        if unit == "时" and text[found.end() : found.end() + 1] in ("常", "间"):
            continue
        if unit == "单" and text[found.end() : found.end() + 1] in ("元", "位"):
            continue
        if unit == "个" and _SPAN_OF_TIME.match(text, found.end("unit")):
            continue
        number = found["number"]
        value, step = arabic(number), Fraction(1, 10 ** decimals(number))
        if scale != 1 or factor is not _ONE:
            value, step = value * scale * factor, step * scale * factor
        approx = bool(found["more"] or found["more2"] or before.endswith(("约", "近", "逾")))
        base += found["per"] or ""
        found_amounts.append(
            Amount(
                found.start("number"),
                found.end(),
                value,
                base,
                kind_of(unit),
                step,
                approx,
                unit + (found["per"] or ""),
            )
        )
    return found_amounts


def _sums(text: str, start: int, end: int) -> list[Amount]:
    sums = []
    for found in _SUM.finditer(text, start, end):
        scale, number = MULTIPLIERS[found["scale"]], found["number"]
        step = Fraction(scale, 10 ** decimals(number))
        approx = bool(found["more"]) or text[found.start("number") - 1] in "约近"
        sums.append(
            Amount(
                found.start("number"), found.end(), arabic(number) * scale, "元", "count", step, approx, "元"
            )
        )
    return sums


def _percents(text: str, start: int, end: int) -> list[Amount]:
    amounts = []
    for found in _PERCENT.finditer(text, start, end):
        if not is_number(found["number"]):
            continue
        sign = found["sign"]
        unit, kind = ("%", "percent") if sign == "%" else ("个百分点", "points")
        if sign == "‰":
            unit, kind = "‰", "permille"
        approx = text[max(start, found.start() - 1) : found.start()] in ("约", "近")
        step = Fraction(1, 10 ** decimals(found["number"]))
        amounts.append(
            Amount(found.start(), found.end(), arabic(found["number"]), unit, kind, step, approx, unit)
        )
    for found in _PORTION.finditer(text, start, end):
        if not is_number(found["percent"] or "") or _false_portion(text, found):
            continue
        step = Fraction(10)
        if found["share"]:
            step = (
                Fraction(5) if found["half"] == "半" else Fraction(10) if not found["half"] else Fraction(1)
            )
        elif found["percent"] or found["below"]:
            step = Fraction(1)
        unit = (
            ""
            if (found["full"] and found["full"].startswith("清零")) or "零" in (found["full"] or "")
            else "%"
        )
        amounts.append(
            Amount(
                found.start(), found.end(), portion_percent(found), unit, "portion", step, False, unit, True
            )
        )
    return amounts


def _false_portion(text: str, found: re.Match[str]) -> bool:
    after = text[found.end() : found.end() + 1]
    before = text[max(0, found.start() - 1) : found.start()]
    if found["full"] and before and before in "一二三四五六七八九十两双":
        return True
    if found["full"] and _AS_NAME.match(text, found.end()):
        return True
    if found["share"]:
        return bool(after and after in "立果员熟长效功为本") or bool(before and before in "第组构")
    if found["most"] == "过半":
        return bool(after and after in "年月天")
    return bool(found["most"] == "对半")


def _han_amounts(text: str, start: int, end: int) -> list[Amount]:
    amounts = []
    for found in _HAN_AMOUNT.finditer(text, start, end):
        number = han_to_int(found["number"])
        before = text[max(start, found.start() - 1) : found.start()]
        if number is None or number == 0 or (before in ("第", "点", "之", "·", "每") and before):
            continue
        if found["unit"] in ("位", "名", "人", "户") and number < 2 and not found["scale"]:
            continue
        scale = MULTIPLIERS.get(found["scale"] or "", 1)
        base, factor = _CONVERTED.get(found["unit"], (found["unit"], Fraction(1)))
        value = number * scale * factor
        step = Fraction(scale) * factor
        amounts.append(
            Amount(
                found.start(),
                found.end(),
                value,
                base,
                "count",
                step,
                bool(found["more"]),
                found["unit"],
                True,
            )
        )
    return amounts


def find_amounts(
    text: str, start: int, end: int, taken: tuple[tuple[int, int], ...] = ()
) -> tuple[Amount, ...]:
    """Return the amounts of `text[start:end]` in order, none of them inside a `taken` span."""
    chosen: list[Amount] = []
    busy = sorted(taken)
    spans = [
        *_percents(text, start, end),
        *_sums(text, start, end),
        *_amounts(text, start, end),
        *_han_amounts(text, start, end),
    ]
    spans.sort(key=lambda a: (a.start, -a.end))
    at = 0
    last_end = -1
    for amount in spans:
        while at < len(busy) and busy[at][1] <= amount.start:
            at += 1
        inside = at < len(busy) and busy[at][0] < amount.end and busy[at][0] <= amount.start
        if inside or amount.start < last_end:
            continue
        chosen.append(amount)
        last_end = amount.end
    return tuple(chosen)
