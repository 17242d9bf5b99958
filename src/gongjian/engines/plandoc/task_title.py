"""The words of a clause that name the work itself, without who does it and when."""

import re

from gongjian.engines.plandoc.assignments import Work
from gongjian.engines.plandoc.lexicon import LEAD_VERBS, MODALS, SUPPORT_VERBS, VERBS
from gongjian.engines.plandoc.names import is_unit, unit_list
from gongjian.engines.plandoc.reading import Reading, split_spans

_LABELLED = re.compile(r"[（〔【\[]?[\u3400-\u9fff]{0,4}(?:单位|部门|责任人|时限|时间|领导|主体|科室)[：].*$")
_LEADING = re.compile(
    rf"^(?:[，、：；\s“”]*(?:会议(?:明确|决定|同意|要求|议定|确定)|请|由|于|[在到从](?=[，、前]|(?:{VERBS}))|建议|明确|要求|其中|同时|另外|并|且|下一步|接下来|力争|确保|争取|上述问题|以上问题|全年|年内|学期内|即日起|起|{MODALS})[，：]?)*(?:(?:{LEAD_VERBS}|{SUPPORT_VERBS})(?:(?<!组织)|(?=(?:{VERBS})[\u3400-\u9fff“]{{2}}|做好|$))(?![\u3400-\u9fff]{{0,3}}(?:会|赛)))?"
)
_CLAUSE = re.compile(r"——|[，；。：\n]")
_TO_WHOM = re.compile(r"^[向对给][^，]{2,16}?(?=报送|报告|上报|提交|反馈|汇报|通报)")
_AND_OTHERS = re.compile(r"^等(?:有关|相关|各)?(?:部门|单位|科室|社区)")
_WHILE = re.compile(
    r"^(?:[\u3400-\u9fff]{2,4}(?:期内|期间|时段)，?|(?:全[省市县区镇乡村]|共|现有)?\d+余?[名位个家支](?=[\u3400-\u9fff]))"
)
_PREPOSITIONS = ("于", "在", "到", "从", "自", "至")
_COUNT = re.compile(
    r"\d[\d,.]*(?:万|亿)?(?:余|多)?(?:元|平方米|㎡|公里|[个处名户座条场次件项家台盏套亩米吨支篇期轮艘辆株棵根间组口块批节份册人名位])?(?:以上|以内|左右|余)?的?|[一二两三四五六七八九十]次"
)
_DONE = re.compile(r"(?:全部|全面|基本|按期|按时)?(?:完成|落实|办结|到位)(?:到位|任务)?")
_LENGTH = 32
_STRAY = re.compile(r"^(?:了(?!解)|的|得(?!到)|着(?![力手眼])|[%:：]\d*)+")
_CIRCUMSTANCE = re.compile(
    r"(?:基础上|前提下|过程中|期间|情况下|的?同时|的形式|的方式|为契机|为抓手|为重点|为主线|的原则|的要求)$"
    r"|^(?:结合|按照|根据|依据|对照|针对)[^，]*(?:任务|要求|实际|情况|部署|精神|职责|标准|规定|安排|需求|特点)$"
    r"|^以[^，]+为[^，]{0,6}$|责任主体$|牵头单位$"
)
"""A clause that only says how or when: 在各自职能基础上."""
_REPORTS_TO = re.compile(
    r"(?:并|及时|统一|结果)*(?:上报|报送|抄送|报)(?:至|给)?(?P<who>[^，]{2,16}?)(?:备案|审批|审核|审定|批准|备查)?"
)
_HANDED_IN = re.compile(r"将(?P<what>[^，将]{2,24}?)(?:上报|报送?|提交|反馈|抄送)(?:至|给)?[^，报]{2,20}$")
"""将名单报党政办: what is handed in, to whom."""
_LEADS = re.compile(rf"(?:(?!组织|实施)(?:{LEAD_VERBS}))+")
_TOPIC = re.compile(
    r"(?!上述|以上|相关|有关|该|各项|此项|明确|建议|拟|原则|请|具体|统一|主要|会议|并|其中)[^，由]{2,24}"
)
_DONE_BY = re.compile(rf"(?:统一|具体|集中)?(?P<verb>(?:{LEAD_VERBS})+|(?:{VERBS}){{1,2}})[。）]?")
"""信用考核由县住建局牵头: the topic is the work."""
_TAKING_PART = re.compile(rf"(?:[，、和及与等]|派员|派人|{LEAD_VERBS}|{SUPPORT_VERBS})*")
_LEFT_OVER = re.compile(r"(?:不少于|不低于|不超过|不得少于|至少|达到?|共计?|约|各|、)+$")
_VERB = re.compile(rf"(?:{VERBS})")
_NUMBERING = re.compile(r"^(?:[①-⑳]|（?[\d一二三四五六七八九十]{1,2}[）、.]|[一二三四五六七八九]是)\s*")


