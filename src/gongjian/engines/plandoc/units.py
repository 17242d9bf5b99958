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
    NOT_IN_NAME,
    SUPPORT_VERBS,
    VERB_START,
)

_ENDING = re.compile(rf"(?:{ENDINGS})$")
_NO_NAME = re.compile(r"[，。；：！？\s\d]{2}|[。；：]")
_LAST_BRACKET = re.compile(r"（[^）]*）$")
_WRAPPERS = re.compile(
    r"^(?:会议(?:明确|决定|同意|要求|议定|确定|指出|强调)[，：]?)?(?:请|由|建议由|明确由|并由|具体由|要求|建议|其中|同时|此外|另|并|以|上述问题由|拟由|原则上由|依托|各项工作由|以上工作由)?"
)
_MODAL_TAIL = re.compile(r"(?:要|应当?|须|必须|需|将|可|主动|积极|共同|分别|认真)+$")
_TOLD = re.compile(r"请|由|建议|要求")
_LONGER_NAME = re.compile(
    r"办事处|办公室|办法|管理(?=[\u3400-\u9fff]{0,2}(?:局|处|站|所|中心|办|科|委|员))|服务(?=[\u3400-\u9fff]{0,2}(?:中心|站|队|部|点|所))|建设(?=[\u3400-\u9fff]{0,3}(?:局|委|办|中心|科|处))"
    r"|监督(?=[\u3400-\u9fff]{0,2}(?:局|所|站|员|委))|协会|协商|联系会|宣传(?:部|科|委|办)|组织(?:部|科|委|办)|治理(?:办|中心|科)|执法(?:队|局|大队|中队)|维修|养护(?:中心|所|队)|救助(?:站|中心)|联合会"
)
_AND = re.compile(r"以及|(?<!参)与|和|及")
_TAILS = re.compile(
    r"(?:等(?:有关|相关|各)?(?:部门|单位|科室|站所|社区|街道)?|分别|共同|具体|各自|(?<!负责)同志|三方|双方|多方|按职责分工|按职责)$"
)
_LEAD_LABEL = r"(?:责任|牵头|主办|主责|承办|实施|组织|主理|抓总|负责|落实|主管)(?:单位|部门|科室|主体|人|领导|处室|股室|站所)|第一责任人|责任(?:者|方)|牵头|主办|主责|主理|抓总|承办|负责|责任"
_SUPPORT_LABEL = r"(?:配合|协办|协同|参与|参加|指导|监督|支持|协助|会同|协力|联办)(?:单位|部门|科室|人|人员|主体)|配合|协办|协同|协力|参与|指导|监督|会同|协助"
_LABELLED = re.compile(
    rf"(?P<label>(?P<lead>{_LEAD_LABEL})|(?P<support>{_SUPPORT_LABEL}))(?:（[^）]*）)?[：](?P<names>[^；。\n\t|（）〕】]*(?:（[^）]*）[^；。\n\t|（）〕】]*)*)"
)
_NEXT_LABEL = re.compile(
    rf"[，、 ]*(?:{_SUPPORT_LABEL}|{_LEAD_LABEL}|完成时[限间]|时限|时间|期限|联系人|联系电话|电话)[：]"
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A body told to lead (`lead`) or support (`support`); `strong` when a label or verb says so."""

    role: str
    names: tuple[str, ...]
    start: int
    end: int
    strong: bool


def is_unit(name: str) -> bool:
    """Tell whether a string reads as the name of a body or post."""
    if not 2 <= len(name) <= 22 or _NO_NAME.search(name):
        return False
    return bool(
        _ENDING.search(_LAST_BRACKET.sub("", name) if name.endswith("）") else name)
    ) and not NOT_IN_NAME.search(name)


def split_names(text: str) -> list[str]:
    """Split a list of names at 、，和及与 outside brackets; 住房和城乡建设局 stays one name."""
    parts = [p.strip(" 　，、") for p in _split_outside(text, "、，,/；") if p.strip(" 　，、")]
    names: list[str] = []
    for part in parts:
        part = _TAILS.sub("", part)
        pieces = [p for p in _AND.split(part) if p]
        if len(pieces) > 1 and all(is_unit(p) for p in pieces):
            names.extend(pieces)
        elif part:
            names.append(part)
    return names


def _split_outside(text: str, marks: str) -> list[str]:
    parts, depth, at = [], 0, 0
    for i, char in enumerate(text):
        if char in "（〔":
            depth += 1
        elif char in "）〕":
            depth = max(0, depth - 1)
        elif char in marks and depth == 0:
            parts.append(text[at:i])
            at = i + 1
    return [*parts, text[at:]]


def unit_list(text: str) -> list[str] | None:
    """Return the names when the whole text is a list of bodies or posts, None otherwise."""
    bare = _TAILS.sub("", text.strip(" ，"))
    names = split_names(bare)
    return names if names and all(is_unit(name) for name in names) else None


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


_LEAD_CLAUSE = re.compile(rf"(?P<who>[^，。；：\n]{{2,60}}?)(?P<verb>{LEAD_VERBS})(?!人|制|任|单位|书)")
_SUPPORT_CLAUSE = re.compile(
    rf"(?P<who>[^，。；：\n]{{2,60}}?)(?:积极|密切|予以|给予|做好)?(?P<verb>{SUPPORT_VERBS})(?!单位|人|人次|度|率|户|群众)"
)
_JOINED = re.compile(rf"(?P<who>[^，。；：\n]{{0,40}}?)(?P<verb>{JOIN_VERBS})(?P<with>[^，。；：\n]{{2,40}})")
_NAME_END = re.compile(rf"(?:{ENDINGS})(?:（[^）]{{1,10}}）)?")
_UNTIL_VERB = re.compile(rf"(?P<who>.{{2,40}}?)(?:{LEAD_VERBS}|{SUPPORT_VERBS})")
_BY = re.compile(r"由(?P<rest>[^，。；：\n]{2,60})")


def clause_assignments(
    text: str, start: int, end: int, blank: tuple[tuple[int, int], ...] = ()
) -> list[Assignment]:
    """Return who leads and supports according to one clause; `blank` spans (dates) are read as nothing."""
    clause = _blanked(text, start, end, blank)
    lead_in = len(clause) - len(clause.lstrip(" \x00于在到、“"))
    wrapper = _WRAPPERS.match(clause[lead_in:])
    told = bool(wrapper and wrapper[0] and _TOLD.search(wrapper[0]))
    offset = lead_in + (wrapper.end() if wrapper else 0)
    bare = clause[offset:].replace("\x00", "")
    joined = _joined_assignment(bare, start, end)
    if joined:
        return joined
    for role, pattern in (("lead", _LEAD_CLAUSE), ("support", _SUPPORT_CLAUSE)):
        found = pattern.match(bare)
        names = unit_list(_MODAL_TAIL.sub("", _WRAPPERS.sub("", found["who"]))) if found else None
        if names:
            return [Assignment(role, tuple(names), start, end, True)]
    by = _BY.search(bare)
    if by:
        names = _leading_units(by["rest"]) or _before_verb(by["rest"])
        if names:
            return [Assignment("lead", tuple(names), start, end, True)]
    names = _leading_units(bare)
    return [Assignment("lead", tuple(names), start, end, told)] if names else []


def _before_verb(text: str) -> list[str] | None:
    found = _UNTIL_VERB.match(text)
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


def _leading_units(clause: str) -> list[str] | None:
    """Return the subject of a clause that goes on with a verb: 各社区、物业|开展自查."""
    best: list[str] | None = None
    if is_unit(clause.strip()):
        return None
    for found in _NAME_END.finditer(clause[:60]):
        rest = clause[found.end() :]
        if not rest or not VERB_START.match(rest) or _LONGER_NAME.match(rest):
            continue
        names = unit_list(clause[: found.end()])
        if names:
            best = names
    return best
