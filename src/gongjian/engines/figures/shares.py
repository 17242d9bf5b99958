"""Part and whole of a share or rate where the words name both.

- an inner whole: 占常住人口W人的x%, 完成计划W个的x%: the part is the amount said just before;
- 占, 占比, 占总数的: the part is the amount said last, the whole the one the sentence opens with, the one
  named after 占, or the whole of the share before it (a series); a foreign whole (占全市的) is none;
- a rate: the part bears the rate's name (办结P件，办结率) or is told as done of what was due
  (应收W万元，实收P万元); the whole is the nearest larger amount before it;
- a whole told right behind: 开工P个，开工率x%；计划数W个;
- a bracket: 35岁以下P人（x%）, x%（受理W起，成功P起）;
- a list: 自住A户、出租B户、空置C户，分别占x%、y%、z%.
"""

import re
from typing import TypeAlias

from gongjian.engines.figures.context import Figure, Paragraph, alike, is_plain, shares_words
from gongjian.engines.plandoc.clauses import strip_words

Pair: TypeAlias = tuple[Figure, Figure]

SHARE = re.compile(r"占(?P<of>[^，。；]*?)(?:的|约|近|仅|只|比|比例|比重|总数|为|达到?)*$")
_RATE = re.compile(
    r"(?P<name>[\u3400-\u9fff]{1,12}(?:率|比例|比重|进度))(?:已|仅|只)?(?:达到?|为|约|近|高达|是|：)*$"
)
_PART_OF = re.compile(
    r"(?:占|完成|达到?|相当于|实现|覆盖|惠及|涉及|为|是)(?:了|到)?(?P<of>[^，。；]{0,16})的(?:约|近|比重|比例|为|达到?)*$"
)
_FOREIGN = re.compile(r"全?[国省市州]|同期|GDP|生产总值|[上去]年")
_GENERIC = re.compile(
    r"(?:全年|年度|本年|年初|当年|总)?(?:计划|任务|目标|预算|样本|有效样本|问卷|投资)+(?:数|量|额)?|其|件|量|额"
)
_PLANNED = re.compile(r"计划|任务|目标|预算|指标|序时")
_AS_PLANNED = re.compile(
    r"计划|任务|目标|预算(?!收入|支出|拨款|外|内|单位|管理)|指标|应|需|安排|下达|拟|概算|估算|总投资|总需求"
)
_LEAST_NAME = 2
_LISTED = 6  # amounts of a list among which a share names its part
_ITSELF = re.compile(
    r"^(?:约|仅|分别|各|其|均|合计|共|人数|数量|户数|金额|面积|总量|占比|比例|比重|大约|总体|整体)"
)
_OF_NOISE = re.compile(r"总|全部|全体|的|已|了|数|比|约|近|目前")
DUE = re.compile(r"应|需|计划|目标|任务|预算|总|共|全|收到|受理|申请|登记|发放|抽查|抽检|在册")
_DONE = re.compile(r"已|实[际收建有缴]?|完成|成功|合格|办结|整改|获|达标|收回|到位|其中")
_NAMED_PART = re.compile(r"的(?:有|为|占)?$|的有[^，]*$")
_PLAN = re.compile(r"力争|确保|争取|预计|拟|将达|要达")
_WHOSE = r"(?:而|其中)?(?:全[年区镇县市街村][^，。；\d]{0,4}|年初|年度|辖区|本级)?"
_BEHIND = re.compile(
    rf"[，；（]{_WHOSE}(?:共?(?:计划|任务|目标|预算|指标|应)|总|共|全部)[^，。；\d]{{0,8}}|。{_WHOSE}(?:计划|任务|目标|预算|指标)[^，。；\d]{{0,8}}"
)
_OF_ALL = re.compile(r"(?:普及|覆盖|拥有|使用|参与|知晓|绿化|就业|保有)$")
"""Rates of a population, not of what was done: 新建厕所9000座，厕所普及率95%."""
_OPINION = re.compile(r"满意|知晓|支持|认可|好评")


def bound_pairs(paragraph: Paragraph, stated: Figure, series: list[Figure]) -> list[Pair]:
    """Return the pairs the words name for a stated share, the best first; `series` are wholes used before."""
    if _PLAN.search(stated.around.before):
        return []
    return (
        _inner(paragraph, stated)
        or _bracketed(paragraph, stated)
        or _shared(paragraph, stated, series)
        or _rated(paragraph, stated)
        or _behind(paragraph, stated)
        or _both_behind(paragraph, stated)
    )


def _counts(paragraph: Paragraph, figure: Figure) -> list[Figure]:
    """Return the plain amounts of the sentence before a figure, nearest first."""
    return [
        f
        for f in paragraph.before(figure)
        if f.is_count and is_plain(f) and f.around.sentence_start >= figure.around.sentence_start
    ]


