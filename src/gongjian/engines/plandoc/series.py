"""Grades told in a row: 满100小时、300小时的，依次认定为一星级、二星级志愿者."""

import re

from gongjian.engines.plandoc.bounds import DIGITS, Condition, number
from gongjian.engines.plandoc.numerals import han_to_int
from gongjian.engines.plandoc.verdicts import Verdict, clean_label

_ITEM = rf"{DIGITS}(?:个?小时|积?分|%|[次年])?(?:（含）)?(?:及?以上)?"
_VALUES = re.compile(
    rf"(?P<over>不少于|不低于|达到?|满|超过)?(?P<values>{_ITEM}(?:[、和及]{_ITEM}){{1,8}})(?![\d、])"
)
_VALUE = re.compile(rf"(?P<n>{DIGITS})(?P<unit>个?小时|积?分|%|[次年])?")
_GRADES = re.compile(
    r"(?:依次|分别|相应|对应)(?:可|予以|给予|申请|申报|推荐)*(?:认定|评定|评|定|命名|确定|授予|获得?|颁发|晋升|成)(?:为|成)?(?P<labels>[^。；，]{3,80})"
)
_IN_TURN = re.compile("依次|分别|相应|对应")
_RANGE = re.compile(
    r"(?P<first>[一二三四五六七八九])(?P<unit>[星级等]?级?)至(?P<last>[一二三四五六七八九])(?P<tail>[星级等].*)"
)
_COUNTED = re.compile(r"[一二三四五六七八九十特][星级等]?级?")


def find_series(text: str, start: int, end: int) -> list[tuple[Verdict, Condition]]:
    """Return each grade of a sentence that lists bounds and grades in the same order, else nothing."""
    if not _IN_TURN.search(text, start, end):
        return []
    grades = _GRADES.search(text, start, end)
    values = _VALUES.search(text, start, grades.start()) if grades else None
    if not grades or not values:
        return []
    labels = _labels(grades["labels"])
    numbers = list(_VALUE.finditer(text, values.start("values"), values.end("values")))
    if len(labels) != len(numbers):
        return []
    unit = numbers[-1]["unit"] or ""
    if not unit:
        return []
    before = text[max(start, values.start() - 16) : values.start()]
    basis = _basis(unit, before)
    comparator = ">" if values["over"] == "超过" else ">="
    unit = {"个小时": "小时", "积分": "分"}.get(unit, unit)
    return [
        (
            Verdict(label, grades.start("labels"), grades.end("labels")),
            Condition(found.start(), found.end(), comparator, number(found["n"]), unit, basis),
        )
        for label, found in zip(labels, numbers, strict=True)
    ]


def _basis(unit: str, before: str) -> str:
    if "小时" in unit:
        return "hours"
    if "分" in unit:
        return "points" if "积分" in before + unit else "score"
    if unit == "%":
        return "share:" + re.split("[，、；：]", before)[-1]
    return "count:" + re.sub(r"(?:累计|达到?|满)+$", "", re.split("[，、；：]", before)[-1])


def _labels(text: str) -> list[str]:
    """Return the grades of a list; 一星至五星级志愿者 is five, 一星、二星志愿者 share their noun."""
    bare = re.sub(r"(?:荣誉)?称号$|等次$", "", text.strip())
    spread = _RANGE.fullmatch(bare.strip("“”"))
    if spread:
        first, last = han_to_int(spread["first"]) or 1, han_to_int(spread["last"]) or 1
        return ["一二三四五六七八九"[i - 1] + spread["tail"] for i in range(first, last + 1)]
    pieces = [clean_label(piece) for piece in re.split(r"(?<=”)(?=“)|[、和及与]", bare) if piece]
    tail = _COUNTED.match(pieces[-1]) if pieces else None
    if tail and all(_COUNTED.fullmatch(piece) for piece in pieces[:-1]):
        noun = pieces[-1][tail.end() :]
        return [piece + noun for piece in pieces[:-1]] + [pieces[-1]]
    return pieces
