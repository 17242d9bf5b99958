"""Whether an amount is a result to reach: no condition, weight, share of cost, time limit or report of the past."""

import re

from gongjian.engines.plandoc.clauses import Surroundings
from gongjian.engines.plandoc.quantities import UNITS, Amount
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.tables import Table
from gongjian.engines.plandoc.targets.comparing import COMPARING
from gongjian.engines.plandoc.targets.paragraphs import line_start

_BASELINE = re.compile(
    r"(?:由|从|自)(?:(?:目前|现在|当前|现有|原来|去年|上年|上一年|年初|原|(?:19|20)\d\d年底?)[^，。；]{0,6}|的?)$|(?:较|比|低于|高于)(?:去年|上年|同期|全[省市区国]|街道|平均|[^，。；]{0,12}平均)[^，。；增减提降升]{0,10}(?<!下降)$|(?:较|比)[^，。；到至]{0,12}的$"
)
_BASELINE_AFTER = re.compile(
    r"^(?:的)?(?:基础|水平|平均)?[^，。；]{0,4}?(?:提高|提升|上升|增加|增长|扩大|升|降|下降|降低|减少|压缩|缩短|缩减)(?:到|至)|^的(?:平均|基础)"
)
_NEW_LEVEL = re.compile(r"(?:到|至|达)(?:20\d\d年(?:底|末)?的?)?$")
_BASE_IN_BRACKET = re.compile(r"^(?:截至|目前|现|上年|去年|基数|基期|原|现状|(?:19|20)\d\d年)")
_IT_WAS = re.compile("(?:为|是|仅|只有|仅为)$")
_PAST = re.compile(
    r"已(?!经?列入)|(?<![由从])目前|截至|现有|(?<![比较同])(?:去年|上年)|以来|上月|同期为|累计(?!达到)|实现了|完成了|[达提增]了"
)
_TOLD = re.compile(
    r"截至|截止|经(?:初步)?(?:摸底|排查|统计|调查|核查)|共有|已(?:经)?(?!列入|纳入|印发|[^，。；]{0,12}(?:同意|批准|审议))|现有|(?:^|[，。；])目前|(?<![为除])[举办展建成织立现施排训]了"
)
"""Words that tell what has been done: 截至6月底, 已建成, 举办了."""
_AHEAD = re.compile(
    r"力争|争取|确保|努力|目标|计划(?!生育)|(?<!主)要(?!求)|将达|拟|预计|到20\d\d年|年底前|年内|下一步"
)
_SHORTEN = re.compile(r"压缩|缩短|缩减|压减|降至|降到|控制")
_AGE = re.compile(r"^(?:周)?岁|^年(?:期|限|龄|级)|^[分号室栋楼]")
_SPAN_OF_LIFE = re.compile("(?:年限|寿命|平均年龄)[达到为至提高在]{0,4}$")
_SIZED = re.compile("以[上下][\u3400-\u9fff]{2}")
"""With another amount behind it, the size of what that is of: 30户以上自然村通路率达100%."""
_SUMS_OF_TIME = re.compile(r"时长|时数|服务|学时|培训|率|天数")
_UNCOUNTED = frozenset({"岁", "周岁", "号", "级", "星", "届", "倍", "期"})
_DAYS = frozenset({"天", "日", "个工作日", "工作日", "小时", "分钟", "时"})
_WEIGHT = re.compile(r"[×xX*＊＝=]\s*$|权重(?:为|占)?$|占[^，。；]{0,12}(?:总分|总成绩|分值|权重|成绩)的?$")
_SHARE_OF_COST = re.compile(r"(?:按照?|依照)(?:[^，。；]{1,16}的)?$|(?:承担|分担|出资|上浮|下浮|计提|提取)$")
_PAID = re.compile(
    r"^(?:以内)?(?:的(?:比例|标准))?(?:予以|给予|进行)?(?:补助|补贴|奖[励补]|列支|提取|计提|承担|分担|发放|计算|折算|计入|配套|资助)"
)
_BY = re.compile("按照?[^，。；]*$")
_CONSENT = re.compile(
    r"(?:须|应当?|需|必须)经|^经|(?:经|取得|征得|获得)(?:本[^，。；]{0,6})?(?:不少于|至少)?$"
)
_AGREED = re.compile(r"^[^，。；]{0,16}(?:同意|签字|表决|赞成|书面认可|到会)")
_ATTRIBUTE = re.compile(
    r"^(?:、[^，。；]{1,10}){0,3}的(?:办法|要求|原则|方式|方法|思路|理念|标准|态势|格局|机制|做法)"
)
"""全覆盖 that describes a manner: 层层落实、全覆盖的办法."""
_TREATED = re.compile(r"^对(?!.*(?:实现|做到|达到|确保|力争))")
"""What is done to all and no level: 对所有村检查|全覆盖."""
_SHORT_OF = re.compile(
    r"(?:达不到|未达到?|没有达到|不足|不到|不满|未满|(?<!不)(?<!不得)(?:低于|少于|超过|高于))$"
)
_CONSEQUENCE = re.compile(
    r"，[^，。；]{0,14}?(?:扣\d|扣除|扣减|核减|取消|不得(?:评|参|享)|约谈|问责|通报|追究|不予|否决|清零)"
)
_RELATIVE = re.compile(
    r"^(?:[及或]?以[上下内])?的[^，。；]{1,14}，[^，。；]{0,10}(?:给予|授予|评为|认定|命名|视为|奖励|取消|约谈|通报)"
)
_QUOTA = re.compile(
    r"(?:不超过|不得超过|不高于|控制在)[^，。；]{0,16}(?:总数|总人数|人数|总量|总户数|单位|参评[^，。；]{0,6})的$"
)
_CHOSEN = re.compile("[评选榜]|名额|推荐|表彰|等[次级]|星级|优秀")
"""With `_QUOTA`: how many may be chosen, 评选…不超过参评总数的|20%."""
_KNOWN_BASE = re.compile(rf"[比较][^，。；]{{0,12}}的[\d.,]+(?:万|亿)?(?:%|{UNITS})[\u3400-\u9fff]{{2,4}}$")
"""A change from a base that is told (比2023年的800件增长|20%) reports, unless a word of aim stands with it."""
_CEILING = re.compile("(?:每[户人家个]|单个[^，。；]{0,4})?(?:累计|合计)?(?:最高|最多|上限|封顶|总额)")
_PAID_BEFORE = re.compile("补助|补贴|奖补|奖励|资助|罚款")
"""With `_CEILING`: how far a rule of payment goes, 按每户300元补助，最高不超过|50万元."""
_CUT = re.compile(r"(?:核减|扣减|扣除|扣罚|罚没|扣发)[^，。；]*$")
_WHO_COUNTS = re.compile(r"(?:以上)?的(?:村|社区|户|家庭|单位|项目|街道|企业|小区|人)")
_SLOGAN = re.compile("[二两三四五六七八九十]个$")
"""三个100% counts slogans, it sets no level."""
_TOLD_TO = re.compile(r"(?:须|应当?|(?<![主重首需])要|确保|力争|争取)[^，。；]{0,14}$")
"""A modal in the clause itself: 整改率须达到|95%."""
_GOAL_HEAD = re.compile("目标|指标")
_SHARE_STATED = re.compile(r"占[^，。；]{0,14}的?$|占比(?:为)?$|权重$")
_AGED_OR_LATE = re.compile(r"\d岁|超过\d+(?:天|日|小时)未")
_OF_WHOM = re.compile("(?:以上|以下)?的")
_IS_NOW = re.compile("已(?:经|达|完|建|有)|现有|目前(?!的)")
_TO_COME = re.compile("要|将|力争|确保|前|年内|不少于|不低于|不超过")
_AIMS = re.compile(r"力争|争取|下一步|明年|计划到|到20\d\d年底?[^，]{0,4}，?(?:力争|将|要|确保)")
_ASKED = re.compile("标准|要求|内容")
_TOLD_BEFORE = 6  # figures of a sentence that a share is computed from
ORDERS = ("plan", "notice", "rubric")
"""Kinds of documents that set results anywhere, not only in a section on what is to come."""