def _inner(paragraph: Paragraph, stated: Figure) -> list[Pair]:
    own = [f for f in _counts(paragraph, stated) if f.amount.start >= stated.around.start]
    if not own or not _PART_OF.search(stated.around.before):
        return []
    whole = own[0]
    if not re.match(
        r"[^，。；\d]{0,6}的(?:约|近|比重|比例|为|达到?)*$",
        paragraph.words(whole.amount.end, stated.amount.start),
    ):
        return []
    parts = [f for f in _counts(paragraph, whole) if alike(f, whole)]
    return [(parts[0], whole)] if parts else []


def _bracketed(paragraph: Paragraph, stated: Figure) -> list[Pair]:
    text = paragraph.reading.text
    previous = paragraph.figures[stated.index - 1] if stated.index else None
    inside = (
        text[stated.amount.start - 1 : stated.amount.start] == "（" and text[stated.amount.end :][:1] == "）"
    )
    if inside and previous is not None and previous.is_count and is_plain(previous):
        if paragraph.words(previous.amount.end, stated.amount.start) != "（":
            return []
        whole = _opening(paragraph, previous)
        return [(previous, whole)] if whole is not None else []
    following = [f for f in paragraph.figures[stated.index + 1 : stated.index + 3] if f.is_count]
    due = _due_in_bracket(paragraph, stated, following[:1])
    if due is not None:
        return [due]
    if len(following) < 2 or not alike(*following) or not _RATE.search(stated.around.before):
        return []
    lead = paragraph.words(stated.amount.end, following[0].amount.start)
    between = paragraph.words(following[0].amount.end, following[1].amount.start)
    if not re.fullmatch(r"（[\u3400-\u9fff]{0,8}", lead) or not re.fullmatch(
        r"[，、/]?[\u3400-\u9fff]{0,8}", between
    ):
        return []
    part, whole = sorted(following, key=lambda f: f.value)
    return [(part, whole)]


def _due_in_bracket(paragraph: Paragraph, stated: Figure, following: list[Figure]) -> Pair | None:
    """Read 接种P人，接种率x%（应接种W人）: the bracket tells the one amount that the sentence does not."""
    counts = _counts(paragraph, stated)
    if not following or not counts or not alike(counts[0], following[0]):
        return None
    (inside,) = following
    lead = paragraph.words(stated.amount.end, inside.amount.start)
    after = paragraph.words(inside.amount.end, inside.amount.end + 1)
    said = re.fullmatch(r"（[\u3400-\u9fff]{0,9}", lead)
    if said is None or after != "）" or sum(alike(f, inside) for f in counts) != 1:
        return None
    if re.search(r"应|共|总|全|需|计划|任务|目标|预算", lead):
        return (counts[0], inside)
    return (inside, counts[0]) if inside.value <= counts[0].value else None


def _behind(paragraph: Paragraph, stated: Figure) -> list[Pair]:
    """Read 开工P个，开工率x%；计划数W个 and 完成P万元，为预算的x%。预算为W万元: the whole is told right behind."""
    before = stated.around.before
    said = SHARE.search(before) or _PART_OF.search(before) or _RATE.search(before)
    counts, following = _counts(paragraph, stated), paragraph.figures[stated.index + 1 : stated.index + 2]
    if said is None or not counts or not following or counts[0].index != stated.index - 1:
        return []
    part, whole = counts[0], following[0]
    if not whole.is_count or not is_plain(whole) or not alike(part, whole) or whole.value < part.value:
        return []
    if any(alike(f, part) for f in counts[1:]):
        return []
    lead = paragraph.words(stated.amount.end, whole.amount.start)
    name = said.groupdict().get("of") or ""
    of = _OF_NOISE.sub("", name)
    is_named = len(name) >= _LEAST_NAME and re.fullmatch(
        rf"）?[，；。（](?:而|全[镇区县市])?{re.escape(name)}(?:总数|共|有|为)*", lead
    )
    if not (_BEHIND.fullmatch(lead) or is_named) or (of and not _is_of(of, whole)):
        return []
    return [(part, whole)]


def _both_behind(paragraph: Paragraph, stated: Figure) -> list[Pair]:
    """Read 自筹占总投资的x%，总投资W万元，自筹P万元: part and whole are told behind under the names of the share."""
    share = SHARE.search(stated.around.before)
    following = paragraph.figures[stated.index + 1 : stated.index + 3]
    if share is None or len(following) < 2 or not alike(*following) or not all(f.is_count for f in following):
        return []
    subject, of = strip_words(stated.around.before[: share.start()]), _OF_NOISE.sub("", share["of"])
    part, whole = sorted(following, key=lambda f: f.value)
    is_near = following[1].around.sentence_start == stated.around.sentence_start and is_plain(part)
    if not is_near or len(subject) < _LEAST_NAME or len(of) < _LEAST_NAME:
        return []
    return [(part, whole)] if shares_words(subject, part.around.before) and _is_of(of, whole) else []


