"""Write a value as a stated figure is written: same digits, decimals, commas, scale and unit."""

import re
from fractions import Fraction

_NUMBER = re.compile(r"[\d０-９][\d０-９,，]*(?:[.．][\d０-９]+)?")
_HAN_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_HAN = "零一二三四五六七八九"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_PLAIN = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_STEPS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))


def rewrite(quote: str, value: Fraction, step: Fraction) -> str | None:
    """Return `quote` with its number replaced by `value`, rounded half up to the `step` of its last digit.

    >>> rewrite("3,620株", Fraction(3720), Fraction(1)), rewrite("76.5万元", Fraction(755000), Fraction(1000))
    ('3,720株', '75.5万元')

    None when the number is not found or the value cannot be written in that form.
    """
    count = (2 * abs(value) / step + 1) // 2
    if value and not count:
        return None
    found = _NUMBER.search(quote)
    if found:
        return quote[: found.start()] + _digits(found[0], int(count)) + quote[found.end() :]
    if "成" in quote:
        return _tenths(abs(value))
    if quote.startswith("百分之"):
        return "百分之" + (write_han(int(count)) or "") if 0 < count <= 100 else None
    words = _HAN_NUMBER.search(quote)
    number = write_han(int(count))
    return quote[: words.start()] + number + quote[words.end() :] if words and number else None


def _digits(written: str, count: int) -> str:
    plain = written.translate(_PLAIN)
    places = len(plain.partition(".")[2])
    whole, rest = divmod(count, 10**places)
    text = f"{whole:,}" if "," in plain else str(whole)
    text += f".{rest:0{places}d}" if places else ""
    return text.translate(_WIDE) if re.search("[０-９]", written) else text


def _tenths(value: Fraction) -> str | None:
    halves = (value / 5 + Fraction(1, 2)) // 1
    if not 2 <= halves < 20:
        return None
    return f"{_HAN[int(halves) // 2]}成{'半' if halves % 2 else ''}"


def write_han(number: int) -> str | None:
    """Return a whole number below ten thousand in Chinese numerals, None for others.

    >>> write_han(42), write_han(15), write_han(305)
    ('四十二', '十五', '三百零五')
    """
    if not 0 < number < 10_000:
        return None
    words, gap = "", False
    for step, name in _STEPS:
        digit = number // step % 10
        if digit:
            words += ("零" if gap and words else "") + _HAN[digit] + name
        gap = not digit
    return words.removeprefix("一") if 10 <= number < 20 else words
