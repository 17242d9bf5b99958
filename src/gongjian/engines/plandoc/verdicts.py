"""What a condition leads to: the grade or consequence behind it, the grade before it, and who is rated."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_GRADE = re.compile(
    r"(?P<verb>评定为|评选为|评为|认定为|确定为|命名为|判定为|授予|列为|列入|纳入|视为|划为|定为|降为|可?申报|可?参评|颁发|发放(?=“)|发给(?=“)|获得|亮|挂|[登列]?上(?=“)|记为|属于|属|等次为|等级为|直接为|为)(?P<label>[\u3400-\u9fff]{0,4}“[^”]{1,16}”|[^，。；、：（）“\n]{1,16})"
)
_SANCTION = re.compile(
    r"(?P<label>(?:(?<=进行)通报|(?<=予以)通报|(?<=给予)通报|约谈|诫勉谈话|诫勉|通报批评|全[区市县街镇]?[道]?通报|通报表扬|书面检查|作出?书面|黄牌警告|红牌警告|警告|限期\S{1,6}|取消\S{2,14}|摘牌|撤销\S{2,12}|退出\S{0,8}|责令\S{2,8}|问责|追责|重点督办|挂牌督办|不予\S{2,8}|不得\S{2,10}|一票否决|停发\S{1,8}|扣[发减除罚]\S{1,8}|(?:相应|酌情)?核减\S{1,10}|预警|提醒|解聘|辞退|淘汰|降级|表彰|表扬|奖励\S{0,10}|优先\S{2,10}|入围\S{0,6}|晋级\S{0,6}|方可\S{2,8}|可(?:参加|享受|兑换|免费|申请)\S{2,10}|拆除|清退|(?:书面|公开|当众)?检讨|表态发言)[^，。；]{0,10})"
)
_LABEL_TAIL = re.compile(r"(?:等次|等级|档次|荣誉称号|称号|荣誉|牌匾|奖牌|档|格次)$")
GRADED = (
    r"优秀|优良|优|良好|良|(?:基本|不|未)?合格|(?:基本|不)?称职|(?:基本|不|未)?达标|(?:很|非常|基本|较|不)?满意|(?:较|很)?[好差]|[一二三四五六七八九十]星级?|[A-E]{1,5}[级类档]?|[一二三四五][级类档等]|[特一二三]等奖?|[甲乙丙丁][级等类]|[红黄绿蓝橙黑白][灯牌旗榜色]"
    r"|先进|示范|标兵|一般|中等|中|待改进|待提高|领先|落后|薄弱"
)
_GRADED = re.compile(GRADED)
_NAMED_AT_ONCE = re.compile(rf"(?P<label>{GRADED})(?:等次)?(?=[，；、。）]|$)")
_HEAD = re.compile(
    r"(?:.*[：、，；（为]|^|\d[.、)）])\s*(?P<label>“[^”]{1,12}”|[\u3400-\u9fffA-E]{1,10}?)(?:等次|等级|档次)?"
    r"(?P<link>（|：|为：|（?(?:总|综合|考核|评定|月|季度|年度)?(?:得?分|评分|成绩|积分|分值)?(?:为|在|须|应|需|[：])|的?(?:标准|条件)(?:为|是|：))"
    r"(?P<what>[\u3400-\u9fff]{0,10}?)(?:[：]|为|在|须|应|需|达到?)*$"
)
_TIGHT = re.compile(rf"(?:{GRADED})$")
_NOUN_LENGTHS = (4, 3, 2)
_LONGEST_GRADE = 12
_SIGNS = ("≥", ">", "≤", "<")
_AT_ONCE = re.compile(r"^(?:全额|足额|按|发|下发|下达|亮|挂|不予|暂停|停发|拨付|扣|罚|奖|调|降|免|减)")
_AWARD = re.compile(
    rf"(?P<label>“[^”]{{1,12}}”|[特一二三]等奖|{GRADED})(?:等次|奖)?(?:（?(?:\d+|[一二三四五六七八九十]+|若干)[名个家户]）?)?[：]?"
)
_SUM_OF_MONEY = re.compile(r"(?<=[^励罚款奖金扣减\d][\u3400-\u9fff])(?:各)?\d[\d.,]*(?:万|千|百)?元$")
_BY_WHOM = re.compile(
    r"^(?:由[\u3400-\u9fff、]{1,16}?(?:政府|街道|办事处|镇|乡|社区|局|办|委|部门|领导|书记|主任|公司|小组|单位|中心))?(?:对(?:其|该)?[\u3400-\u9fff]{0,8}?(?=进行|予以|给予|实行|作出))?(?:则|应当?|将|可|一律|均|按规定|依法|当[年月]|全部)*(?:予以|给予|进行|实行|作出)?"
)
_NO_CONSEQUENCE = re.compile(
    r"^(?:且|并|或|但|其中|包括|以|占|有|共|达|在|比|较|同比|平均|每|得|计|加|记)|同比|环比|\d分"
)
RATED = (
    "社区|街道|工作队|服务站|工作站|驿站|村|小区|院落|项目|企业|家庭|单位|示范点|试点|网格员|网格|志愿者|部门|居民|楼栋|楼院|物业|个人|同志|党员|干部|保洁员|乡镇|镇|农户|户|站点|站|点|公司|团队|组织|队伍|学校|商户|店铺"
    "|县区|区县|人员|责任人|负责人|书记|主任|楼长|班组|中队|科室|承包人|选手|作品|市场|公厕|门店|机构|区|县|市|楼|任务|事项"
)
_ALSO = r"(?:（[\u3400-\u9fff、]{1,6}）)?"
_SUBJECT = re.compile(
    rf"的(?!评|定为|为|列|授|取|被|予|给|由|不|，|标准|比例)(?P<who>[\u3400-\u9fff（）]{{0,8}}?(?:{RATED}){_ALSO})(?![\u3400-\u9fff]{{0,2}}(?:率|度))"
)
_SUBJECT_BEFORE = re.compile(
    rf"(?:^|[对凡将：])[各全]?(?P<who>(?!且|并|其|各|全)[\u3400-\u9fff]{{0,6}}?(?:{RATED}){_ALSO})(?!等次|[：]|时间|次数|天数|数量|人数|收入|[\u3400-\u9fff]{{0,8}}(?:率|(?<![年季月])度|比))"
)
_SANCTIONED = re.compile(
    rf"对(?P<who>[\u3400-\u9fff]{{0,8}}?(?:{RATED}))(?:进行|予以|给予|实行|作出|亮|发|下发)"
)
_ENDS_CONDITION = re.compile(
    r"的(?!评|定|为|列|授|取|被|予|给|由|不|认|确|判|标准|比例)(?P<who>[\u3400-\u9fff]{2,8})，?$"
)
_IN_LABEL = re.compile(rf"(?:{RATED}){_ALSO}$")
_BOTH_IN_LABEL = re.compile(rf"(?P<first>{RATED})(?:或|、|和)[\u3400-\u9fff]{{0,4}}?(?P<second>{RATED})$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A grade or consequence as written, at its place in the text."""

    label: str
    start: int
    end: int
    is_grade: bool = True


