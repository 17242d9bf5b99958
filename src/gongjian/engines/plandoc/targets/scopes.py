"""Where or for whom a target holds: stated in its clause, before it, by its list, else by the title."""

import re
from functools import cached_property

from gongjian.engines.plandoc.clauses import Surroundings, strip_words
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.targets.paragraphs import line_start, openings

_WHOLE = (
    r"(?<![较比高低居列超于安健])(?:本(?:村|社区|小区)(?:村民|居民|业主)|全(?:省|市|区|县|镇|乡|街道?|社区|域|校|村|系统|辖区|部(?:项目|社区|街道|小区|村|单位|站点))|辖区(?!内)"
    r"|城市社区(?=[^，。；]{0,4}$))(?!平均|前列|排名|第|首位)"
)
_BODIES = (
    r"村居|社区|街道|乡镇|镇街|镇|乡|县区?|市区?|区|村|小区|网格员?|站点?|楼栋|栋楼|栋|院落|单位|部门|学校|家庭|户|企业"
    r"|党?支部|党员|干部|社工|居民|人|名|组|园区|片区|点位?|物业|站所|中队|项目"
)
_WHO = rf"(?:[\u3400-\u9fff]{{0,5}}?(?:{_BODIES}))(?:（[^）]{{1,8}}）)?"
_DOES = "至少|不少于|不低于|打造|培育|建|设|报|培|开|完|组|有|配|新|发|年|都|要|应|须|落|达|创|举|选|每|均"
_EACH = re.compile(
    rf"每(?![百千万年月日周天季半])个?{_WHO}(?![\u3400-\u9fff]?均|级)"
    rf"|(?:每(?![百千万年月日周天季半])个?|各)[\u3400-\u9fff]{{1,6}}?(?:（[^）]{{1,8}}）)?(?={_DOES})"
)
"""Each unit, in the clause of the amount itself: 每个街道|至少培育5家."""
_OPENS = r"(?:力争|争取|确保|实现|使|到?20\d\d年底?|年底前?|全年|其中|\d{1,2}月(?:\d{1,2}日|底)?前)*"
_CITY = "(?:中心|主)?城区|建成区"
_COUNTRY = "农村|乡村"
_STATED = re.compile(
    rf"(?P<whole>{_WHOLE})|(?:^|[，；。：])[“]?{_OPENS}(?:(?P<part>{_CITY}|(?:{_COUNTRY})(?=[要应须达不]))"
    rf"|(?P<who>各{_WHO}(?![\u3400-\u9fff]?[均级类])))"
)
"""The whole (全区), or a part of it or all of a kind that opens a clause (农村|达到, 各村|签订)."""
_CONTRASTED = re.compile(rf"(?:^|[，；。：]){_OPENS}(?P<part>{_CITY}|城镇|{_COUNTRY})")
_SEAT = "[\u3400-\u9fff]{2,6}(?:社区|街道|村|镇|乡)"
_NAMED = re.compile(
    rf"(?:^|[。；])(?P<named>(?![全各每本我该由]){_SEAT}(?:、{_SEAT}){{0,5}})(?=每[日天周月季年]|要|应|须|将|于|负责|\d{{1,2}}月)"
)
"""Places told to act at the head of a sentence: 东苑社区、西苑社区|要…."""
_LOCAL = re.compile(
    rf"^{_OPENS}(?P<part>主次干道|背街小巷|[\u3400-\u9fff]{{0,4}}(?:片区|路段|街巷)(?=[\u3400-\u9fff])|沿[河街路湖江海岸][\u3400-\u9fff]{{0,2}}(?:居民|商户|村民|住户|单位|企业)|[\u3400-\u9fff]{{2,6}}(?:[员工]|工作者|人员|干部|老人|家庭)(?=[\u3400-\u9fff]{{0,4}}(?:津贴|补贴|补助|工资|待遇|报酬))|[\u3400-\u9fff]{{2,8}}?(?:单位|部门|[队员站所长]|公司|中心|支部)(?=每[日天周月季年半]))"
)
"""Where a clause alone holds; what follows it is stated afresh."""
_SINGLE = re.compile(rf"^{_OPENS}单个?(?P<one>[站点村户所处家]|社区|小区|街道)(?=[\u3400-\u9fff])")
_OWNER = re.compile(r"(?P<owner>[\u3400-\u9fff]{1,6})(?=(?:要|应|须|至少)有$)")
"""Who is to have something: 三园区要有|30%街道."""
_HELD_IN = re.compile(
    rf"在(?P<where>{_WHOLE}|[\u3400-\u9fff]{{2,6}}[市区县镇乡]|辖区)(?:范围)?内?(?:组织|集中|全面|深入)?(?:开展|实施|推[行进]|启动|部署)"
)
_STUDIED = re.compile(r"以(?P<where>[\u3400-\u9fff]{2,10}?)为(?:例|样本)")
_PLACE = re.compile(r"[\u3400-\u9fff]{1,7}?(省|自治区|市|社区|小区|区|县|镇|乡|街道|村)")
_ABOUT = re.compile("^关于(?:印发|转发|下达|公布|调整|做好|开展|推进|加强)?《?")
_TITLE_PART = re.compile(_CITY)
_NO_PLACE = re.compile("老旧|城市|全市|加强|关于|(?:[乡城市县区村本该社小]{1,2}[镇区村])$")
_RATED = re.compile("街道|社区|村(?!庄)")
"""Whom a rubric of a place rates: 青溪街道|社区考核细则."""
_BEFORE_EACH = re.compile("(?:[在为给让使]|实现|确保|其中|全[省市区县镇乡街道]{1,2})$")
_HEAD = 400  # characters of a document in which it says where it holds


