"""Exact numbers as reports write them, and the slips of the pen that spoil them."""

import random
from dataclasses import dataclass
from fractions import Fraction

_HAN = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Piece:
    """Something a report says: `text` holds the stated figure as {x}; `right` and `wrong` are what may stand there.

    `echo` is said elsewhere in the report, with the right figure, when the same figure is told twice.
    """

    kind: str
    text: str
    right: str
    wrong: str
    echo: str = ""
    is_block: bool = False


def rounded(value: Fraction, places: int) -> str:
    """Write a value half up with so many decimals, a negative one without its sign."""
    scale = 10**places
    value = abs(value)
    whole = (value.numerator * scale * 2 + value.denominator) // (2 * value.denominator)
    return f"{whole // scale}.{whole % scale:0{places}d}" if places else str(whole)


def han(number: int) -> str:
    """Write a number under ten thousand in Chinese numerals.

    >>> han(42), han(10), han(305), han(1200)
    ('四十二', '十', '三百零五', '一千二百')
    """
    words, gap = "", False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // step % 10
        if digit:
            words += ("零" if gap and words else "") + _HAN[digit] + name
            gap = False
        else:
            gap = bool(words)
    return words.removeprefix("一") if 10 <= number < 20 else words or "零"


def slip(rng: random.Random, right: str) -> str:
    """Return the number with a slip of the pen: a digit changed, two swapped, or the number a little off."""
    while True:
        digits = [i for i, char in enumerate(right) if char.isdigit()]
        how = rng.choice(("digit", "digit", "swap", "off"))
        text = list(right)
        if how == "digit":
            at = rng.choice(digits)
            text[at] = rng.choice("0123456789")
        elif how == "swap" and len(digits) > 1:
            at = rng.randrange(len(digits) - 1)
            text[digits[at]], text[digits[at + 1]] = text[digits[at + 1]], text[digits[at]]
        else:
            text = list(_off(rng, right))
        wrong = "".join(text)
        if _is_other(right, wrong):
            return wrong


def _off(rng: random.Random, right: str) -> str:
    plain = right.replace(",", "")
    places = len(plain.partition(".")[2])
    value = Fraction(plain) + Fraction(rng.choice((-7, -4, -3, -2, 2, 3, 5, 8)), 10**places)
    text = rounded(max(value, Fraction(1, 10**places)), places)
    return f"{int(text):,}" if "," in right and not places else text


def _is_other(right: str, wrong: str) -> bool:
    """Tell whether a slip is a number as people write it and more than a rounding away."""
    plain, was = wrong.replace(",", ""), right.replace(",", "")
    leading = plain.startswith("0") and not plain.startswith("0.")
    step = Fraction(1, 10 ** len(was.partition(".")[2]))
    least = 2 * step if "." in was or "," in was else step
    return not leading and Fraction(plain) > 0 and abs(Fraction(plain) - Fraction(was)) >= least