def clean_label(text: str) -> str:
    """Return a grade without quotes and words for its being a grade: “先进社区”荣誉称号 is 先进社区."""
    bare = re.sub(r"^[\u3400-\u9fff]{1,4}(?=“)", "", text.strip())
    bare = re.split(r"(?<=”)(?:称号|荣誉|牌)", bare)[0].strip("“”")
    previous = None
    while previous != bare:
        previous = bare
        shorter = _LABEL_TAIL.sub("", bare)
        bare = shorter if len(shorter) > 1 else bare
    bare = re.sub(r"[”“]", "", bare).strip()
    return bare.rstrip("）") if bare.count("（") < bare.count("）") else bare


def verdict_behind(text: str, start: int, end: int, weak: bool) -> Verdict | None:
    """Return what follows a condition in `text[start:end]`; `weak` conditions need a clear verb."""
    rest = text[start:end]
    named = _NAMED_AT_ONCE.match(rest)
    if named:
        at = start + named.start("label")
        return Verdict(clean_label(named["label"]), at, start + named.end("label"))
    graded = _GRADE.search(rest)
    while graded:
        if _is_grade(graded, rest, weak):
            label = re.split(r"(?:的奖|，|并)", graded["label"])[0]
            at = start + graded.start("label")
            return Verdict(clean_label(label), at, at + len(label))
        graded = _GRADE.search(rest, graded.start() + 1)
    sanction = _SANCTION.search(rest)
    if sanction:
        label = _SUM_OF_MONEY.sub("", re.sub(r"[的）]$", "", sanction["label"]))
        at = start + sanction.start("label")
        return Verdict(label, at, at + len(label), False)
    return None


def consequence(text: str, start: int, end: int) -> Verdict | None:
    """Return the clause that says what a condition closed by 的 leads to: …的，暂停拨付."""
    clause = text[start:end]
    if _NO_CONSEQUENCE.search(clause):
        return None
    lead = _BY_WHOM.match(clause)
    label = clause[lead.end() if lead else 0 :].rstrip("。；，：")
    if not 2 <= len(label) <= 16:
        return None
    return Verdict(clean_label(label), end - len(clause) + clause.index(label), end, False)


def consequence_at_once(text: str, start: int, end: int) -> Verdict | None:
    """Return a consequence right behind a bound, without 的 or comma: 80分以下停发绩效."""
    rest = text[start:end]
    lead = len(rest) - len(rest.lstrip("的"))
    return consequence(text, start + lead, end) if _AT_ONCE.match(rest[lead:]) else None