def is_baseline(reading: Reading, amount: Amount, around: Surroundings) -> bool:
    """Tell whether an amount is where a change begins: 由|62%提高到80%, 较上年的|62%, or （2024年为|62%）."""
    if _BASELINE_AFTER.match(around.after):
        return True
    if _BASELINE.search(around.before) and not _NEW_LEVEL.search(around.before):
        return True
    in_bracket = reading.text[around.start - 1 : around.start] == "（" and reading.text.startswith(
        "）", around.end
    )
    base = _BASE_IN_BRACKET.match(around.before) if in_bracket else None
    if not base or COMPARING.search(around.before):
        return False
    year = base[0].removesuffix("年")
    told = not year.isdigit() or bool(_IT_WAS.search(around.before))
    return told or int(year) < (reading.years.default or 0)


def in_goals(reading: Reading, offset: int) -> bool:
    """Tell whether the headings around an offset announce goals, and none of them the past."""
    sections = reading.sections_at(offset)
    return Section.GOAL in sections and Section.PAST not in sections


def sets_result(reading: Reading, amount: Amount, around: Surroundings, *, explicit: bool) -> bool:
    """Tell whether an amount is a result to reach; `explicit` when a comparing word stands with it."""
    section = reading.section_at(amount.start)
    if section is Section.RATING and not explicit:
        return False
    if _is_condition(reading, amount, around) or _is_rate_of_rule(reading, amount, around):
        return False
    if not _is_countable(reading, amount, around, explicit=explicit):
        return False
    table = reading.table_at(amount.start)
    if table is not None and not (
        _may_hold_targets(table, explicit=explicit) or _is_demand(reading, amount, around)
    ):
        return False
    if reading.frame.kind == "rubric" and around.after.endswith("的"):
        return False
    place = reading.cells.at(amount.start) if table is not None else None
    if in_goals(reading, amount.start) or (place and _GOAL_HEAD.search(place.head)):
        return not _tells_past(reading, amount, around)
    if not _speaks_of_future(reading, amount, around, section):
        return False
    if _KNOWN_BASE.search(around.before) and not _AHEAD.search(around.before):
        return False
    if not explicit and _is_share_told(reading, amount, around):
        return False
    if amount.kind in ("percent", "portion", "points"):
        return explicit or not _SHARE_STATED.search(around.before.rstrip())
    words = around.before + around.after
    return explicit and not _AGED_OR_LATE.search(words) and not amount.approx


