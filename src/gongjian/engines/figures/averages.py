"""per_capita: total / count = the stated average (人均, 户均, 场均, 年均, 平均每村, 每格 …)."""

import re
from fractions import Fraction

from gongjian.engines.figures.context import (
    Figure,
    Paragraph,
    alike,
    is_bound,
    is_plain,
    make_claim,
    shares_words,
    tolerance_of,
)
from gongjian.engines.figures.model import BOUND, LOOSE, Claim
from gongjian.engines.plandoc.numerals import han_to_int
from gongjian.engines.plandoc.quantities import Amount

AVERAGE = re.compile(
    r"(?P<of>(?![平不])[\u3400-\u9fff])均(?![匀衡等])(?P<what>[^，。；]{0,14})$"
    r"|(?:平均到?|[，。；（、：]|^|合|按)每(?:一)?(?P<measure>个|名|位|家|座|条|场|次|处|所|栋|台|辆|份|件|项|期|间|套|张|本|组|队|支|班|具|盏|部|株|棵|头|只|艘|床|桶|袋|箱|吨|公里|平方米|亩)?(?P<each>(?:[\u3400-\u9fff]|（[\u3400-\u9fff、]{1,8}）){0,16})$"
    r"|(?:单(?P<single>[个场次家栋户村])|(?P<alone>平均))(?:平均|均)?(?P<thing>[\u3400-\u9fff]{0,8})$"
)
_EVERY_ONE = re.compile(
    r"(?:各|每|全部|所有)[个名家座条场次处所栋]?[\u3400-\u9fff]{0,4}(?<!平)均"
    r"|[两三四五六七八九十\d今全](?:[人户场次]|[个名家座条处所栋]?[\u3400-\u9fff]{0,3}(?<![平人户亩日月年场次]))均"
)
"""均 as all of them: 各村均, 18户均, 12个社区均, but not 86名护林员人均."""
_DOES = re.compile(
    r"平均|约|[为有达共需可合得获]|拥有|配|发|补|奖|领|给|收|增|投|支出|联系|服务(?!站|中心|点)|管理(?!站|所|员)|管护|负责|包联|覆盖|供餐|接待|承担|参与|办理|走访|帮扶|使用|捐|筹|"
    r"开展|举办|培训|处理|受理|调解|巡查|出动|吸引|惠及|面积|种植|完成|产出|运送|清运|带动|带领|辐射|结对|餐费|花费|节约|消费"
)
_COMPARED = re.compile(r"[比较]|同期")
_UNITS = {
    "人": ("人", "名"),
    "户": ("户",),
    "亩": ("亩",),
    "场": ("场", "次", "场次"),
    "次": ("次", "场"),
    "年": ("年",),
    "月": ("个月", "月"),
    "日": ("天", "日", "个工作日", "工作日"),
    "天": ("天", "日", "个工作日", "工作日"),
    "周": ("周",),
    "家": ("家",),
    "座": ("座",),
    "名": ("人",),
    "位": ("人",),
    "个": ("个",),
}
_FOREIGN = re.compile(r"可支配|收入|生产总值|GDP|消费|寿命|住房|产值|面积")
_ALONE = re.compile(r"^(?:平均|约|合|折合|全年|今年|本年度?|其中)*$")
_BRACKET = re.compile(r"（[^）]*）")
_TIMES = frozenset("日天周月")
_RANK = re.compile(r"第[\d一二三四五六七八九十]{1,3}(?:[—～~-]{1,2}|至|到)?$")
_SPANS = frozenset({"小时", "个小时", "学时", "课时", "天", "个工作日", "工作日", "分钟"})
_NEAR = Fraction(1, 4)
_SPAN = re.compile(r"(?P<n>[一二两三四五六七八九十]|\d{1,2})年(?:来|间|内)?(?=[^，。；\d]{0,12})")


def average_claims(paragraph: Paragraph, wider: list[Figure], anywhere: list[Figure]) -> list[Claim]:
    """Return the averages of a paragraph.

    `wider` are earlier figures of the section and `anywhere` those of the document, nearest first; a count from
    elsewhere only when it gives the stated value.
    """
    claims = []
    for stated in paragraph.figures:
        if is_bound(stated) or not (stated.amount.kind == "count" or _is_span(stated)):
            continue
        before = stated.around.before
        found = AVERAGE.search(before) if "均" in before or "每" in before else None
        if not found or _EVERY_ONE.search(before) or _COMPARED.search(before[: found.start() + 1]):
            continue
        claim = _average(paragraph, stated, found, wider + anywhere)
        if claim:
            claims.append(claim)
    return claims


def _is_span(figure: Figure) -> bool:
    """Tell whether a figure is a length of time that can be shared out: 3.6万小时."""
    return figure.amount.kind == "time" and figure.unit in _SPANS