def title_of(reading: Reading, start: int, end: int, work: Work) -> str | None:
    """Return the work a clause or cell names, None when nothing is left once unit and date are off."""
    text = reading.text
    quoted = re.match(r"\s*[①-⑳]?“([^”]{2,16})”(?=[，：])", text[start:end])
    if quoted:
        return quoted[1]
    best: str | None = None
    spare: str | None = None
    report: str | None = None
    clauses = list(split_spans(text, start, end, _CLAUSE))
    for order, (a, b) in enumerate(_most_telling_first(text, clauses, work)):
        words = _without(text, a, b, work)
        turned = _turned(words.strip(), work)
        if turned and len(clauses) > 1 and turned.startswith("报送"):
            report = report or _cut(turned)
            continue
        if turned:
            return _cut(turned)
        words = _LABELLED.sub("", words)
        words = _NUMBERING.sub("", words)
        words = _off_names(re.sub(r"^(?:但|其中|下一步|接下来)，?", "", words), work)
        words = _TO_WHOM.sub("", _LEADING.sub("", words)).strip(" ，、：；。（）")
        words = re.sub(r"（[^）]*）?$", "", words)
        if _only_takes_part(words, work) or _DONE.fullmatch(words):
            continue
        words = _STRAY.sub("", _LEFT_OVER.sub("", _COUNT.sub("", words)))
        if len(clauses) > 1 and (_is_report_to(words) or _CIRCUMSTANCE.search(words)):
            report = report or _cut(words)
            continue
        is_dated = any(a <= at < b for at, _ in work.blanks)
        if len(words) >= 2 and is_dated and _VERB.match(words):
            return _cut(words)
        if len(words) >= 4 and (
            _VERB.search(words)
            or (work.labelled and a == clauses[0][0])
            or (order == 0 and (work.lead or work.due) and "的" not in words[-2:])
        ):
            return _cut(words)
        if len(words) >= 2 and order == 0 and work.told:
            spare = spare or words
        if len(words) >= 2 and (best is None or len(words) > len(best)) and _VERB.search(words):
            best = _cut(words)
    return best or report or spare


def bare_name(heading: str) -> str:
    """Return the first clause of a heading without the amount at its end: 复划标线|9.6公里，由城管办牵头."""
    first = heading.partition("，")[0]
    return _LEFT_OVER.sub("", _COUNT.sub("", first)) or first


def _turned(words: str, work: Work) -> str | None:
    """Return the work of a clause that names it before the verb: 将名单报党政办, 经费由财政所核拨."""
    handed = _HANDED_IN.search(words)
    if handed:
        return "报送" + handed["what"]
    for name in work.lead:
        what, by, verb = words.partition(f"由{name}")
        found = _DONE_BY.fullmatch(verb) if by and _TOPIC.fullmatch(what) else None
        if found:
            return ("" if _LEADS.fullmatch(found["verb"]) else found["verb"]) + what
    return None


def _is_report_to(words: str) -> bool:
    """Tell whether a clause only says to whom the work is reported: 报县河长办备案."""
    found = _REPORTS_TO.fullmatch(words)
    return found is not None and is_unit(found["who"])


def _cut(words: str) -> str:
    """Return at most `_LENGTH` characters, ended at a mark rather than inside a word where one is near."""
    if len(words) <= _LENGTH:
        return words
    mark = max(words.rfind(char, 8, _LENGTH) for char in "、，和与及")
    return words[:mark] if mark > 0 else words[:_LENGTH]


def _only_takes_part(words: str, work: Work) -> bool:
    """Tell whether nothing but names and a verb of taking part is left: 派出所和卫生院配合."""
    rest = words
    for name in sorted((*work.lead, *work.support), key=len, reverse=True):
        rest = rest.replace(name, "")
    return (rest != words or bool(work.lead)) and bool(_TAKING_PART.fullmatch(rest.strip()))


def _most_telling_first(text: str, clauses: list[tuple[int, int]], work: Work) -> list[tuple[int, int]]:
    """Put the clause that names the leading body, or else the one that holds the date, in front."""
    bare = [(a, b) for a, b in clauses if text[b : b + 1] != "：" or unit_list(text[a:b]) is None]
    if len(bare) < len(clauses):
        clauses = bare
        if clauses and text.startswith("负责", clauses[0][0]):
            return clauses
    elif work.lead:
        keyed = [any(name in text[a:b] for name in work.lead) for a, b in clauses]
        first = keyed.index(True) if True in keyed else 0
        return clauses[first:] + clauses[:first]
    return sorted(clauses, key=lambda c: not any(c[0] <= a < c[1] for a, _ in work.blanks))


def _without(text: str, start: int, end: int, work: Work) -> str:
    """Return the clause with dates taken out."""
    pieces, at = [], start
    for a, b in work.blanks:
        if a >= end or b <= start:
            continue
        before = text[at : max(at, a)]
        pieces.append(before[:-1] if before.endswith(_PREPOSITIONS) else before)
        at = min(max(b, at), end)
    pieces.append(text[at:end])
    return "".join(pieces)


def _off_names(words: str, work: Work) -> str:
    """Take the names of those who act off the front of a clause."""
    bare = _WHILE.sub("", words.strip())
    for name in (*work.lead, *work.support):
        bare = re.sub(
            rf"^(?:[，、和及与]|请|由|对|会同|联合|于|要求|责成|责令|督促|指定|安排|交由|建议由?|明确由?)*{re.escape(name)}",
            "",
            bare,
        )
        bare = re.sub(rf"^(?:[，、和及与]|会同|联合|同)+{re.escape(name)}", "", bare)
    return _AND_OTHERS.sub("", bare)
