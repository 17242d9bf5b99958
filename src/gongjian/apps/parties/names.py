"""How names of bodies and people are compared: initials, and a plain form without noise."""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

_NOISE = re.compile(r"[\s·•,，.。、“”\"'‘’()（）\[\]【】\-—_]+")
_MAX_INITIALS = 60


def initials_of(name: str) -> str:
    """Write the pinyin initials of a name, lower case; Latin letters and digits stay.

    >>> initials_of("船山区城管局"), initials_of("中国银行A区")
    ('csqcgj', 'zgyhaq')
    """
    plain = plain_name(name)
    letters = lazy_pinyin(plain, style=Style.FIRST_LETTER, errors="default")
    return "".join(letters).lower()[:_MAX_INITIALS]


def plain_name(name: str) -> str:
    """Drop blanks and punctuation and make widths equal, for comparing.

    >>> plain_name("区城管局（综合 执法局）")
    '区城管局综合执法局'
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()
