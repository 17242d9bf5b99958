"""Write list numbers the way Word shows them.

The documents' own Chinese numerals live in the engine officialdoc; readers and engines do not know each
other, and a reader needs more formats than a document may use.
"""

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CHINESE_FORMATS = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    )
)
_CIRCLED_FORMATS = frozenset(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"))
_CIRCLED_LAST = 20
_CIRCLED_CHINESE_LAST = 10
_LARGEST = 9999
"""Beyond this, and below 1, numbers are written as they are: letters and Roman signs would have no end."""


def format_number(number: int, style: str) -> str:
    """Return a list number in a numbering format of WordprocessingML; unknown formats come out as decimal.

    >>> [format_number(3, style) for style in ("chineseCounting", "decimal", "upperRoman", "lowerLetter")]
    ['三', '3', 'III', 'c']

    Source: ECMA-376 part 1, 17.18.59 (ST_NumberFormat).
    """
    if style == "none":
        return ""
    if not 1 <= number <= _LARGEST:
        return str(number)
    if style in _CHINESE_FORMATS:
        return _chinese(number)
    if style in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _chinese(number).translate(_LEGAL)
    if style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if style in ("ideographTraditional", "ideographZodiac"):
        return _cycled(number, _STEMS if style == "ideographTraditional" else _BRANCHES)
    if style in _CIRCLED_FORMATS and number <= _CIRCLED_LAST:
        return chr(0x2460 + number - 1)
    if style == "ideographEnclosedCircle" and number <= _CIRCLED_CHINESE_LAST:
        return chr(0x3280 + number - 1)
    return _format_western(number, style)


def _format_western(number: int, style: str) -> str:
    if style == "decimalZero":
        return f"{number:02d}"
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if style == "decimalEnclosedParen":
        return f"({number})"
    if style == "decimalEnclosedFullstop":
        return f"{number}."
    if style == "numberInDash":
        return f"- {number} -"
    if style in ("upperRoman", "lowerRoman"):
        return _roman(number).upper() if style == "upperRoman" else _roman(number)
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    return str(number)


def _cycled(number: int, signs: str) -> str:
    return signs[(number - 1) % len(signs)]


def _chinese(number: int) -> str:
    digits = [int(digit) for digit in str(number)]
    written = ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            written += _DIGITS[digit] + _UNITS[place]
        elif not written.endswith("零"):
            written += "零"
    written = written.rstrip("零")
    return written[1:] if written.startswith("一十") else written


def _roman(number: int) -> str:
    written = ""
    for value, sign in (*_ROMAN, *_ROMAN_SMALL):
        count, number = divmod(number, value)
        written += sign * count
    return written