def closes_condition(text: str, start: int, end: int) -> bool:
    """Tell whether the words behind a condition up to its comma only close it: 的，; 的社区，."""
    return bool(re.fullmatch(r"者|的[\u3400-\u9fff（）“”]{0,14}，?", text[start:end]))


def _is_grade(found: re.Match[str], rest: str, weak: bool) -> bool:
    verb, label = found["verb"], found["label"]
    before = rest[: found.start()].rstrip()
    if re.search(r"不(?:得|能|予|再|可)(?:参与|参加)?[评定列认]?$", before):
        return False
    if verb == "挂" and not (label.startswith("“") or label.endswith("牌")):
        return False
    if verb == "亮" and not re.match(r"[“红黄绿蓝]", label):
        return False
    if verb in ("为", "获得", "挂", "属", "属于", "纳入", "列入", "参评") and weak:
        return label.startswith("“") or before.endswith("的") or not before or verb in ("列入", "纳入")
    if verb == "为":
        return not re.match(r"[主了期准止此何]", label)
    return True


def grade_before(text: str, start: int, end: int, sure: bool) -> Verdict | None:
    """Read the grade written before a bound at `end`: 优秀（90分以上, A级：总分95分以上, 优秀等次须达90分.

    A label that is no usual word for a grade counts only where `sure` (its neighbours are grades).
    """
    named = _HEAD.search(text[start:end])
    if not named and text[end : end + 1] in _SIGNS:
        named = _TIGHT.search(text[start:end])
        return Verdict(named[0], start + named.start(), start + named.end()) if named else None
    if not named:
        return None
    label = re.sub("^(?:其中|评为|凡)(?=..)", "", named["label"])
    if not (label.startswith("“") or _GRADED.search(label) or (sure and named["link"] == "（")):
        return None
    if re.search(r"得分|总分|成绩|考核结果|满分|评分|[率度比]$", label):
        return None
    return Verdict(clean_label(label), start + named.start("label"), start + named.end("label"))


def award_alone(clause: str, start: int) -> Verdict | None:
    """Return the award that a clause names by itself, its conditions to come: 一等奖2名，…."""
    found = _AWARD.fullmatch(clause.strip())
    return Verdict(clean_label(found["label"]), start, start + len(clause)) if found else None


def subject_of(clause: str, before: int, after: int) -> str | None:
    """Return who a clause rates: the noun behind its 的 from `after` on, or the noun up to `before`."""
    behind = _SUBJECT.search(clause, after)
    if behind:
        return behind["who"]
    ahead = _SUBJECT_BEFORE.search(clause, 0, before)
    return ahead["who"] if ahead and not ahead["who"].endswith(("任务", "事项")) else None


def subject_at_end(text: str, start: int, end: int) -> str | None:
    """Return the noun that closes a condition whose verdict is still to come: …占比超过三成的系统，."""
    found = _ENDS_CONDITION.fullmatch(text[start:end])
    return found["who"] if found else None


def sanctioned(clause: str) -> str | None:
    """Return who a sanction is laid on: 对社区书记进行约谈."""
    found = _SANCTIONED.search(clause)
    return re.sub(r"^.*的", "", found["who"]) if found else None


def subject_in_label(label: str) -> str | None:
    """Return who a grade names itself: 示范社区 is a 社区, 示范区或示范街道 a 区 or 街道."""
    both = _BOTH_IN_LABEL.search(label)
    if both:
        return f"{both['first']}、{both['second']}"
    found = _IN_LABEL.search(label)
    return found[0] if found and found[0] != label else None


def subject_of_graded(text: str, start: int, end: int, labels: Iterable[str]) -> str | None:
    """Return who the text elsewhere says holds one of the grades: 评为“优秀”的镇（街道）有4个."""
    known = "|".join(re.escape(label) for label in dict.fromkeys(labels) if len(label) <= _LONGEST_GRADE)
    if not known:
        return None
    held = re.compile(
        rf"[为入获]“?(?:{known})”?(?:等次|等级)?的(?P<who>[\u3400-\u9fff]{{0,6}}?(?:{RATED}){_ALSO})"
    )
    found = held.search(text, start, end)
    return found["who"] if found else None


def shared_noun(labels: Iterable[str], title: str) -> Iterator[tuple[str, str]]:
    """Yield labels with the noun of the title they share: 红旗市场 and 达标市场 both rate a 市场."""
    sharing: dict[str, set[str]] = {}
    bare = [label for label in dict.fromkeys(labels) if not subject_in_label(label)]
    for label in bare:
        for length in _NOUN_LENGTHS:
            if len(label) > length:
                sharing.setdefault(label[-length:], set()).add(label)
    for label in bare:
        for noun in (label[-length:] for length in _NOUN_LENGTHS if len(label) > length):
            enough = 1 if noun in title else 2 if len(noun) == _NOUN_LENGTHS[-1] else len(bare)
            if len(sharing[noun]) > enough and not re.search(r"[级等次档类奖榜牌旗星]$", noun):
                yield label, noun
                break
