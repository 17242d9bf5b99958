"""Names of bodies and posts in running text, and who is told to lead or support a piece of work."""

import bisect
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongjian.engines.plandoc.lexicon import (
    ENDINGS,
    JOIN_VERBS,
    LEAD_VERBS,
    SUPPORT_VERBS,
    VERB_START,
)
from gongjian.engines.plandoc.names import bearer_list, is_unit, split_names, unit_list

_ASSIGNING = "责成|责令|授权|委托|指定|指派|安排|交[由办]|商请|提请|函请|邀请|恳请|敬请|请|建议|要求|明确|拟|原则上|统一|具体|分别|并"
_WRAPPERS = re.compile(
    rf"^(?:会议(?:明确|决定|同意|要求|议定|确定|指出|强调)[，：]?)?(?:[\u3400-\u9fff]{{2,4}}(?:期内|期间|时段)|其中|同时|此外|另外?|并|以|依托|下一步|接下来|(?:上述|以上|各项|相关|有关)(?:问题|工作|事项|任务)|(?:[一二三四五六七八九十]|首先|其次|再次|最后)[是，])*(?:{_ASSIGNING})*由?"
)
_MODAL_TAIL = re.compile(
    r"(?:要|应当?|须|必须|需|将|可|主动|积极|共同|分别|认真|派员|派人|派专人|安排专人)+$"
)
_TOLD = re.compile(r"请|由|建议|要求|责成|责令|授权|委托|指定|指派|安排|交[由办]")
_LONGER_NAME = re.compile(
    r"办事处|办公室|办法|管理(?=[\u3400-\u9fff]{0,2}(?:局|处|站|所|中心|办|科|委|员))|服务(?=[\u3400-\u9fff]{0,2}(?:中心|站|队|部|点|所))|建设(?=[\u3400-\u9fff]{0,3}(?:局|委|办|中心|科|处))"
    r"|监督(?=[\u3400-\u9fff]{0,2}(?:局|所|站|员|委))|协会|协商|联系会|宣传(?:部|科|委|办)|组织(?:部|科|委|办)|治理(?:办|中心|科)|执法(?:队|局|大队|中队)|维修|养护(?:中心|所|队)|救助(?:站|中心)|联合会"
)
_LEAD_LABEL = r"(?:责任|牵头|主办|主责|主抓|承办|实施|组织|主理|抓总|负责|落实|主管|包保|包联|包抓|督办)(?:单位|部门|科室|主体|人|领导|处室|股室|站所|部室|科所|社区|片区)|第一责任人|责任(?:者|方)|牵头|主办|主责|主理|抓总|承办|负责|责任"
_SUPPORT_LABEL = r"(?:配合|协办|协同|参与|参加|指导|监督|支持|协助|会同|协力|联办)(?:单位|部门|科室|处室|股室|站所|领导|人|人员|主体)|配合|协办|协同|协力|参与|指导|监督|会同|协助"
_LABELLED = re.compile(
    rf"(?P<label>(?P<lead>{_LEAD_LABEL})|(?P<support>{_SUPPORT_LABEL}))(?:（[^）]*）)?[：](?P<names>[^；。\n\t|（）〕】]*(?:（[^）]*）[^；。\n\t|（）〕】]*)*)"
)
_NEXT_LABEL = re.compile(
    rf"[，、 ]*(?:{_SUPPORT_LABEL}|{_LEAD_LABEL}|(?:完成|办结|整改|办理|落实|实施)时[限间]|时限|时间|期限|联系人|联系电话|电话)[：]"
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A body told to lead (`lead`) or support (`support`).

    `strong` when a label or verb says so, `bidden` when the body only is told 要 or 须 do it.
    """

    role: str
    names: tuple[str, ...]
    start: int
    end: int
    strong: bool
    bidden: bool = False


def labelled(text: str, start: int, end: int) -> Iterator[Assignment]:
    """Yield the assignments written with a label: （责任单位：甲、乙；配合单位：丙）."""
    for found in _LABELLED.finditer(text, start, end):
        names_text = found["names"]
        stop = _NEXT_LABEL.search(names_text)
        if stop:
            names_text = names_text[: stop.start()]
        names = [n for n in split_names(names_text.strip()) if 1 < len(n) <= 24]
        if names:
            role = "lead" if found["lead"] else "support"
            yield Assignment(role, tuple(names), found.start(), found.start("names") + len(names_text), True)


_IN_BRACKETS = re.compile(
    r"[（〔【](?P<inside>[^（）〔〕【】；。]{2,80}(?:（[^）]{1,10}）[^（）〔〕【】；。]{0,40})*)[；）〕】]"
)
_ENDS_A_NAME = re.compile(rf"(?:{ENDINGS})$")
RESPECTIVELY = re.compile(
    r"(?P<who>[^，。；：\n]{2,40}?)分别(?:负责|承担|牵头|做好)(?P<what>[^，。；：\n]{4,60})"
)
_DASHES = re.compile("——|--")
_BRACKETED = re.compile(r"（[^）]*）$")
_DUTY = re.compile(
    rf"(?!提高|提升|加强|坚持|强化|增强|发挥|充分|积极|丰富|拓展)(?:{VERB_START.pattern}|{LEAD_VERBS}|{SUPPORT_VERBS})"
)
_NAMED_FIRST = re.compile(r"(?P<who>[^，。；：\n|\t]{2,40})：(?=[^\n])")


def bracketed(text: str, start: int, end: int) -> Iterator[Assignment]:
    """Yield the bodies that stand alone in a bracket behind the work: 清理河道。（镇水利站、环卫所）.

    A bracket right behind a name belongs to the name: 各村（社区）.
    """
    for found in _IN_BRACKETS.finditer(text, start, end):
        names = unit_list(found["inside"])
        if not names or _ENDS_A_NAME.search(text[max(start, found.start() - 6) : found.start()]):
            continue
        yield Assignment("lead", tuple(names), found.start(), found.end(), True)


def respective_shares(text: str, start: int, end: int) -> list[tuple[str, str]]:
    """Return body and work of each share of 甲局、乙局分别负责丙、丁; nothing when their numbers differ."""
    found = RESPECTIVELY.search(text, start, end)
    names = unit_list(found["who"]) if found else None
    works = found["what"].split("、") if found else []
    return list(zip(names, works, strict=True)) if names and 1 < len(names) == len(works) else []


def between_dashes(text: str, start: int, end: int) -> Iterator[Assignment]:
    """Yield the bodies that stand alone between dashes: 清洗护栏——市环卫处——3月31日前."""
    at = start
    for found in [*_DASHES.finditer(text, start, end), None]:
        stop = found.start() if found else end
        names = unit_list(_BRACKETED.sub("", text[at:stop].strip(" 。；"))) if at > start else None
        if names:
            yield Assignment("lead", tuple(names), at, at + 1, True)
        at = found.end() if found else end


def charged_first(text: str, start: int, end: int) -> Assignment | None:
    """Return the body before a colon that is told what follows: 城建中心：负责巡查道路."""
    found = _NAMED_FIRST.match(text, start, end)
    names = unit_list(found["who"]) if found else None
    if not found or not names or not _DUTY.match(text, found.end(), min(end, found.end() + 12)):
        return None
    return Assignment("lead", tuple(names), start, found.end(), True)


_ROLE_VERB = re.compile(
    rf"(?P<lead>{LEAD_VERBS})(?!人|制|任|单位|部门|书)(?:(?<!组织)|(?![部科]|委员|办公))"
    rf"|(?P<support>{SUPPORT_VERBS})(?!单位|部门|人|户|群众|[委员组所局站岗队科]|[^，]{{0,3}}[度率])"
)
_MANNERLY = re.compile(r"(?:积极|密切|予以|给予|做好)$")
_NAME_REACH = 20
_NAME_END = re.compile(rf"(?:{ENDINGS})(?:（[^）]{{1,10}}）)?")
_JOINED = re.compile(rf"(?P<who>[^，。；：\n]{{0,40}}?)(?P<verb>{JOIN_VERBS})(?P<with>[^，。；：\n]{{2,40}})")
_BY = re.compile(r"(?<![理缘自])由(?!于)(?P<rest>[^，。；：\n]{2,60})")
_AS_LEADER = re.compile(
    r"(?P<who>[^，。；：\n]{2,40}?)(?:作?为|是)(?:[\u3400-\u9fff]{2,8}的)?(?P<role>牵头|责任|主办|主责|主管|实施|承办|配合|协办|参与|协同)(?:责任)?(?:单位|部门|主体|科室)"
)
_BEARS = re.compile(r"牵头|主办|主责|主理|主抓|抓总|承办|负责|协办|配合")
_ONLY_WATCHES = re.compile(r"(?<=负责)(?:监督|指导|配合|协助|协同)(?:工作)?[。）]?$")
_OFFICE = re.compile(r"单位|部门|主体")
_OVERSEES = re.compile(r"指导|监督|支持|协助")
_ORDERS = re.compile(r"(?:要|应当?|须|必须|需|将)$")
_BASIS = re.compile(r"以|依托|其中")
"""以党支部为基础 and 其中镇财政列支8万元 give nobody work."""
_ON_BASIS = re.compile(r"以[^，]+为")
_COUNTED = re.compile(r"^(?:(?:全[省市县区镇乡村]|共|现有)?\d+余?[名位个家支])(?=[\u3400-\u9fff])")
"""全镇86名|护林员每日巡山: how many they are is no part of the name."""
_BIDDEN = re.compile(r"[^，]{0,3}?(?:要|应当?|须|必须|需)")
_CROWD = re.compile(r"(?:全体|广大|社区|小区|辖区|当地)*(?:居民|群众|市民|村民|业主|住户|家长|人员)")
"""Those by whom a thing is enjoyed or decided (由居民共享), without being told to do it."""
_INTO_A_WORD = re.compile(r"[组党团]建|站[位岗]|处置")
"""An ending that is no ending: 分别组|建."""


def clause_assignments(
    text: str, start: int, end: int, blank: tuple[tuple[int, int], ...] = ()
) -> list[Assignment]:
    """Return who leads and supports according to one clause; `blank` spans (dates) are read as nothing."""
    clause = _blanked(text, start, end, blank)
    lead_in = len(clause) - len(clause.lstrip(" \x00于在到、“①②③④⑤⑥⑦⑧⑨⑩"))
    wrapper = _WRAPPERS.match(clause[lead_in:])
    told = bool(wrapper and wrapper[0] and _TOLD.search(wrapper[0]))
    offset = lead_in + (wrapper.end() if wrapper else 0)
    clause = _COUNTED.sub("", clause[offset:])
    bare = clause.replace("\x00", "")
    joined = _joined_assignment(bare, start, end)
    if joined:
        return joined
    found = _by_verb(bare)
    if found:
        return [Assignment(found[0], tuple(found[1]), start, end, True)]
    by = _BY.search(bare)
    if by:
        names = (
            _leading_units(by["rest"])
            or _before_verb(by["rest"])
            or _before_date(clause.partition("由")[2])
            or _longest_name(by["rest"])
        )
        if names and not _CROWD.fullmatch(names[-1]):
            return [Assignment("lead", tuple(names), start, end, True)]
    names = _leading_units(bare) or _before_date(clause) or (_longest_name(bare) if told else None)
    if not names or (told and _CROWD.fullmatch(names[-1])) or (wrapper and _BASIS.fullmatch(wrapper[0])):
        return []
    if _ON_BASIS.match(bare, bare.find(names[-1]) + len(names[-1])):
        return []
    bidden = _BIDDEN.match(bare, bare.find(names[-1]) + len(names[-1])) is not None
    return [Assignment("lead", tuple(names), start, end, told, bidden)]


def _before_date(clause: str) -> list[str] | None:
    """Return the bodies right before a date with something to do behind it: 各村|5月20日前与农户签约."""
    who, blank, rest = clause.partition("\x00")
    return unit_list(who.rstrip("于在自从")) if blank and len(rest.strip("\x00")) > 1 else None


def _by_verb(clause: str) -> tuple[str, list[str]] | None:
    """Return role and names of a clause whose verb says it: 甲局牵头, 乙局配合, 丙局作为牵头单位."""
    for found in _ROLE_VERB.finditer(clause, 2, 60):
        role = "lead" if found["lead"] else "support"
        if role == "support" and _tells_others(clause, found):
            continue
        who = _MODAL_TAIL.sub("", _WRAPPERS.sub("", _MANNERLY.sub("", clause[: found.start()])))
        names = bearer_list(who) if _BEARS.fullmatch(found[0]) else unit_list(who)
        if names:
            return ("support" if _ONLY_WATCHES.match(clause, found.end()) else role), names
    titled = _AS_LEADER.match(clause) if _OFFICE.search(clause) else None
    names = unit_list(titled["who"]) if titled else None
    if titled and names:
        return ("support" if titled["role"] in ("配合", "协办", "参与", "协同") else "lead"), names
    return None


def _tells_others(clause: str, found: re.Match[str]) -> bool:
    """Tell whether a body is told to guide others (社区要指导物业建立…): that is its own work."""
    has_object = len(clause[found.end() :].strip("。 ）")) > 2
    return has_object and bool(_OVERSEES.fullmatch(found[0]) and _ORDERS.search(clause[: found.start()]))


def _before_verb(text: str) -> list[str] | None:
    found = re.match(rf"(?P<who>.{{2,40}}?)(?:{LEAD_VERBS}|{SUPPORT_VERBS})", text)
    return unit_list(found["who"]) if found else None


def _blanked(text: str, start: int, end: int, blank: tuple[tuple[int, int], ...]) -> str:
    chars = list(text[start:end])
    first = max(0, bisect.bisect_left(blank, (start, start)) - 1)
    for a, b in itertools.takewhile(lambda span: span[0] < end, itertools.islice(blank, first, None)):
        for i in range(max(a, start), min(b, end)):
            chars[i - start] = "\x00"
    return "".join(chars)


def _joined_assignment(clause: str, start: int, end: int) -> list[Assignment] | None:
    found = _JOINED.match(clause)
    if not found:
        return None
    who = unit_list(_MODAL_TAIL.sub("", _WRAPPERS.sub("", found["who"]))) if found["who"] else []
    partners = unit_list(found["with"]) or _leading_units(found["with"]) or _before_verb(found["with"])
    if who is None or not partners:
        return None
    result = [Assignment("support", tuple(partners), start, end, bool(who))]
    if who:
        result.insert(0, Assignment("lead", tuple(who), start, end, True))
    return result


def _longest_name(text: str) -> list[str] | None:
    """Return the longest name that begins a stretch and leaves at least a verb: 业委会监督员|核对账目; none as short as 财政."""
    ends = [f.end() for f in _NAME_END.finditer(text, 0, _NAME_REACH) if 4 <= f.end() <= len(text) - 2]
    return next((names for end in reversed(ends) if (names := unit_list(text[:end]))), None)


def _leading_units(clause: str) -> list[str] | None:
    """Return the subject of a clause that goes on with a verb: 各社区、物业|开展自查."""
    best: list[str] | None = None
    if is_unit(clause.strip()):
        return None
    for found in _NAME_END.finditer(clause, 0, 60):
        rest = clause[found.end() :]
        if not rest or not VERB_START.match(rest) or _LONGER_NAME.match(rest):
            continue
        if _INTO_A_WORD.match(clause, found.end() - 1):
            continue
        names = unit_list(clause[: found.end()])
        if names:
            best = names
    return best
