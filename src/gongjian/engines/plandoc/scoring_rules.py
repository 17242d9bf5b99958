"""The rules of one scored item in words: what costs or earns points, how many, up to which cap."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from gongjian.engines.plandoc.numerals import HAN_COUNT, han_to_int

_N = rf"\d+(?:\.\d+)?|{HAN_COUNT}{{1,3}}"
_ACTION = re.compile(
    rf"(?P<verb>倒扣|扣减|扣除|扣|减|加计|奖励|加|得|计|记|积|赋|酌情扣|酌情加|另加|奖)(?P<range>(?:{_N})分?[—～至-]+)?(?P<n>{_N})分(?!钟|之|值|数|及|以|[（(]?含|为|的)"
)
_ALL_LOST = re.compile(
    r"(?:本项|该项|此项|全项|整项)?(?:不得分|不计分|得零分|得0分|计0分|计零分|记0分|(?<![至到])零分|为0分|为零分|(?<!不)全扣(?![\d一二三四五])|扣完该项分值|扣除(?:本项|该项)?全部分值)"
)
_TO_ZERO = re.compile(
    r"[加扣]满为止|扣完为止|扣完[^，。；]{0,6}为止|减至零分|减完为止|直至扣完|扣至零分|扣至0分|扣完本项|直到扣完"
)
_CAP_WORD = re.compile("[最上封至限止]|累计|不超过")
_CAP = re.compile(
    rf"(?P<whole>本[项条款]|该项|此项|以上|累计|合计|总计|加分|扣分|单项|全年|本大?类)?[^，。；、\d]{{0,8}}?(?:最多|最高|累计|上限|封顶|不超过|至多)(?:可|只|不超过|为)?(?P<verb>扣|加|得|计)?(?:不超过)?(?P<n>{_N})分(?:为止|封顶)?|(?P<n2>{_N})分(?:封顶|为限)|[扣加]完(?P<n3>{_N})分为止"
)
_TOGETHER = re.compile(r"本|该|此|以上|单项|合计|总计")
_VETO = re.compile(
    r"“?一票否决”?|直接定为|直接评为|直接判为|取消[^，。；]{0,10}(?:评优|评先|资格)|(?:当年|年度|本年度)?不得(?:评为|评优|评先|参评|参加评)|不予评(?:优|先|定)"
)
_CASE_VETOED = re.compile(r"(?:的|情形|情况|之一|行为|问题|事件|事故)[^。；的]{0,14}一票否决")
_BARE_TRIGGER = re.compile(
    rf"^(?:，|的|则|将|均|一律)*(?:每[少缺低高超多增减差]?(?:{_N})?[^，。；]{{0,6}}|缺(?:{_N})?[次项个处]|(?:不足|不到|不满|未达标?|未达到|达不到|没有|无)|[少低超高晚](?:{_N})?[^，。；]{{0,8}}|发现(?:{_N})[^，。；]{{0,1}}|[一1](?:次|件|处|起|户|人|条|项|例|个|天|家|篇|份)|经查实|查实|(?:在|从|于)[^，。；]{{2,8}}(?:中|时|里)?|视情(?:况|节)?|酌情|另|再)?$"
)
_BARE = 3
_SEGMENT = re.compile(r"[；。]|(?<!，)\n")


@dataclass(frozen=True, slots=True)
class RuleFound:
    """A rule with its place in the normalised text."""

    kind: str
    amount: Decimal | None
    per: str
    cap: Decimal | None
    start: int
    end: int


# What is taken off the words of a trigger, one after the other.
_NOISE = tuple(
    re.compile(pattern)
    for pattern in (
        r"^[，。；、：\s]+|^（(?![一二三四五六七八九十\d]{1,3}）)|[，、：\s]+$",
        r"^[\u3400-\u9fff]{2,8}：(?=.{2})",
        r"^第[一二三四五六七八九十百\d]{1,4}条\s*",
        r"^(?:（[一二三四五六七八九十\d]{1,3}）|[①-⑳]|\d{1,2}[.、](?!\d))\s*",
        r"^(?:每)?发现(?=一|1|有|.{3})|^(?:凡|若|如|对|其中|另外|同时|或者|或|并|且)(?=.{3})|^(?:每)(?=发现)",
        r"^(?:在|从|于)[^，。；]{2,8}[中时里]$",
        r"^发现(?=[一1有]|每)",
        r"(?:的|者|则|将|均|一律|酌情|视情况|视情|予以|给予|可|另|再|各)+$",
        r"的，|的(?=每)",
    )
)


def points(text: str) -> Decimal:
    """Return a number of points in digits or numerals."""
    return Decimal(text) if text[:1].isdigit() else Decimal(han_to_int(text) or 0)


def _clean(trigger: str) -> str:
    bare = trigger
    for noise in _NOISE:
        bare = noise.sub("", bare)
    return bare.strip("，、 ")


def _trigger(text: str, start: int, end: int) -> tuple[str, int]:
    """Return what triggers the rule that acts at `end`, read from `start` on, and where it begins."""
    piece = text[start:end]
    clauses: list[tuple[int, int]] = []
    at = 0
    for found in [*re.finditer("，", piece), None]:
        stop = found.start() if found else len(piece)
        clauses.append((at, stop))
        at = stop + 1
    last_start, last_stop = clauses[-1]
    trigger = piece[last_start:last_stop]
    first = last_start
    if _BARE_TRIGGER.match(trigger) and len(clauses) > 1:
        told = _clean(trigger)
        for before in reversed(clauses[:-1]):
            earlier = piece[before[0] : before[1]]
            if not earlier.strip():
                continue
            told, first = _clean(earlier) + told, before[0]
            if not _BARE_TRIGGER.match(earlier):
                break
        return told, start + first
    elif (
        len(clauses) > 1
        and piece[clauses[-2][0] : clauses[-2][1]].endswith("的")
        and len(_clean(trigger)) < 5
    ):
        before = clauses[-2]
        return _clean(piece[before[0] : before[1]]) + _clean(trigger), start + before[0]
    return _clean(trigger), start + first


def _actions(text: str, start: int, end: int, full: Decimal | None) -> list[RuleFound]:
    """Return the rules of one segment (no ；or 。 inside), caps not yet set."""
    rules: list[RuleFound] = []
    at = start
    spans: list[tuple[int, int, str, Decimal | None]] = []
    for found in _ACTION.finditer(text, start, end):
        if re.search(
            r"(?:最多|最高|累计|不超过|至多|共|满|总|得|本项|合计|合|小|累)(?:可)?$",
            text[max(start, found.start() - 3) : found.start()],
        ):
            continue
        kind = "deduct" if found["verb"] in ("扣", "减", "扣减", "扣除", "倒扣", "酌情扣") else "add"
        spans.append((found.start(), found.end(), kind, points(found["n"])))
    for found in _ALL_LOST.finditer(text, start, end):
        spans.append((found.start(), found.end(), "deduct", full))
    for action_start, action_end, kind, amount in sorted(spans):
        if action_start < at:
            continue
        trigger, begin = _trigger(text, at, action_start)
        if trigger and amount is not None:
            rules.append(RuleFound(kind, amount, trigger, None, begin, action_end))
        at = action_end
    return rules


def read_rules(text: str, start: int, end: int, full: Decimal | None, title: str = "") -> list[RuleFound]:
    """Return the rules in `text[start:end]` of an item with `full` marks, caps applied.

    A rule that says only how often (缺一次扣2分) is about the item's `title`.
    """
    rules: list[RuleFound] = []
    at = start
    bounds = [*[(m.start(), m.end()) for m in _SEGMENT.finditer(text, start, end)], (end, end)]
    for stop, after in bounds:
        first = len(rules)
        rules += _actions(text, at, stop, full)
        segment = text[at:stop]
        cap = _CAP.search(segment) if _CAP_WORD.search(segment) else None
        if cap:
            amount = points(cap["n"] or cap["n2"] or cap["n3"])
            whole = first == len(rules) or bool(_TOGETHER.match(cap["whole"] or ""))
            verb = cap["verb"] or ""
            for i in range(0 if whole else first, len(rules)):
                if (not verb or verb != "扣" or rules[i].kind == "deduct") and (
                    verb != "加" or rules[i].kind == "add"
                ):
                    rules[i] = replace(rules[i], cap=amount)
        if full is not None and "一票否决" in segment:
            rules += read_vetoes(text, at, stop, False)
        if _TO_ZERO.search(segment) and full is not None:
            kind = "add" if "加满" in segment else "deduct"
            rules = [
                replace(r, cap=r.cap or full) if r.kind == kind and r.amount != full else r for r in rules
            ]
        at = after
    if title:
        rules = [
            replace(r, per=title + r.per) if len(r.per) <= _BARE and _BARE_TRIGGER.match(r.per) else r
            for r in rules
        ]
    return rules


def cap_whole(rules: list[RuleFound], text: str) -> list[RuleFound]:
    """Cap every rule by a sentence or heading that caps them together: 加分累计不超过8分, （最高加10分）."""
    cap = _CAP.search(text)
    if not cap or (_ACTION.search(text[: cap.start()]) and not _TOGETHER.match(cap["whole"] or "")):
        return rules
    amount = points(cap["n"] or cap["n2"] or cap["n3"])
    verb = cap["verb"] or ("加" if "加分" in cap[0] else "扣" if "扣分" in cap[0] else "")
    kinds = {"扣": ("deduct",), "加": ("add",)}.get(verb, ("add", "deduct"))
    return [replace(r, cap=r.cap or amount) if r.kind in kinds else r for r in rules]


def read_cases(text: str, start: int, end: int, declared: RuleFound) -> list[RuleFound]:
    """Return the rules of cases listed below the points they cost: 有下列行为之一的，每次扣5分：（一）…；（二）…."""
    step = re.search(r"每[\u3400-\u9fff一1]{1,3}$", declared.per)
    rules = []
    at = start
    for found in [*re.finditer("；", text[start:end]), None]:
        stop = start + found.start() if found else end
        case = _clean(text[at:stop])
        if len(case) >= _BARE:
            rules.append(replace(declared, per=case + (step[0] if step else ""), start=at, end=stop))
        at = stop + 1
    return rules


def speaks_of_points(text: str) -> bool:
    """Tell whether a text itself costs or earns points: 每小时计10分, 未公示的扣2分."""
    return bool(_ACTION.search(text) or _ALL_LOST.search(text))


def read_vetoes(text: str, start: int, end: int, declared: bool) -> list[RuleFound]:
    """Return what is vetoed in a stretch; `declared` when its heading already says it is about vetoes."""
    rules: list[RuleFound] = []
    for line_start, line_end in _stretches(text, start, end):
        verdict = _VETO.search(text, line_start, line_end)
        stop = verdict.start() if verdict else line_end
        if not declared and not (verdict and _CASE_VETOED.search(text, line_start, verdict.end())):
            continue
        if _ACTION.search(text, line_start, line_end):
            continue
        at = line_start
        for found in [*re.finditer(r"[，；。\n]", text[line_start:stop]), None]:
            finish = line_start + found.start() if found else stop
            trigger = _clean(re.sub(r"^(?:或者?|及|以及|和)", "", text[at:finish].strip()))
            trigger = re.sub(r"^(?:（?[\d一二三四五六七八九十]+[）、.]|[①-⑳])", "", trigger)
            trigger = re.sub(
                r"(?:的)?(?:，)?(?:一经查实|经查实|实行|予以|给予|将|有下列情形之一)$", "", trigger
            )
            if len(trigger) >= 3 and not re.match(r"有?下列|以下|对|实行|一经|直接|当[年季月]|取消", trigger):
                lead = len(text[at:finish]) - len(text[at:finish].lstrip())
                rules.append(RuleFound("veto", None, trigger, None, at + lead, finish))
            at = finish + 1
    return rules


def _stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, at = [], start
    while at <= end:
        stop = text.find("。", at, end)
        stop = end if stop < 0 else stop
        if text[at:stop].strip():
            spans.append((at, stop))
        at = stop + 1
    return spans
