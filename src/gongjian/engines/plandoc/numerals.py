"""Read numbers as Chinese documents write them: digits, numerals, fractions and portions in words."""

import re
from decimal import Decimal
from fractions import Fraction

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
YEAR = "(?:(?:19|20)[0-9]{2}|二[〇零○][〇零○一二三四五六七八九]{2})"
"""A year in digits or in Chinese numerals."""
MULTIPLIERS = {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100, "百万": 1_000_000, "千万": 10_000_000}
HAN_NUMBER = r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]"
HAN_COUNT = r"[零〇一二两三四五六七八九十百千]"
ARABIC = r"\d(?:\d{0,2}(?:,\d{3})++|\d*+)(?:\.\d++)?"
LONGEST = 30
"""Characters of the longest number that is read: a longer row of digits is an identifier, or noise."""
WHOLE_ARABIC = ARABIC.replace(r"\d", r"\d(?<!\d\d)", 1)
"""The same where a search may begin: never inside a number, so that a long row of digits is read once."""
HEAVENLY_STEMS = "甲乙丙丁戊己庚辛壬癸"


def han_to_int(text: str) -> int | None:
    """Return the value of a Chinese numeral such as 二十三 or 一千零五十, None when it is none.

    >>> han_to_int("一千零五十"), han_to_int("十二"), han_to_int("二〇二三"), han_to_int("一亿二千万")
    (1050, 12, 2023, 120000000)
    """
    if not 0 < len(text) <= LONGEST or any(
        c not in DIGITS and c not in _STEPS and c not in "万亿" for c in text
    ):
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    whole, below, section, digit = 0, 0, 0, 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in _STEPS:
            section += (digit or 1) * _STEPS[char]
            digit = 0
        elif char == "万":
            below = (below + section + digit) * 10_000
            section, digit = 0, 0
        else:
            whole = (whole + below + section + digit) * 100_000_000
            below, section, digit = 0, 0, 0
    return whole + below + section + digit


def year_of(text: str) -> int | None:
    """Return the year written in digits or in Chinese numerals, 二○二四 with a circle too."""
    return to_int(text.replace("○", "〇"))


def to_int(text: str) -> int | None:
    """Return the whole number written in digits or in Chinese numerals."""
    return int(text) if text.isascii() and text.isdigit() else han_to_int(text)


def is_number(text: str) -> bool:
    """Tell whether digits are short enough to be a number (`LONGEST`)."""
    return len(text) <= LONGEST


def arabic(text: str) -> Fraction:
    """Return the exact value of digits with optional thousands commas and decimals, `LONGEST` at most."""
    whole, _, part = text.replace(",", "").partition(".")
    return Fraction(int(whole + part), 10 ** len(part))


def decimals(text: str) -> int:
    """Return how many decimal places a number is written with."""
    return len(text.partition(".")[2])


_PORTION = re.compile(
    r"(?=[零〇一二两三四五六七八九十百千过超半减对全清翻力确保实为])(?:"
    r"(?P<share>(?P<tens>[一二两三四五六七八九])成(?P<half>半|[一二三四五六七八九])?)"
    rf"|百分之(?P<percent>{HAN_NUMBER}+(?:点[零〇一二三四五六七八九]+)?|{ARABIC})"
    rf"|(?P<below>{HAN_COUNT}{{1,3}})分之(?P<above>{HAN_COUNT}{{1,3}})"
    r"|(?P<most>过半数?|超半数|半数|减半|一半|对半)"
    r"|(?P<full>全覆盖|全部覆盖|全面覆盖|清零|零新增|零增长|零发生|零事故|零伤亡|零死亡|零上访|零投诉|零积压|零违规|零差错|(?:力争|确保|保持|实现|(?<=[数量起率故况]))为零(?![\u3400-\u9fff])|翻一番|翻番|翻两番))"
)
PORTION = _PORTION.pattern
_FULL_VALUES = {"覆盖": 100, "翻番": 100, "翻一番": 100, "翻两番": 300}


def portion_percent(found: re.Match[str]) -> Fraction:
    """Return the per cent value of a portion in words (`PORTION`): 六成半 is 65, 三分之一 is 100/3."""
    if found["share"]:
        half = found["half"]
        extra = 5 if half == "半" else DIGITS.get(half or "零", 0)
        return Fraction(DIGITS[found["tens"]] * 10 + extra)
    if found["percent"]:
        return spoken_number(found["percent"])
    if found["below"]:
        below, above = han_to_int(found["below"]), han_to_int(found["above"])
        return Fraction(100 * (above or 0), below or 1)
    if found["most"]:
        return Fraction(50)
    word = found["full"]
    for ending, value in _FULL_VALUES.items():
        if word.endswith(ending):
            return Fraction(value)
    return Fraction(0)


def spoken_number(text: str) -> Fraction:
    """Return the value of digits or of Chinese numerals with 点: 九十五点五 is 95.5."""
    if text[:1].isdigit():
        return arabic(text)
    whole, _, part = text.partition("点")
    value = Fraction(han_to_int(whole) or 0)
    if part:
        value += Fraction(int("".join(str(DIGITS[c]) for c in part)), 10 ** len(part))
    return value


def to_decimal(value: Fraction, places: int = 2) -> Decimal:
    """Return an exact Decimal, or one rounded half up to `places` when the fraction does not end.

    >>> to_decimal(Fraction(100, 3)), to_decimal(Fraction(5, 2))
    (Decimal('33.33'), Decimal('2.5'))
    """
    below = value.denominator
    for prime in (2, 5):
        while below % prime == 0:
            below //= prime
    if below == 1:
        return Decimal(value.numerator) / Decimal(value.denominator)
    scale = Decimal(10) ** places
    whole = 10**places
    return Decimal((value.numerator * whole * 2 + value.denominator) // (2 * value.denominator)) / scale
