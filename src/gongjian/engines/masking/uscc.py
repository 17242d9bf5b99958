"""Check a unified social credit code (统一社会信用代码).

18 characters: registering body 1, kind 1, region 6, body code 9, check 1. With values v(c) = position in
the alphabet and weights w_i = 3^(i-1) mod 31:   check = (31 - sum(v(c_i) * w_i) mod 31) mod 31.
Region digits are not required to be digits: cooperatives (N…) and others carry letters where common
libraries refuse them. Source: GB 32100-2015.
"""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and letters without I, O, S, V and Z."""
LENGTH = 18
WEIGHTS = tuple(pow(3, n, 31) for n in range(LENGTH - 1))
NAME = "统一社会信用代码"


def check_uscc(code: str) -> str | None:
    """Return None when `code` is right, else a sentence that says what is wrong with it.

    Surrounding spaces and small letters are forgiven; store what `normalise_uscc` returns.

    >>> check_uscc("91350100M000100Y43") is None
    True
    >>> check_uscc("91350100M000100Y4")
    '统一社会信用代码少 1 位，应为 18 位，请核对证照。'
    """
    text = normalise_uscc(code)
    if not text:
        return f"{NAME}没有填，请按证照填 18 位。"
    if len(text) != LENGTH:
        wrong = "少" if len(text) < LENGTH else "多"
        return f"{NAME}{wrong} {abs(LENGTH - len(text))} 位，应为 18 位，请核对证照。"
    for position, character in enumerate(text, start=1):
        if character not in ALPHABET:
            return f"{NAME}第 {position} 位的“{character}”不会出现在代码里，请核对证照。"
    due = uscc_check_character(text[:-1])
    if text[-1] != due:
        return f"{NAME}第 18 位校验码应为 {due}，现在是 {text[-1]}，请核对有没有抄错的字。"
    return None


def normalise_uscc(code: str) -> str:
    """Return the code as it is stored: capital letters without spaces."""
    return "".join(code.split()).upper()


def uscc_check_character(body: str) -> str:
    """Return the check character of the first 17 characters, which must be of the alphabet."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]
