"""Leading groups: who leads, deputises, sits, and which body holds the office."""

import re
from dataclasses import dataclass

from gongjian.engines.plandoc.model import Group, Member
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.units import is_unit, split_names

_BODY = r"(?:领导小组|工作小组|协调小组|推进小组|专项小组|工作组|督查组|督导组|评审组|评委会|指挥部|委员会|专班|联席会议|理事会|小组|组委会|筹委会|评审会|工作领导小组)"
_NAME = re.compile(
    rf"(?:成立|设立|组建|组成|建立)(?:了|以.{{2,20}}为组长的)?(?P<name>[^，。；：\n（）]{{0,40}}?{_BODY})(?!办公室)"
)
_HEADING_NAME = re.compile(
    rf"^(?P<name>[^，。；：\n]{{2,40}}?{_BODY})(?:成员)?(?:名单|组成(?:人员)?(?:名单)?|人员名单)?(?:如下)?[：]?$"
)
_LEADER = r"(?:总?组长|总?指挥长|总指挥|主任委员|主任|召集人|总召集人|会长|理事长|负责人)"
_DEPUTY = r"(?:(?:第一|常务|执行)?副(?:总?组长|总?指挥长|总指挥|主任委员|主任|召集人|会长|理事长)|第一副[^，。：；\s]{0,4}长)"
_MEMBER = r"(?:组成?员|成\s*员(?:单位)?|委\s*员|队员)"
_LINE = re.compile(
    rf"(?P<label>(?P<deputy>{_DEPUTY})|(?P<leader>第一组长|双组长|{_LEADER})|(?P<member>{_MEMBER}))\s*[：]\s*(?P<rest>.*)$"
)
_INLINE_BY = re.compile(
    rf"(?:由|，|、|；|以及)?(?:由)?(?P<who>[^，。；：\n]{{2,60}}?)(?:同志)?(?:任|担任|为|兼任)(?P<role>{_DEPUTY}|{_LEADER}|{_MEMBER}(?:单位)?)(?=[，。；、：\n（]|$)"
)
_INLINE_OF = re.compile(
    rf"(?P<role>{_DEPUTY}|{_LEADER}|{_MEMBER})(?:单位)?(?:由|为)(?P<who>[^，。；\n]{{2,80}}?)(?:同志)?(?:担任|兼任|组成)?(?=[，。；\n]|$)"
)
_OFFICE = re.compile(
    r"(?:办公室|办事机构)(?:（[^）]*）)?(?:设在|设于|设立在|挂靠在?|依托|于)(?P<who>[^，。；：（\n]{2,24})"
)
_OFFICE_HEAD = re.compile(
    r"(?:由)?(?P<who>[^，。；：由\n]{2,24}?)(?:同志)?(?:兼任|担任|任)(?:领导小组|指挥部|专班)?办公室(?:的)?主任|办公室主任(?:由|：|为)(?P<who2>[^，。；：\n]{2,24}?)(?:同志)?(?:兼任|担任|兼)?(?=[，。；\n]|$)"
)
_PERSON = re.compile(
    r"^(?P<name>[\u3400-\u9fff]{2,4})(?:同志)?(?:[（(](?P<post>[^）)]*)[）)]|\s{1,}(?P<post2>\S.*))?$"
)
_SIDE_POST = re.compile(r"(?:常委|党组成员|党组书记|委委员|委副书记)$")
"""Posts that are held beside another one."""
_POST_NAME = re.compile(
    r"^(?P<post>.{2,20}?(?:书记|主任|局长|区长|县长|市长|镇长|乡长|所长|站长|校长|队长))(?P<name>[\u3400-\u9fff]{2,3})$"
)


@dataclass(frozen=True, slots=True)
class _Seat:
    who: str
    role: str
    post: str | None
    start: int
    end: int


def find_groups(reading: Reading) -> tuple[Group, ...]:
    """Return the leading groups of a document with their members, in order."""
    groups: list[Group] = []
    places = _group_places(reading)
    for i, (name, start, end) in enumerate(places):
        stop = min(places[i + 1][1] if i + 1 < len(places) else reading.end, _reach(reading, end))
        seats = _seats(reading, end, stop)
        if not any(seat.role in ("leader", "deputy", "member") for seat in seats):
            continue
        members = tuple(_member(reading, seat) for seat in seats)
        a, b, quote = reading.raw_span(start, end)
        groups.append(
            Group(quote=quote, start=a, end=b, rule="group:name", confidence=0.85, name=name, members=members)
        )
    return tuple(groups)


def _group_places(reading: Reading) -> list[tuple[str, int, int]]:
    text, places = reading.text, []
    for found in _NAME.finditer(text, reading.start, reading.end):
        name = re.sub(r"^(?:由.{2,20}任组长的|以.{2,12}为组长的|了)", "", found["name"]).strip("“”的 ")
        if len(name) >= 3:
            places.append((name, found.start("name"), found.end("name")))
    at = reading.start
    for line in text[reading.start : reading.end].split("\n"):
        heading = _HEADING_NAME.match(line.strip())
        if heading and not any(at <= start < at + len(line) for _, start, _ in places):
            name = re.sub(r"^(?:附件\d*[：]?|（?[一二三四五六七八九十\d]+[）、.])", "", heading["name"])
            places.append((name, at, at + len(line)))
        at += len(line) + 1
    places.sort(key=lambda p: p[1])
    return _without_repeats(places)


