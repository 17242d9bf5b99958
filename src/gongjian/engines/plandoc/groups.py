"""Leading groups: who leads, deputises, sits, and which body holds the office."""

import bisect
import re
from collections.abc import Iterator

from gongjian.engines.plandoc.model import Group, Member
from gongjian.engines.plandoc.names import is_unit
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.seats import Seat, is_person, read_seats

_BODY = r"(?:领导小组|领导组|工作小组|协调小组|推进小组|专项小组|工作组|督查组|督导组|评审组|评委会|指挥部|委员会|专班|联席会议|理事会|小组|组委会|筹委会|评审会|工作领导小组)"
_FOUNDED = r"(?:成立|设立|组建|组成|建立)"
_NAME = re.compile(rf"{_FOUNDED}了?(?P<name>[^，。；：\n（）]{{0,40}}?{_BODY})(?!办公室)")
_NAME_BEHIND = re.compile(
    rf"{_FOUNDED}了?(?P<seats>[以由][^。；\n]{{2,200}}?(?:长|人|员|任|单位))的(?P<name>[^，。；：\n（）的]{{0,30}}?{_BODY})(?!办公室)"
)
_NUMBERING = re.compile(r"^(?:附件\d*[：]?|（?[一二三四五六七八九十\d]+[）、.])\s*")
_HEADING_NAME = re.compile(
    rf"^(?P<name>[^，。；：\n]{{2,40}}?{_BODY})(?:成员)?(?:名单|组成(?:人员)?(?:名单)?|人员名单)?(?:如下)?[：]?$"
)
_ACTING = re.compile(
    rf"(?:^|(?<=[\n。；，]))[ ]*(?P<name>[^，。；：\n（）|]{{0,20}}?{_BODY})(?=[ ]*的?[总双]?(?:组长|指挥长|召集人|理事长)(?:由|为|[：]))"
)
_NEAR = 40
_FAR = 600
"""How far behind its founding a group's leader may be told."""
_ADJUSTED = re.compile(r"^(?:关于)?(?:调整|充实|成立|组建)+(?:了|后的)?")
_INLINE_SUBGROUP = re.compile(
    r"(?:^|(?<=[\n）.、；。]))[ ]*(?P<name>[\u3400-\u9fff]{2,10}组)[。：，（](?:由[^，。；\n]{2,20}(?:牵头|负责)[，。；])?[ ]*(?=副?组长[：由])",
    re.MULTILINE,
)
_SUBGROUP = re.compile(r"^(?P<name>[\u3400-\u9fff]{2,12}组)[：]?$")
_LEADER = (
    r"(?:[总双]?组长|第一组长|总?指挥长|总指挥|主任委员|主任|总?召集人|会长|理事长|负责人|班长|政委|队长)"
)
_DEPUTY = r"(?:(?:第一|常务|执行)?副(?:总?组长|总?指挥长|总指挥|主任委员|主任|总?召集人|会长|理事长|班长|政委|队长)|第一副[^，。：；\s]{0,4}长)"
_MEMBER = r"(?:组成?员|成\s*员(?:单位)?|委\s*员|队员|评委)"
_ROLE = rf"(?P<role>{_DEPUTY}|{_LEADER}|{_MEMBER})"
_BY = re.compile(rf"(?:担任|兼任|任|作?为)(?:本组|小组|领导小组)?{_ROLE}(?=[，。；、：（的和及\s]|$)")
_OF = re.compile(
    rf"(?:^|(?<=[，。；：、\s|（）])|(?<![组队部会团社班])(?=(?:副?组长|副?指挥长|成员)：)|(?<=小组)|(?<=挥部)|(?<=专班)|(?<=会议)){_ROLE}(?P<link>(?:单位)?(?:[由为是]|包括)|\s*[：]\s*)"
)
_AT_LINE_START = re.compile(rf"\s*\|?\s*{_ROLE}(?:\s*[|\t]\s*|\s+)(?=[\u3400-\u9fff])")
_OPENS = re.compile(r"(?:^|[，、；：了])(?:并|其中|同时)?[由以]")
_TAKEN_UP = re.compile(r"(?:同志)?(?:共同)?(?:担任|兼任|组成|任|参加)$")
_AND_OTHERS = re.compile(
    r"(?<!.[平高同])等(?:[^、，]{0,10}(?:部门|单位|科室|站所|人员|同志|负责人|领导|人))?$"
)
_OFFICE = re.compile(
    r"(?:办公室|办事机构)(?:（(?!设|挂)[^）]*）)?[，（]?(?P<how>设在|设于|设立在|挂靠在?|依托|在|于|(?:日常)?工作由)(?P<who>[^，。；：（\n]{2,24}?)(?:承担|负责|内)?(?=[，。；：（）\n]|$)"
)
_OFFICE_HEAD = re.compile(
    r"(?P<who>[^，。；：\n]{2,24}?)(?:同志)?(?:兼任|担任|任|兼)(?:领导小组|指挥部|专班)?办公室(?:的)?主任|办公室主任(?:由|[：]|为)(?P<who2>[^，。；：\n]{2,24}?)(?:同志)?(?:兼任|担任|兼)?(?=[，。；\n]|$)"
)


