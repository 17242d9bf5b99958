"""Write the numerals that an official document uses: for headings, its number and its dates."""

from datetime import date

from gongjian.engines.errors import EngineInputError

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LARGEST = 9999
HEADING_LEVELS = 4


def chinese_numeral(number: int) -> str:
    """Write a whole number from 1 to 9999 in Chinese.

    >>> [chinese_numeral(n) for n in (2, 10, 12, 20, 105, 110, 1010)]
    ['二', '十', '十二', '二十', '一百零五', '一百一十', '一千零一十']

    Raises EngineInputError outside that range.
    """
    if not 1 <= number <= _LARGEST:
        raise EngineInputError(f"序号 {number} 写不成汉字，请用 1 到 {_LARGEST} 之间的整数。")

    digits = [int(digit) for digit in str(number)]
    written = ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            written += _DIGITS[digit] + _UNITS[place]
        elif written and not written.endswith("零"):
            written += "零"
    written = written.rstrip("零")
    return written[1:] if written.startswith("一十") else written


def heading_number(level: int, number: int) -> str:
    """Write the number before a heading of level 1 to 4.

    >>> [heading_number(level, 3) for level in (1, 2, 3, 4)]
    ['三、', '（三）', '3.', '（3）']

    Source: GB/T 9704-2012, 7.3.3.
    """
    if level == 1:
        return f"{chinese_numeral(number)}、"
    if level == 2:
        return f"（{chinese_numeral(number)}）"
    if level == 3:
        return f"{number}."
    if level == HEADING_LEVELS:
        return f"（{number}）"
    raise EngineInputError(f"公文层次只有 4 级，没有第 {level} 级。")


def format_date(day: date) -> str:
    """Write a date as documents do: full year, no leading zeros.

    >>> format_date(date(2026, 1, 5))
    '2026年1月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def format_doc_number(code: str, year: int, serial: int) -> str:
    """Write a document number: body's code, year in hexagonal brackets, serial without leading zeros.

    >>> format_doc_number("临治办发", 2026, 18)
    '临治办发〔2026〕18号'

    Raises EngineInputError for an empty code, a year that is not of four digits, or a serial below 1.
    Source: GB/T 9704-2012, 7.2.5.
    """
    if not code.strip():
        raise EngineInputError("发文字号缺机关代字，请先填代字。")
    if not 1000 <= year <= _LARGEST:
        raise EngineInputError(f"发文字号的年份要写全 4 位，现在是 {year}。")
    if serial < 1:
        raise EngineInputError(f"发文字号的顺序号从 1 起，现在是 {serial}。")
    return f"{code.strip()}〔{year}〕{serial}号"