def _average(paragraph: Paragraph, stated: Figure, found: re.Match[str], wider: list[Figure]) -> Claim | None:
    noun, measure = measure_of(found)
    pool = [f for f in paragraph.before(stated) if f.is_count or f.amount.kind == "time"][:7]
    bound = _bound(stated, found, _since_semicolon(paragraph, stated, pool), noun, measure)
    bound = bound or _bound(stated, found, pool, noun, measure)
    behind = [
        f
        for f in paragraph.figures[stated.index + 1 : stated.index + 5]
        if f.around.sentence_start == stated.around.sentence_start and (f.is_count or _is_span(f))
    ]
    if bound is None and not any(f.around.sentence_start == stated.around.sentence_start for f in pool):
        bound = _bound(stated, found, behind, noun, measure)
    if bound is not None:
        return _claim(paragraph, stated, *bound, BOUND)
    counts = _counts(paragraph, stated, pool, noun, measure)
    near = _pairs(stated, pool, counts)
    options = near + _pairs(
        stated, pool, _counts(paragraph, stated, wider, noun, measure) if noun != "年" else []
    )
    options += _pairs(stated, pool + behind, _counts(paragraph, stated, pool + behind, noun, measure))
    named = [
        f for f in wider if shares_words(f.around.before[-8:] + f.around.after[:6], stated.around.before)
    ]
    options += _pairs(stated, named, counts)
    own = [f for f in pool if f.around.sentence_start == stated.around.sentence_start] + behind
    options += _pairs(stated, own, [f for f in own if f.is_count and not alike(f, stated)])
    for total, count in options:
        if abs(total.value / count.value - stated.value) <= tolerance_of(stated):
            return _claim(paragraph, stated, total, count)
    for total, count in near[:2]:
        if abs(total.value / count.value - stated.value) <= stated.value * _NEAR:
            return _claim(paragraph, stated, total, count)
    return None


def measure_of(found: re.Match[str]) -> tuple[str, str]:
    """Return the noun an average is taken over (人, 网格, 村) and its counting word."""
    measure = found["measure"] or found["single"] or ""
    each = _DOES.split(_BRACKET.sub("", found["each"] or ""), maxsplit=1)[0]
    return found["of"] or each or measure, measure


def _pairs(stated: Figure, totals: list[Figure], counts: list[Figure]) -> list[tuple[Figure, Figure]]:
    """Return (total, count) for every count and every total of the stated unit above the stated value."""
    fitting = [
        f
        for f in totals
        if alike(f, stated) and f.amount.kind == stated.amount.kind and f.value > stated.value
    ]
    return [
        (t, c)
        for c in counts
        for t in fitting
        if t is not c and c.value > 1 and not _RANK.search(c.around.before)
    ]


def _bound(
    stated: Figure, found: re.Match[str], pool: list[Figure], noun: str, measure: str
) -> tuple[Figure, Figure] | None:
    """Return total and count when the sentence tells exactly one of each and the average adds no thing of its own."""
    units = units_of(noun, measure)
    own = [
        f
        for f in pool
        if (f.is_count or (noun in _TIMES and f.unit in units))
        and not _RANK.search(f.around.before)
        and is_plain(f)
        and f.around.sentence_start >= stated.around.sentence_start
    ]
    totals = [f for f in own if f.unit == stated.unit and f.unit not in _UNITS.get(noun, ())]
    counts = [f for f in own if f not in totals and (f.unit in units or _counts_noun(f, noun))]
    if not noun or len(totals) != 1 or len(counts) != 1 or not _ALONE.search(found.string[: found.start()]):
        return None
    what = re.sub(r"[约为达有的]", "", found["what"] or "")
    words = totals[0].around.before[-14:] + totals[0].around.after[:6]
    if what and ((_FOREIGN.search(what) and not shares_words(what, words)) or not set(what) & set(words)):
        return None
    return totals[0], counts[0]


def _since_semicolon(paragraph: Paragraph, stated: Figure, pool: list[Figure]) -> list[Figure]:
    """Return the figures of the part of the sentence an average stands in."""
    start = paragraph.reading.text.rfind("；", stated.around.sentence_start, stated.amount.start)
    return [f for f in pool if f.amount.start > start]


def units_of(noun: str, measure: str) -> tuple[str, ...]:
    """Return the units in which what an average is taken over is counted."""
    if noun in _UNITS:
        return _UNITS[noun]
    return _UNITS[measure] if measure in _UNITS and measure != "个" else (noun,)


def _counts_noun(figure: Figure, noun: str) -> bool:
    """Tell whether a figure counts the noun: 45个村, 网格60个."""
    if len(noun) == 1:
        return figure.unit in ("个", "家") and figure.around.after.startswith(noun)
    return bool(noun) and noun in figure.around.before[-12:] + figure.around.after[:10]


def _counts(
    paragraph: Paragraph, stated: Figure, pool: list[Figure], noun: str, measure: str
) -> list[Figure]:
    """Return the figures that can be the divisor, the best named first."""
    if noun == "年":
        return _years(paragraph, stated)
    units = units_of(noun, measure)
    counts = [f for f in pool if f.unit in units]
    key = noun.removeprefix("个")[-1:]
    named = [f for f in pool if f not in counts and key and key in f.around.after[:8] + f.around.before[-8:]]
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