def find_groups(reading: Reading) -> tuple[Group, ...]:
    """Return the leading groups of a document with their members, in order."""
    groups: list[Group] = []
    places = _group_places(reading)
    for i, (name, start, end, reads_from) in enumerate(places):
        stop = min(places[i + 1][3] if i + 1 < len(places) else reading.end, _reach(reading, end))
        seats = _seats(reading.text, reads_from, stop)
        if not any(seat.role in ("leader", "deputy", "member") for seat in seats):
            continue
        members = tuple(_member(reading, seat) for seat in seats)
        a, b, quote = reading.raw_span(start, end)
        groups.append(
            Group(quote=quote, start=a, end=b, rule="group:name", confidence=0.85, name=name, members=members)
        )
    return tuple(groups)


_Place = tuple[str, int, int, int]
"""A group's name, its start and end, and where the reading of its members begins."""


def _group_places(reading: Reading) -> list[_Place]:
    text = reading.text
    places: list[_Place] = [
        (found["name"], found.start("name"), found.end("name"), found.start("seats"))
        for found in _NAME_BEHIND.finditer(text, reading.start, reading.end)
    ]
    behind = {found[3] for found in places}
    for found in _NAME.finditer(text, reading.start, reading.end):
        if any(found.start() < at <= found.end() for at in behind):
            continue
        name = _unquoted(found["name"].strip("的 "))
        if len(name) >= 3:
            places.append((name, found.start("name"), found.end("name"), found.end("name")))
    for found in _INLINE_SUBGROUP.finditer(text, reading.start, reading.end):
        places.append((found["name"], found.start("name"), found.end("name"), found.end()))
    places += _acting_places(text, reading, sorted(place[1] for place in places))
    places += _headed_places(reading, sorted(place[1] for place in places))
    places.sort(key=lambda p: p[1])
    return _without_repeats(places)


def _unquoted(name: str) -> str:
    return name.strip("“”") if name.count("“") != 1 or name.endswith("”") else name


def _acting_places(text: str, reading: Reading, known: list[int]) -> Iterator[_Place]:
    """Yield groups met only with their leader (议事小组组长：甲), where none was founded shortly before."""
    last = reading.start - _FAR
    for found in _ACTING.finditer(text, reading.start, reading.end):
        before = bisect.bisect_right(known, found.start("name"))
        nearest = max(known[before - 1] if before else last, last)
        if found.start("name") - nearest >= _FAR:
            last = found.start("name")
            yield found["name"], last, found.end("name"), found.end("name")