def _is_countable(reading: Reading, amount: Amount, around: Surroundings, *, explicit: bool) -> bool:
    """Tell whether an amount of its kind can be a result: no age, no ordinal, no time limit of a procedure."""
    if amount.kind == "percent" and _SLOGAN.search(around.before):
        return False
    if amount.kind == "count" and explicit and _WHO_COUNTS.match(around.after):
        return False
    if amount.kind == "count" and _SIZED.match(around.after) and reading.amounts_in(amount.end, around.end):
        return False
    if _SPAN_OF_LIFE.search(around.before):
        return True
    if _AGE.match(around.after) or (amount.written_unit in _UNCOUNTED and not explicit):
        return False
    return amount.kind != "time" or _is_time_result(amount, around, explicit=explicit)


def _is_time_result(amount: Amount, around: Surroundings, *, explicit: bool) -> bool:
    """Tell whether hours or days are a result: a limit to be shortened or a sum to be reached."""
    if _SHORTEN.search(around.before):
        return True
    word = COMPARING.search(around.before) if amount.written_unit in _DAYS and explicit else None
    if not word:
        return False
    return word.lastgroup == "ge" or (
        word.lastgroup in ("to", "gt") and bool(_SUMS_OF_TIME.search(around.before))
    )


def _may_hold_targets(table: Table, *, explicit: bool) -> bool:
    """Tell whether a table sets results: one of targets, or one of tasks where a comparing word stands."""
    of_tasks = table.column("任务", "举措", "措施", "事项") is not None
    return table.column("目标", "指标") is not None or (explicit and of_tasks)


