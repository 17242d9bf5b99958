"""per_capita: total / count = the stated average (人均, 户均, 场均, 年均, 平均每村, 每格 …)."""

import re
from fractions import Fraction

from gongjian.engines.figures.context import (
    Figure,
    Paragraph,
    is_bound,
    is_plain,
    make_claim,
    shares_words,
    tolerance_of,
)
from gongjian.engines.figures.model import BOUND, LOOSE, Claim
from gongjian.engines.plandoc.numerals import han_to_int
from gongjian.engines.plandoc.quantities import Amount

_AVERAGE = re.compile(
    r"(?P<of>人|户|亩|场|次|年|月|日|村|家|校|栋|站|株|班|格|床|店|件|个|社区|街道|股|项|镇|所|处|队)均(?P<what>[^，。；]{0,14})$"
    r"|平均(?:到)?每(?:一)?(?P<measure>个|名|位|家|座|条|场|次|处)?(?P<each>[\u3400-\u9fff]{0,8}?)(?:约|为|有|达|拥有|配备|配|发放|收入|投入|得|获|可|联系|服务|管理|负责|覆盖|供餐|接待|承担|参与|办理|走访|帮扶|补助|补贴|领取|使用|捐|筹)*$"
    r"|每(?P<every>格|股|村|户|人|场|次|亩|栋|年|班|队|所|站|桌|组|期|家|个[\u3400-\u9fff]{1,4})(?:约|为|有|达|配备|配|平均|合)*$"
)
_UNITS = {
    "人": ("人", "名"),
    "户": ("户",),
    "亩": ("亩",),
    "场": ("场", "次", "场次"),
    "次": ("次", "场"),
    "年": ("年",),
    "月": ("个月", "月"),
    "家": ("家",),
    "座": ("座",),
    "名": ("人",),
    "位": ("人",),
    "个": ("个",),
}
_FOREIGN = re.compile(r"可支配|收入|生产总值|GDP|消费|寿命|住房|产值|面积")
_ALONE = re.compile(r"^(?:平均|约|合|折合|全年|今年|本年度?|其中)*$")
_NEAR = Fraction(1, 4)
_SPAN = re.compile(r"(?P<n>[一二两三四五六七八九十]|\d{1,2})年(?:来|间|内)?(?=[^，。；\d]{0,12})")


def average_claims(paragraph: Paragraph, wider: list[Figure]) -> list[Claim]:
    """Return the averages of a paragraph; `wider` are earlier figures of the section, nearest first."""
    claims = []
    for stated in paragraph.figures:
        if stated.amount.kind != "count" or is_bound(stated):
            continue
        found = _AVERAGE.search(stated.around.before)
        if not found:
            continue
        claim = _average(paragraph, stated, found, wider)
        if claim:
            claims.append(claim)
    return claims


def _average(paragraph: Paragraph, stated: Figure, found: re.Match[str], wider: list[Figure]) -> Claim | None:
    pool = [f for f in paragraph.before(stated) if f.is_count or f.amount.kind == "time"][:7]
    noun = found["of"] or found["each"] or found["every"] or found["measure"] or ""
    totals = [f for f in pool if f.is_count and f.unit == stated.unit and f.value > stated.value]
    counts = _counts(paragraph, stated, pool, noun)
    pairs = [(t, c) for c in counts for t in totals if t is not c and c.value > 0]
    bound = _bound(stated, found, pool, noun)
    if bound is not None:
        return _claim(paragraph, stated, *bound, BOUND)
    for total, count in pairs:
        if abs(total.value / count.value - stated.value) <= tolerance_of(stated):
            return _claim(paragraph, stated, total, count)
    for count in _counts(paragraph, stated, wider, noun) if noun != "年" else []:
        for total in totals:
            if abs(total.value / count.value - stated.value) <= tolerance_of(stated):
                return _claim(paragraph, stated, total, count)
    for total, count in pairs[:2]:
        if abs(total.value / count.value - stated.value) <= stated.value * _NEAR:
            return _claim(paragraph, stated, total, count)
    return None


def _bound(
    stated: Figure, found: re.Match[str], pool: list[Figure], noun: str
) -> tuple[Figure, Figure] | None:
    """Return total and count when the sentence tells exactly one of each and the average adds no thing of its own."""
    own = [
        f
        for f in pool
        if f.is_count and is_plain(f) and f.around.sentence_start >= stated.around.sentence_start
    ]
    totals = [f for f in own if f.unit == stated.unit and f.unit not in _UNITS.get(noun, ())]
    if found["each"] or noun == "年":
        units = _UNITS.get(found["measure"] or "", ()) if found["measure"] != "个" else ()
        counts = [f for f in own if f not in totals and (_bears(f, noun) or f.unit in units)]
    else:
        units = _UNITS.get(noun, (noun,))
        counts = [f for f in own if f not in totals and (f.unit in units or _follows(f, noun))]
    if len(totals) != 1 or len(counts) != 1 or not _ALONE.search(found.string[: found.start()]):
        return None
    what = re.sub(r"[约为达有的]", "", found["what"] or "")
    words = totals[0].around.before[-14:] + totals[0].around.after[:6]
    if what and ((_FOREIGN.search(what) and not shares_words(what, words)) or not set(what) & set(words)):
        return None
    return totals[0], counts[0]


def _follows(figure: Figure, noun: str) -> bool:
    """Tell whether a figure counts the noun: 45个村."""
    return figure.unit in ("个", "家") and figure.around.after.startswith(noun)


def _bears(figure: Figure, noun: str) -> bool:
    return bool(noun) and noun in figure.around.before[-12:] + figure.around.after[:10]


def _counts(paragraph: Paragraph, stated: Figure, pool: list[Figure], noun: str) -> list[Figure]:
    """Return the figures that can be the divisor, the best named first."""
    if noun == "年":
        return _years(paragraph, stated)
    units = _UNITS.get(noun)
    counts = [f for f in pool if units and f.unit in units]
    key = noun.removeprefix("个")
    named = [
        f for f in pool if f not in counts and key and key[-1] in f.around.after[:8] + f.around.before[-8:]
    ]
    return counts + [f for f in named if f.is_count]


def _years(paragraph: Paragraph, stated: Figure) -> list[Figure]:
    """Return the span of years told in words in the sentence (三年培训3600人次)."""
    found = _SPAN.search(paragraph.reading.text, stated.around.sentence_start, stated.around.start)
    if not found:
        return []
    number = int(found["n"]) if found["n"].isdigit() else han_to_int(found["n"])
    amount = Amount(
        found.start(), found.end("n") + 1, Fraction(number or 1), "年", "time", Fraction(1), False, "年", True
    )
    return [Figure(amount, stated.around, stated.index)]


def _claim(
    paragraph: Paragraph, stated: Figure, total: Figure, count: Figure, confidence: float = LOOSE
) -> Claim:
    return make_claim(
        paragraph.reading,
        "per_capita",
        [total, count],
        stated,
        stated.value,
        total.value / count.value,
        stated.unit,
        "claim:average",
        confidence,
    )