def _headed_places(reading: Reading, known: list[int]) -> Iterator[_Place]:
    """Yield the groups that a line of its own names: 领导小组组成人员, 综合组 before its 组长."""
    at = reading.start
    before: tuple[re.Match[str], int, int] | None = None
    for line in reading.text[reading.start : reading.end].split("\n"):
        bare = _NUMBERING.sub("", line.strip())
        if before and bare:
            if _OF.match(bare) or _AT_LINE_START.match(bare):
                yield before[0]["name"], before[1], before[2], before[2]
            before = None
        after = bisect.bisect_left(known, at)
        inside = after < len(known) and known[after] < at + len(line)
        heading = _HEADING_NAME.match(_ADJUSTED.sub("", bare))
        if heading and not inside:
            yield heading["name"], at, at + len(line), at + len(line)
        elif len(bare) <= 13:
            named = _SUBGROUP.match(bare)
            before = (named, at, at + len(line)) if named else before
        at += len(line) + 1


def _without_repeats(places: list[_Place]) -> list[_Place]:
    kept: list[_Place] = []
    for place in places:
        repeated = kept and place[1] - kept[-1][2] < _NEAR and place[0].endswith(kept[-1][0][-4:])
        if repeated or (kept and place[1] < kept[-1][2]):
            continue
        kept.append(place)
    return kept


def _reach(reading: Reading, end: int) -> int:
    """Return how far the description of a group goes: its section, at most 40 lines."""
    holders = reading.outline.holders(end)
    limit = reading.end
    if holders:
        node = reading.outline.nodes[holders[-1]]
        limit = node.end
        following = reading.text[end : end + 400]
        if len(holders) > 1 and not re.search(rf"{_LEADER}|{_DEPUTY}", reading.text[end : node.end]):
            limit = reading.outline.nodes[holders[-2]].end
        if not following.strip():
            return limit
    at = end
    for _ in range(40):
        stop = reading.text.find("\n", at, limit)
        if stop < 0:
            return limit
        at = stop + 1
    return at


def _seats(text: str, start: int, end: int) -> list[Seat]:
    seats: list[Seat] = []
    role: str | None = None
    at = start
    for line in text[start:end].split("\n"):
        bare = line.strip()
        if role and not _AT_LINE_START.match(line) and _continues(bare):
            seats.extend(read_seats(bare, role, at + len(line) - len(line.lstrip())))
        elif bare:
            seats.extend(_labelled(line, at) or _run_in(line, at))
            role = _open_role(line)
            seats.extend(_office(line, at))
        at += len(line) + 1
    return _unique(seats)


def _open_role(line: str) -> str | None:
    """Return the role whose list the next line may go on with: the last one that a gap or colon follows."""
    begun = _AT_LINE_START.match(line)
    if begun:
        return _role(begun["role"])
    labels = [found for found in _OF.finditer(line) if found["link"].strip() == "："]
    return _role(labels[-1]["role"]) if labels else None


def _continues(bare: str) -> bool:
    """Tell whether a line without a label goes on with the list above: a name, alone or with a post."""
    if not bare or len(bare) > 60 or re.search(r"[。：；]", bare):
        return False
    first = re.split(r"[\s（、|]+", bare.lstrip("|\t "))[0]
    return (
        is_person(first)
        or bool(re.fullmatch(r"[\u3400-\u9fff]{2,4}(?:（[^）]*）|\s+\S.*)", bare))
        or all(seat.post for seat in read_seats(bare, "member", 0))
    )


def _labelled(line: str, at: int) -> list[Seat]:
    """Read a line that begins with a role and its names behind a gap or bar: 组长  周甲  镇长."""
    found = _AT_LINE_START.match(line)
    if not found:
        return []
    return read_seats(line[found.end() :], _role(found["role"]), at + found.end())


def _role(word: str) -> str:
    if "副" in word:
        return "deputy"
    return "member" if re.match(_MEMBER, word) else "leader"


