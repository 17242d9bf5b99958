"""Check a resident identity number (公民身份号码): form, birth date and check digit only.

18 characters: region 6, birth date 8, order 3 (odd: male), check 1 with weights w_i = 2^(18-i) mod 11 and
check = the i-th of 10X98765432, i = sum(a_i * w_i) mod 11. The region is not looked up, since lists of
counties age faster than numbers. A number of 15 digits gets the century 19 and a check digit.
Source: GB 11643-1999.
"""

from dataclasses import dataclass
from datetime import date

CHECK_DIGITS = "10X98765432"
WEIGHTS = tuple(pow(2, 17 - n, 11) for n in range(17))
LENGTH, OLD_LENGTH = 18, 15
NAME = "身份证号"


@dataclass(frozen=True)
class IdFacts:
    """What a right number says about its holder."""

    birth_on: date
    is_female: bool


def check_id_number(number: str, *, today: date | None = None) -> str | None:
    """Return None when `number` is right, else a sentence that says what is wrong, without repeating it.

    With `today`, a birth date in the future is wrong too.

    >>> check_id_number("11010119900307851X")
    '身份证号最后一位对不上，请核对有没有抄错的数字。'
    """
    text = normalise_id_number(number)
    if not text:
        return f"{NAME}没有填，请按证件填 18 位。"
    if len(text) != LENGTH:
        wrong = "少" if len(text) < LENGTH else "多"
        return f"{NAME}{wrong} {abs(LENGTH - len(text))} 位，应为 18 位，请核对证件。"
    if not (text[:-1].isascii() and text[:-1].isdigit()) or text[-1] not in CHECK_DIGITS:
        return f"{NAME}只能是数字，最后一位可以是 X，请核对证件。"
    birth_on = _birth(text)
    if birth_on is None or (today is not None and birth_on > today):
        return f"{NAME}第 7 到 14 位不是有效的出生日期，请核对证件。"
    if text[-1] != id_check_digit(text[:-1]):
        return f"{NAME}最后一位对不上，请核对有没有抄错的数字。"
    return None


def id_facts(number: str) -> IdFacts | None:
    """Read birth date and sex from a number, None when it is wrong.

    >>> id_facts("110101199003078515")
    IdFacts(birth_on=datetime.date(1990, 3, 7), is_female=False)
    """
    text = normalise_id_number(number)
    birth_on = None if check_id_number(text) else _birth(text)
    return None if birth_on is None else IdFacts(birth_on, int(text[16]) % 2 == 0)


def normalise_id_number(number: str) -> str:
    """Return the number as it is matched: 18 characters, capital X, a 15-digit one made whole."""
    text = "".join(number.split()).upper()
    if len(text) == OLD_LENGTH and text.isascii() and text.isdigit():
        body = f"{text[:6]}19{text[6:]}"
        return body + id_check_digit(body)
    return text


def id_check_digit(body: str) -> str:
    """Return the check character of the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]


def _birth(text: str) -> date | None:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None