def _shared(paragraph: Paragraph, stated: Figure, series: list[Figure]) -> list[Pair]:
    before = stated.around.before
    share = SHARE.search(before) or _PART_OF.search(before)
    counts = _counts(paragraph, stated)
    if share is None or not counts:
        return []
    part = _subject(stated, share, counts)
    if part is None or any(f.is_rate for f in paragraph.figures[part.index + 1 : stated.index]):
        return []
    counts = counts[counts.index(part) :]
    of = _OF_NOISE.sub("", share["of"])
    counts = [part, *(f for f in counts[1:] if not is_sibling(paragraph, f, part, share["of"]))]
    wholes = [f for f in counts[1:] if alike(f, part) and f.value >= part.value]
    if _FOREIGN.search(share["of"]) and not any(_FOREIGN.search(_name(f)) for f in wholes):
        return []
    named = [f for f in wholes if of and _is_of(of, f)]
    if len({f.value for f in named}) == 1:
        return [(part, named[0])]
    last = series[-1] if series else None
    if last is not None and alike(last, part) and last is not part and (not of or _is_of(of, last)):
        return [(part, last)]
    whole = wholes[0] if len(wholes) == 1 else _opening(paragraph, part)
    if whole is not None and is_sibling(paragraph, whole, part, share["of"]):
        return []
    if whole is None or (of and not _is_of(of, whole)) or not (of or _holds(paragraph, whole, part)):
        return []
    return [(part, whole)]


def is_sibling(paragraph: Paragraph, figure: Figure, part: Figure, of: str = "") -> bool:
    """Tell whether an amount before a part has a share of its own (A类P件、占x%，B类…), no 其中 making it the whole.

    With `of`, also when both are shares of that whole: 老人P人，占总人口的x%，其中高龄Q人，占总人口的y%.
    """
    following = paragraph.figures[figure.index + 1 : figure.index + 2]
    if not following or not following[0].is_rate or following[0].index >= part.index:
        return False
    share = SHARE.search(following[0].around.before)
    if share is not None and of and share["of"] == of:
        return True
    return share is not None and "其中" not in paragraph.words(following[0].amount.end, part.amount.start)


def _subject(stated: Figure, share: re.Match[str], counts: list[Figure]) -> Figure | None:
    """Return the part of a share: the amount told last, or the one its clause names anew (食材支出占x%), if any."""
    words = strip_words(stated.around.before[: share.start()])
    if counts[0].amount.start >= stated.around.start or len(words) < _LEAST_NAME:
        return counts[0]
    if _ITSELF.search(words):
        return counts[0]
    return next(
        (f for f in counts[:_LISTED] if shares_words(words, f.around.before[-10:] + f.around.after[:6])), None
    )


def _holds(paragraph: Paragraph, whole: Figure, part: Figure) -> bool:
    """Tell whether the words make one amount part of the other, and not its neighbour (噪声类3件、停车类2件)."""
    between = paragraph.words(whole.amount.end, part.amount.start)
    if re.search(r"其中|[^，。]中(?![心学小央部队区医])|按|从", between):
        return True
    return bool(DUE.search(_name(whole)) or _DONE.search(part.around.before) or _NAMED_PART.search(between))


def _is_of(of: str, whole: Figure) -> bool:
    """Tell whether the words after 占 name a whole: most of their characters stand around it.

    A plan or budget is only what is told as one: 完成年初预算的x% has no whole in what was received.
    """
    words = _name(whole)
    if _PLANNED.search(of) and not _AS_PLANNED.search(words):
        return False
    if len(of) < 2 or _GENERIC.fullmatch(of):
        return True
    known = sum(char in words for char in of)
    return known * 2 >= len(of) if len(of) == 2 else known * 5 >= len(of) * 3


def _name(figure: Figure) -> str:
    return figure.around.before[-14:] + figure.around.after[:10]


def _opening(paragraph: Paragraph, part: Figure) -> Figure | None:
    """Return the total the sentence opens with, or the one the sentence before 其中 tells."""
    own = [f for f in _counts(paragraph, part) if alike(f, part) and f.value >= part.value]
    if own:
        return own[-1]
    sentence = paragraph.words(part.around.sentence_start, part.amount.start)
    if not re.match(r"其中|按|从", sentence):
        return None
    earlier = [f for f in paragraph.before(part) if f.around.sentence_start < part.around.sentence_start]
    if not earlier:
        return None
    last = earlier[0].around.sentence_start
    told = [
        f
        for f in earlier
        if f.around.sentence_start == last and f.is_count and is_plain(f) and alike(f, part)
    ]
    return told[0] if len(told) == 1 and told[0].value >= part.value else None