def _run_in(line: str, start: int) -> list[Seat]:
    """Read the roles of a line in turn: 由甲任组长，乙任副组长；成员由丙、丁组成；副组长：戊."""
    marks = sorted([*_BY.finditer(line), *_OF.finditer(line)], key=lambda found: found.start())
    seats: list[Seat] = []
    read = 0
    for i, mark in enumerate(marks):
        if mark.start() < read:
            continue
        stop = marks[i + 1].start() if i + 1 < len(marks) else len(line)
        if "link" in mark.re.groupindex:
            begin, end = mark.end(), _list_end(line, mark, stop)
            read = end
        else:
            begin, end = _list_start(line, read, mark.start()), mark.start()
            read = mark.end()
        if not _heads_office(line, mark):
            seats.extend(_read(line, begin, end, _role(mark["role"]), start))
        elif mark["role"] == "主任":
            seats.extend(_read(line, begin, end, "office_head", start))
    return seats


def _heads_office(line: str, mark: re.Match[str]) -> bool:
    """Tell whether a 主任 is that of the office: its sentence, or the label before, speaks of the office."""
    begin = line.rfind("。", 0, mark.start()) + 1
    return mark["role"].endswith("主任") and (
        "办公室" in line[begin : mark.start()] or line[:begin].endswith("办公室。")
    )


def _read(line: str, begin: int, end: int, role: str, start: int) -> list[Seat]:
    words = line[begin:end]
    lead = len(words) - len(words.lstrip("，、；： 由"))
    words = re.sub("^由", "", words.strip("，、；：。 "))
    words = _AND_OTHERS.sub("", words if line[end : end + 1] in "任担兼为作" else _TAKEN_UP.sub("", words))
    if re.search(r"下设|设在|如下|办公室主任", words):
        return []
    return read_seats(words, role, start + begin + lead)


def _list_end(line: str, mark: re.Match[str], stop: int) -> int:
    """Return where the names behind a role end: at the next role after a colon, else at the comma."""
    listed = mark["link"].strip().endswith("：") and not line.startswith("由", mark.end())
    marks = "。；" if listed else "。；，"
    end = min((at for at in (line.find(c, mark.end(), stop) for c in marks) if at >= 0), default=stop)
    return end


def _list_start(line: str, read: int, end: int) -> int:
    """Return where the names before a role begin: after 由 or 以, else at the first clause of names."""
    begin = max(read, line.rfind("。", read, end) + 1, line.rfind("；", read, end) + 1)
    opened = list(_OPENS.finditer(line, begin, end))
    if opened:
        return opened[-1].end()
    at = max(line.rfind("，", begin, end) + 1, begin)
    while at > begin:
        before = max(line.rfind("，", begin, at - 1) + 1, begin)
        if not all(
            is_unit(seat.who) or seat.post or is_person(seat.who)
            for seat in read_seats(line[before : at - 1], "", 0)
        ):
            break
        at = before
    return at


def _office(line: str, start: int) -> Iterator[Seat]:
    if "办公室" not in line and "办事机构" not in line:
        return
    for found in _OFFICE.finditer(line):
        if found["how"] in ("在", "于") and not is_unit(found["who"]):
            continue
        yield Seat(found["who"], "office", None, start + found.start("who"), start + found.end("who"))
    for found in _OFFICE_HEAD.finditer(line):
        group = "who" if found["who"] else "who2"
        who = re.sub(r"^(?:办公室|，)?由?", "", found[group])
        yield from read_seats(who, "office_head", start + found.end(group) - len(who))


def _unique(seats: list[Seat]) -> list[Seat]:
    seen: set[tuple[str, str]] = set()
    kept = []
    for seat in seats:
        if (seat.who, seat.role) not in seen and 1 < len(seat.who) <= 24:
            seen.add((seat.who, seat.role))
            kept.append(seat)
    return kept


def _member(reading: Reading, seat: Seat) -> Member:
    a, b, quote = reading.raw_span(seat.start, seat.end)
    return Member(
        quote=quote,
        start=a,
        end=b,
        rule=f"member:{seat.role}",
        confidence=0.85,
        who=seat.who,
        role=seat.role,
        post=seat.post,
    )