class Scopes:
    """Reads the scopes of one document's targets."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def of(self, offset: int, around: Surroundings) -> str | None:
        """Return where or for whom a target holds, None if neither text nor title says so."""
        each = _EACH.search(around.before)
        own = each if each and _opens(around.before[: each.start()]) else _OWNER.search(around.before)
        if own:
            return own[0]
        single = _SINGLE.match(around.before)
        if single:
            return "每" + single["one"]
        local = _LOCAL.match(around.before)
        if local:
            return local["part"]
        text = self.reading.text
        named = _NAMED.findall(text[max(around.sentence_start - 1, self.reading.start) : around.start])
        return (
            (named[-1] if named else None)
            or _stated(text[line_start(self.reading, offset) : around.end])
            or self._opened(offset)
            or self._of_document
        )

    def _opened(self, offset: int) -> str | None:
        for start, end in openings(self.reading, offset):
            stated = _stated(self.reading.text[start:end])
            if stated:
                return stated
        return None

    @cached_property
    def _of_document(self) -> str | None:
        """Return where the preamble, the subtitle or the title says that the document holds."""
        reading = self.reading
        nodes = reading.outline.nodes
        end = min(nodes[0].start if nodes else reading.end, reading.start + _HEAD)
        head = reading.text[reading.start : end]
        held = _HELD_IN.search(head) or _STUDIED.search(head)
        return held["where"] if held else _of_title(reading)


def _opens(words: str) -> bool:
    """Tell whether words before 每个… leave it the head of its clause; 接受随礼|每户 only tells a measure."""
    return _BEFORE_EACH.search(words) is not None or not strip_words(words)


def _stated(words: str) -> str | None:
    """Return the last place that the words state."""
    found = _STATED.findall(words)
    if "村" in words and ("城" in words or "建成区" in words):
        parts = _CONTRASTED.findall(words)
        if len(set(parts)) > 1:
            return str(parts[-1])
    return next(filter(None, found[-1])) if found else None


def _of_title(reading: Reading) -> str | None:
    title = _ABOUT.sub("", reading.frame.title or "")
    part = _TITLE_PART.match(title)
    if part:
        return part[0]
    place = _PLACE.match(title)
    if not place or _NO_PLACE.match(place[0]):
        return None
    rated = _RATED.match(title, place.end()) if reading.frame.kind == "rubric" else None
    if rated:
        return rated[0]
    if place[1] == "街道":
        return None
    return place[1] if place[1] in ("社区", "小区", "村") else f"全{place[1]}"