def _rated(paragraph: Paragraph, stated: Figure) -> list[Pair]:
    rate = _RATE.search(stated.around.before)
    if rate is None:
        return []
    counts = _counts(paragraph, stated)
    core = re.sub(r"(?:率|比例|比重|进度)$", "", rate["name"])[-4:]
    pairs = []
    for part in counts[:4]:
        wholes = [f for f in counts[counts.index(part) + 1 :] if alike(f, part) and f.value >= part.value]
        near = _is_told_next(paragraph, part, stated)
        if _named_better(paragraph, stated, core, part):
            continue
        if wholes and _named_after(core, part, wholes[0], len(counts) if near else 0):
            pairs.append((part, wholes[0]))
            pairs += [(part, f) for f in wholes[1:]]
    if part_after := _whole_last(core, counts):
        pairs.append(part_after)
    return pairs


def _named_better(paragraph: Paragraph, stated: Figure, core: str, part: Figure) -> bool:
    """Tell whether the next rate bears more of a part's name than this one: 按时结案597件，结案率…，按时结案率…"""
    for other in paragraph.figures[stated.index + 1 : stated.index + 2]:
        rate = _RATE.search(other.around.before) if other.is_rate else None
        name = rate["name"][:-1] if rate else ""
        if name.endswith(core) and len(name) > len(core) and name in part.around.before:
            return True
    return False


def _is_told_next(paragraph: Paragraph, part: Figure, stated: Figure) -> bool:
    """Tell whether a rate follows its part in the next clause, with no other figure between."""
    words = paragraph.words(part.amount.end, stated.amount.start)
    return not re.search(r"[；\d]", words) and words.count("，") <= 1


def _named_after(core: str, part: Figure, whole: Figure, width: int) -> bool:
    words = _name(part)
    if _OPINION.search(core):
        return shares_words(core, words)
    if part.unit == "元" and not re.search(r"投资|支出|执行|到位|收缴|资金|完成|使用|拨付|征收|缴", core):
        return False
    if len(core) >= 2 and set(core[-2:]) <= set(words):
        return True
    if shares_words(core, words) and not _OF_ALL.search(core):
        return True
    if width != 2:
        return False
    return bool(
        set(core[-2:]) & set(words) or (_DONE.search(part.around.before) and DUE.search(_name(whole)))
    )


def _whole_last(core: str, counts: list[Figure]) -> Pair | None:
    """Read 办结P件，占受理W件…率 told the other way round: exactly two amounts, the later is the larger."""
    is_pair = len(counts) == 2 and alike(*counts) and counts[0].value > counts[1].value
    return (counts[1], counts[0]) if is_pair and shares_words(core, _name(counts[1])) else None


def listed_pairs(paragraph: Paragraph) -> dict[int, list[Pair]]:
    """Return the pairs of shares told in a list (分别占x%、y%、z%) by the index of the stated figure."""
    found: dict[int, list[Pair]] = {}
    for first in paragraph.figures:
        if not first.is_rate or not re.search(
            r"(?:分别|各)(?:约|仅)?占[^，。；\d]{0,10}$|占比分别为$", first.around.before
        ):
            continue
        rates = _run(paragraph, first)
        counts = _counts(paragraph, first)
        closing = counts[0] if counts and re.search(r"共|合计|总", counts[0].around.before) else None
        counts = counts[1:] if closing is not None and len(counts) > len(rates) else counts
        parts = list(reversed(counts[: len(rates)]))
        if len(rates) < 2 or len(parts) < len(rates) or not all(alike(p, parts[0]) for p in parts):
            found.update({f.index: [] for f in rates})
            continue
        whole = closing if closing is not None and closing not in parts else _opening(paragraph, parts[0])
        pairs = [[(p, whole)] if whole is not None and p.value <= whole.value else [] for p in parts]
        found.update({f.index: pair for f, pair in zip(rates, pairs, strict=True)})
    return found


def _run(paragraph: Paragraph, first: Figure) -> list[Figure]:
    """Return a run of per cents parted by nothing but 、和 or ，."""
    run = [first]
    for figure in paragraph.figures[first.index + 1 :]:
        between = paragraph.words(run[-1].amount.end, figure.amount.start)
        if not figure.is_rate or not re.fullmatch(r"[、，和及]", between):
            break
        run.append(figure)
    return run