def _without_repeats(places: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    kept: list[tuple[str, int, int]] = []
    for place in places:
        if kept and place[1] - kept[-1][2] < 40 and place[0].endswith(kept[-1][0][-4:]):
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


def _seats(reading: Reading, start: int, end: int) -> list[_Seat]:
    seats: list[_Seat] = []
    role: str | None = None
    at = start
    for line in reading.text[start:end].split("\n"):
        labelled = _LINE.match(line.strip())
        if labelled:
            role = "deputy" if labelled["deputy"] else "leader" if labelled["leader"] else "member"
            rest_start = at + line.index(labelled["rest"]) if labelled["rest"] else at
            seats.extend(_listed(labelled["rest"], role, rest_start))
        elif role and _continues(line):
            seats.extend(_listed(line.strip(), role, at + len(line) - len(line.lstrip())))
        else:
            if line.strip():
                role = None
            seats.extend(_run_in(line, at))
        at += len(line) + 1
    return _unique(seats)


def _continues(line: str) -> bool:
    """Tell whether a line without a label goes on with the list above: a name and a post."""
    bare = line.strip()
    return bool(bare) and len(bare) <= 40 and not re.search(r"[。：；]", bare) and bool(_PERSON.match(bare))


def _listed(text: str, role: str, start: int) -> list[_Seat]:
    bare = text.rstrip("。；, ")
    person = _PERSON.match(bare)
    if person and person["post2"]:
        post = person["post2"]
        return [_Seat(person["name"], role, post.strip("（）"), start, start + len(person["name"]))]
    seats, at = [], start
    for name in _names_of(bare):
        offset = text.find(name, at - start)
        place = start + max(offset, 0)
        seats.append(_seat(name, role, place))
        at = place + len(name)
    return seats


def _names_of(text: str) -> list[str]:
    """Split a list of members; wide gaps part names when no 、 does."""
    if not re.search(r"[、，；]", re.sub(r"（[^）]*）", "", text)) and re.search(r"\S\s{1,}\S", text):
        pieces = re.split(r"\s{2,}|(?<=\S{2})\s(?=\S{2})", text)
        return [p for p in pieces if p.strip()]
    return split_names(text)


def _seat(name: str, role: str, start: int) -> _Seat:
    person = re.match(r"^(?P<name>[\u3400-\u9fff\s]{2,5})（(?P<post>[^）]*)）$", name)
    if person:
        return _Seat(person["name"].strip(), role, person["post"], start, start + len(person["name"]))
    posted = _POST_NAME.match(name)
    if posted and not is_unit(name):
        return _Seat(posted["name"], role, posted["post"], start, start + len(name))
    return _Seat(name, role, None, start, start + len(name))


def _whole_posts(names: list[str], role: str) -> list[str]:
    """Put the two posts of one leader together again: 区委常委、常务副区长."""
    if role == "leader" and len(names) == 2 and _SIDE_POST.search(names[0]):
        return ["、".join(names)]
    return names


def _role(word: str) -> str:
    if "副" in word:
        return "deputy"
    return "member" if re.match(_MEMBER, word) else "leader"


def _run_in(line: str, start: int) -> list[_Seat]:
    """Read seats from running text: 由甲任组长，乙任副组长，丙、丁为成员."""
    seats: list[_Seat] = []
    clear = re.sub(r"办公室主任", "\x00" * 5, line)
    for pattern in (_INLINE_BY, _INLINE_OF):
        for found in pattern.finditer(clear):
            who = re.sub(r"^(?:由|以|其中|并由)", "", found["who"])
            if "\x00" in who or re.search(r"下设|设在", who) or "\x00" in found["role"]:
                continue
            at = found.start("who") + len(found["who"]) - len(who)
            for name in _whole_posts(split_names(who), _role(found["role"])):
                name = re.sub(
                    r"(?<!负责)同志$|等(?:有关|相关)?(?:部门|单位)?(?:主要)?负责(?:同志|人)?$", "", name
                )
                name = re.sub(r"负责$", "负责同志", name)
                offset = line.find(name, at)
                seats.append(_seat(name, _role(found["role"]), start + max(offset, 0)))
        if seats:
            break
    for found in _OFFICE.finditer(line):
        seats.append(
            _Seat(found["who"], "office", None, start + found.start("who"), start + found.end("who"))
        )
    for found in _OFFICE_HEAD.finditer(line):
        group = "who" if found["who"] else "who2"
        who = re.sub(r"^(?:由|办公室|，)", "", found[group])
        seats.append(
            _Seat(who, "office_head", None, start + found.end(group) - len(who), start + found.end(group))
        )
    return seats


def _unique(seats: list[_Seat]) -> list[_Seat]:
    seen: set[tuple[str, str]] = set()
    kept = []
    for seat in seats:
        if (seat.who, seat.role) not in seen and 1 < len(seat.who) <= 24:
            seen.add((seat.who, seat.role))
            kept.append(seat)
    return kept


def _member(reading: Reading, seat: _Seat) -> Member:
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