def _is_demand(reading: Reading, amount: Amount, around: Surroundings) -> bool:
    """Tell whether a cell says what is asked for at least: 考核标准 | 每月巡河不少于|4次."""
    place = reading.cells.at(amount.start)
    word = COMPARING.search(around.before)
    return (
        word is not None and word.lastgroup == "ge" and place is not None and bool(_ASKED.search(place.head))
    )


def _is_condition(reading: Reading, amount: Amount, around: Surroundings) -> bool:
    """Tell whether an amount says when something falls due, or how heavy it is: 低于80%的街道，核减10%."""
    text = reading.text
    is_outcome = amount.kind == "portion" and text.startswith("的，", max(0, around.start - 2))
    if _CUT.search(around.before) or is_outcome:
        return True
    after = text[amount.end : amount.end + 40]
    if _RELATIVE.match(after) or (_CONSENT.search(around.before) and _AGREED.match(after)):
        return True
    if _CEILING.match(around.before) and _PAID_BEFORE.search(text[around.sentence_start : around.start]):
        return True
    if _QUOTA.search(around.before) and _CHOSEN.search(text[around.sentence_start : amount.start]):
        return True
    if not _SHORT_OF.search(around.before):
        return False
    return bool(_OF_WHOM.match(after) or _CONSEQUENCE.match(after))


def _is_rate_of_rule(reading: Reading, amount: Amount, around: Surroundings) -> bool:
    """Tell whether a per cent is a weight, a share of cost or a manner, not a level to reach."""
    if _WEIGHT.search(around.before):
        return True
    if amount.kind == "portion":
        if _TREATED.match(around.before) and not in_goals(reading, amount.start):
            return True
        return bool(_ATTRIBUTE.match(reading.text[amount.end : amount.end + 40]))
    if amount.kind != "percent":
        return False
    told = reading.text[max(around.sentence_start, amount.start - 40) : amount.start]
    return bool(
        _SHARE_OF_COST.search(around.before)
        or _PAID.match(around.after)
        or (around.after.startswith("的比例") and _BY.search(told))
    )


def _is_share_told(reading: Reading, amount: Amount, around: Surroundings) -> bool:
    """Tell whether a per cent is the ratio of two figures before it in its sentence, and so reports them."""
    if amount.kind != "percent":
        return False
    told = [a for a in reading.amounts_in(around.sentence_start, amount.start) if a.kind == "count"][
        -_TOLD_BEFORE:
    ]
    return any(
        whole.value
        and whole is not part
        and abs(100 * part.value / whole.value - amount.value) <= amount.step / 2
        for part in told
        for whole in told
    )


def _tells_past(reading: Reading, amount: Amount, around: Surroundings) -> bool:
    """Tell whether the sentence of an amount reports what is: 目前…已建成32个, with no word of aim behind."""
    if _IS_NOW.search(around.before + around.after):
        return True
    sentence = reading.text[around.sentence_start : amount.start]
    told = list(_TOLD.finditer(sentence))
    return bool(told) and not _AHEAD.search(sentence, told[-1].end())


def _speaks_of_future(reading: Reading, amount: Amount, around: Surroundings, section: Section) -> bool:
    text = reading.text
    sentence = text[around.sentence_start : around.end]
    if reading.frame.kind in ORDERS:
        line = text[line_start(reading, amount.start) : around.end]
        told = _TOLD.search(line)
        if told and not _AHEAD.search(line, told.end()):
            return False
        return not _PAST.search(around.before) and not _PAST.search(sentence[-60:])
    sections = reading.sections_at(amount.start)
    if Section.FUTURE in sections or Section.GOAL in sections:
        return not _PAST.search(around.before)
    if Section.WORK in sections and _TO_COME.search(sentence):
        return not _PAST.search(sentence)
    due = any(date.deadline for date in reading.dates_in(around.sentence_start, amount.start))
    levelled = amount.kind == "portion" or COMPARING.search(around.before)
    if levelled and (due or _TOLD_TO.search(around.before)):
        return not _PAST.search(around.before)
    ahead = _AIMS.search(sentence)
    return bool(ahead) and section is not Section.PAST
