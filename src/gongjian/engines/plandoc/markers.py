"""The numbering styles of Chinese documents: one marker at the start of a line or sentence."""

import re
from dataclasses import dataclass
from string import ascii_letters, ascii_uppercase, digits

from gongjian.engines.plandoc.numerals import DIGITS, HEAVENLY_STEMS, to_int

_HAN_DIGITS = "一二三四五六七八九十百"
_FORMAL_DIGITS = "壹贰叁肆伍陆柒捌玖拾"
_UNIT = "[一二三四五六七八九]"
_HAN = rf"(?:{_UNIT}?十{_UNIT}?|{_UNIT}(?!{_UNIT}))"  # no 五一, 三八: those are days
_FORMAL = rf"[{_FORMAL_DIGITS}]{{1,3}}"
_ORDINALS = ("首先", "其次", "再次", "此外", "最后")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂"
_HAN_BRACKETED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_BULLETS = "●◆■★▲○◇□▶►◎※❖✦➤➢✓✔☆"
_BLOCKS = ("板块", "专题", "任务", "行动", "步骤", "项目", "环节", "指标", "模块", "工程", "重点", "目标")
_PARTS = "编|篇|部分|章|节|条|项|步|阶段|件|板块|类|方面|点"

# Name of the style, what its marker may begin with, its pattern; the group n is its number. Order decides ties.
_STYLES: tuple[tuple[str, str, str], ...] = (
    ("part", "第", rf"第(?P<n>[\d一二三四五六七八九十百]{{1,4}})(?P<what>{_PARTS})(?:事)?[：、]?"),
    ("first", "第", r"第(?P<n>[一二三四五六七八九十]{1,2})[，、：]"),
    ("han_bracket", "（", rf"（ ?(?P<n>{_HAN}) ?）[、.]?"),
    ("han", _HAN_DIGITS, rf"(?P<n>{_HAN}) ?[、.]"),
    ("han_half", _HAN_DIGITS, rf"(?P<n>{_HAN}) ?[）〉]"),
    ("formal", _FORMAL_DIGITS, rf"(?P<n>{_FORMAL}) ?[、.]"),
    ("stem", HEAVENLY_STEMS, rf"(?P<n>[{HEAVENLY_STEMS}]) ?、"),
    ("han_is", _HAN_DIGITS, r"(?P<n>[一二三四五六七八九十])(?:是|要(?![素件点闻])|则)(?=[^否非不的])[：，]?"),
    ("ordinal", "".join(word[0] for word in _ORDINALS), rf"(?P<n>{'|'.join(_ORDINALS)})[，、：]"),
    (
        "block",
        "".join(word[0] for word in _BLOCKS),
        rf"(?P<what>{'|'.join(_BLOCKS)})(?P<n>[\d一二三四五六七八九十]{{1,2}})[：、.]?(?= |[\u3400-\u9fff“：])",
    ),
    (
        "letter_number",
        ascii_uppercase,
        r"(?P<what>[A-Z])(?P<n>\d{1,2}(?:[.-]\d{1,2})?)[、.：]?(?=[ \u3400-\u9fff“])",
    ),
    ("arabic_bracket", "（", r"（ ?(?P<n>\d{1,2}) ?）[、.]?"),
    ("arabic_half", digits, r"(?P<n>\d{1,2}) ?）[、.]?"),
    ("decimal", digits, r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})[、.]?(?=[ \u3400-\u9fff“])"),
    ("arabic", digits, r"(?P<n>\d{1,2}) ?(?:、|\.(?!\d)|\.(?=(?:19|20)\d\d年))"),
    ("arabic_space", digits, r"(?P<n>\d{1,2})(?= +(?:[\u3400-\u9fff“]|(?:19|20)\d\d年))"),
    ("letter_bracket", "（", r"（(?P<n>[a-zA-Z])）"),
    ("letter", ascii_letters, r"(?P<n>[a-zA-Z]) ?(?:、|\.(?=[ \u3400-\u9fff])|）)"),
    ("circled", _CIRCLED, rf"(?P<n>[{_CIRCLED}])[、.]?"),
    ("circled_bracket", _BRACKETED, rf"(?P<n>[{_BRACKETED}])"),
    ("circled_han", _HAN_BRACKETED, rf"(?P<n>[{_HAN_BRACKETED}])"),
    ("circled_dot", _DOTTED, rf"(?P<n>[{_DOTTED}])"),
    ("roman", _ROMAN, rf"(?P<n>[{_ROMAN}])[、.]?"),
    ("bullet", _BULLETS, rf"(?P<n>[{_BULLETS}]) ?"),
)
_COMPILED = tuple(
    (name, opening, re.compile(r" *(?P<marker>" + pattern + ")")) for name, opening, pattern in _STYLES
)
_BY_OPENING = {
    char: tuple((name, pattern) for name, opening, pattern in _COMPILED if char in opening)
    for char in "".join(opening for _, opening, _ in _COMPILED)
}
_INLINE = {"han", "han_bracket", "arabic", "arabic_bracket", "arabic_half", "part", "formal", "circled_han"}
_NO_COUNT = {
    "block": re.compile(r"[个项类种期批处件条名]|(?<!\d)[致览年大次般体定直旦样点标是要]"),
    "letter_number": re.compile(r" ?[栋楼座区级类型幢号口门馆厅]"),
    "part": re.compile(r" *(?:的|名|次|届|季度|产业|第)"),
}
_SEQUENCES = (_CIRCLED, _BRACKETED, _HAN_BRACKETED, _DOTTED, _ROMAN, HEAVENLY_STEMS)
_MEASURE_AFTER = re.compile(
    r" *(?:个|名(?!称)|人(?!员|才|民|口)|户|万|亿|元|%|年(?!度)|月(?!度)|日(?!常)|时(?!间|限|序)|分(?!工|类|步|级)|米|平方|吨"
    r"|台(?!账)|套|场(?!所|地)|次|家(?!庭)|件|处(?!置|罚)|项(?!目)|条(?!件)|倍|公里|亩|多(?!元)|余|至|—)"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker found in the normalised text; `style` keeps kinds of numbering apart."""

    style: str
    number: int | None
    text: str
    start: int
    end: int


def _number(style: str, found: re.Match[str]) -> int | None:
    text = found["n"]
    if style == "bullet":
        return None
    if style == "ordinal":
        return _ORDINALS.index(text) + 1
    if style == "formal":
        return DIGITS.get(text[-1], 10)
    if style in ("decimal", "letter_number"):
        return int(re.split(r"[.-]", text)[-1])
    if style.startswith("letter"):
        return ord(text.lower()) - ord("a") + 1
    for sequence in _SEQUENCES:
        if text in sequence:
            return sequence.index(text) + 1
    return to_int(text)


def _style_key(style: str, found: re.Match[str]) -> str:
    if style in ("part", "block"):
        return f"{style}:{found['what']}"
    if style == "decimal":
        return f"decimal:{found['n'].count('.')}"
    if style == "letter_number":
        return f"letter_number:{found['what']}:{len(re.findall(r'[.-]', found['n']))}"
    if style == "bullet":
        return f"bullet:{found['n']}"
    return style


def _plausible(style: str, text: str, end: int) -> bool:
    """Refuse what only looks like a marker: amounts, list intros, empty cells."""
    rest = text[end : end + 12]
    if style in _NO_COUNT:
        parted = style == "block" and text[end - 1] in "：、."
        return parted or not _NO_COUNT[style].match(text, end)
    if style == "arabic_space" or (style == "decimal" and not rest.startswith(" ")):
        return not _MEASURE_AFTER.match(rest)
    if style == "han_is":
        return True
    return not rest.startswith("—")


def match_marker(text: str, start: int, end: int, inline: bool = False) -> Marker | None:
    """Return the marker at `start` of the line or sentence `text[start:end]`, None without one.

    `inline` keeps to the styles that may stand in the middle of a line.
    """
    window = text[start : min(end, start + 24)]
    for style, pattern in _BY_OPENING.get(window.lstrip(" ")[:1], ()):
        if inline and style not in _INLINE:
            continue
        found = pattern.match(window)
        if not found or not _plausible(style, text, start + found.end()):
            continue
        marker_start = start + found.start("marker")
        marker_end = start + found.end("marker")
        written = text[marker_start:marker_end].rstrip()
        return Marker(_style_key(style, found), _number(style, found), written, marker_start, marker_end)
    return None
