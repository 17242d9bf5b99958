"""Bring amounts in words into digits, so that one grammar reads both: 百分之九十 is 90%, 八点四公里 is 8.4公里.

Only what can be nothing but an amount: years, shares, numbers with 点 before a unit, and numerals of two or
more characters before a unit. 三个 and 一次 stay words, and so does a numeral that counts ranks or parts.
"""

import re
from collections.abc import Iterator

from gongjian.engines.plandoc.numerals import DIGITS, han_to_int, year_of

_DIGIT = "[零〇一二两三四五六七八九]"
_WHOLE = "[一二两三四五六七八九十][零〇一二两三四五六七八九十百千]*"
_MEASURE = "个百分点|平方公里|平方米|平方千米|平米|㎡|公里|千米|公顷|万|亿|元|米|亩|吨|公斤|人|名|户|小时|倍"
_UNSCALED = _MEASURE.replace("|万|亿", "")
_COUNTED = (
    "个|家|处|项|件|起|场|次|座|栋|幢|盏|株|棵|台|套|辆|份|册|本|张|支|条|道|所|间|部|位|例|宗|天|岁|学时|桶"
)
_ROW = re.compile("^[零〇一二两三四五六七八九]{2,}$|[一二两三四五六七八九]{2}")
"""A row of digits is a year or an identifier, two digits beside each other are about so many: 十五六."""
_SHORT = re.compile("[万亿][一二两三四五六七八九]$")
"""三万五 is thirty-five thousand, as nobody writes who means it exactly."""
_NAME = 40
_SENTENCE = re.compile(r"[，。；：（|\t]")
_AMOUNT = re.compile(
    r"(?P<year>二[〇零○][〇零○一二三四五六七八九]{2})(?=年)"
    rf"|百分之(?P<share>(?:零|{_WHOLE})(?:点{_DIGIT}+)?)"
    rf"|(?<![第十百千万亿零〇一二两三四五六七八九几数点之])"
    rf"(?P<number>{_WHOLE}[万亿]零?{_WHOLE}万?(?=[余多来]?(?:{_UNSCALED}|{_COUNTED}))|(?:零|{_WHOLE})点{_DIGIT}+(?=(?:{_MEASURE}|分(?![之钟])))"
    rf"|{_WHOLE}(?=(?:{_MEASURE}|{_COUNTED}|分(?![之别钟]))))"
)


def spoken_amounts(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and digits of each amount in the words of a line, in their order; names keep theirs."""
    if len(text) <= _NAME and not _SENTENCE.search(text):
        return
    for found in _AMOUNT.finditer(text):
        year, share, number = found["year"], found["share"], found["number"]
        if year:
            yield found.start(), found.end(), str(year_of(year))
            continue
        digits = _digits(share or number)
        if digits and (share or len(number) > 1):
            yield found.start(), found.end(), digits + ("%" if share else "")


def _digits(words: str) -> str | None:
    whole, _, part = words.partition("点")
    if _ROW.search(whole) or _SHORT.search(whole):
        return None
    value = han_to_int(whole)
    if value is None:
        return None
    return str(value) + ("." + "".join(str(DIGITS[char]) for char in part) if part else "")
