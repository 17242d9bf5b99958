"""What kind of document a text is: by the last noun of its title, without one by how it speaks.

A text without a title is read for what it says of itself (制定本方案, 汇报如下), then for the marks of a
form (扣2分, 参考文献), then for its verbs: done (建立了, 累计), to be done (将, 力争, 阶段), or argued
(必须, 是…的基础).
"""

import re

_TITLES: tuple[tuple[str, str], ...] = (
    ("study", r"研究|调研|调查|思考|探讨|探析|浅析|浅谈|分析|初探|对策"),
    ("bulletin", r"通报|摘报|督查|专报|简报|督办"),
    ("rubric", r"考核|考评|评分|细则|办法|评价|评定|标准|规定|制度|奖惩"),
    (
        "notice",
        r"通知|函|请示|批复|倡议|纪要|公约|民约|公开信|责任书|承诺书|倡议书|协议|守则|启事|一封信|意见|章程",
    ),
    ("summary", r"总结|小结"),
    ("report", r"汇报|讲话|经验|材料|公告|报告|发言|体会|公示|情况|述职|简介|纪实|致辞|做法"),
    (
        "plan",
        r"(?:实施|工作|指导|若干|推进)意见|方案|计划|规划|安排|要点|预案|行动|任务|策划|设想|项目书|清单|分解表",
    ),
)
_STUDY_REPORT = re.compile(r"调研报告|调查报告|研究报告")
_SAYS = 700  # characters at either end within which a text says what it is
_SAID: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "notice",
        re.compile(
            r"(?:事项|事宜|要求|工作|如下|就.{2,40})通知如下|特此(?:通知|函|公告)|现通知如下|印发给你们|本公约|致函|本责任书|(?:发出|提出)(?:如下|以下)[^。，]{0,4}倡议|倡议(?:如下)?：|会议(?:议定|纪要)|广大(?:居民|市民)朋友"
        ),
    ),
    ("bulletin", re.compile(r"通报如下|予以通报|督查发现")),
    (
        "report",
        re.compile(
            r"(?:汇报|报告)(?:有关|主要)?(?:情况|内容)?如下|作[^。，]{0,14}(?:汇报|报告)[：:。]|(?:汇报|述职|发言)完毕|请[^。，]{0,8}批评指正|谢谢大家"
        ),
    ),
    ("summary", re.compile(r"总结如下|(?:作|做)[^。，]{0,10}(?:总结|小结)")),
    ("rubric", re.compile(r"制定本(?:考核|考评|评分)?(?:办法|细则|标准)")),
    (
        "plan",
        re.compile(
            r"制定(?:了?本|如下|以下|此)[^。，；]{0,10}(?:方案|计划|规划|预案|意见|措施)|(?:计划|方案|安排|打算)如下"
        ),
    ),
)
_RULES = re.compile(r"[扣减加得][\d.]+分|满分|不得分|评分标准")
_STUDY = re.compile(r"^[【〔]?\s*(?:摘\s*要|关\s*键\s*词)|^(?:主要)?参考文献|问卷|笔者", re.MULTILINE)
_PLANNED = re.compile(
    r"^.{0,6}(?:活动|工作|总体|主要)?(?:主题|时间|安排|目标|任务|步骤|要求|原则|对象|目的|内容|措施)[^。，；]{0,8}$|指导思想|实施步骤|阶段（",
    re.MULTILINE,
)
_DONE = re.compile(
    r"(?<![为除罢到])了(?!解|结)|已(?!有的)|累计|今年以来|一年来|近年来|截至|截止|共(?=[\d计有])|得到|荣获|被评为|率达|同比|(?:比|较)(?:去年|上年|上月|同期)"
    r"|^.{0,8}(?:成效|做法|存在问题|存在的问题|不足|工作回顾)[^。，；]{0,6}$|(?:开展|组织|举办|建成|新建|改造|发放|投入|收集|处理|化解|走访|培育|完成)[^，。；]{0,12}\d+(?:\.\d+)?(?!\d|\.|[^，。；]{0,4}(?:以上|左右|以内))",
    re.MULTILINE,
)
_TO_DO = re.compile(
    r"将(?=[^。，]{0,12}[^来])|(?<![主需重首紧扼概纪摘])要(?![求点素闻件领害旨约因道么是])|拟(?!定)|力争|争取|确保|计划|必须|应(?!急|用|对|收|邀|有)|各单位|各(?:区县|社区|街道|乡镇|部门)[^。，]{0,6}[要须应]"
    r"|不(?:少|低)于|[月日底末]前|责任(?:单位|人)|牵头|(?:负责|配合)[。；，]"
)
_ARGUED = re.compile(
    r"必须|应当|应该|因此|因而|由此|必然|是[^，。；]{2,24}的?(?:基础|核心|关键|前提|根本|重点|本质|保证|动力|主体|标志|体现|出发点|落脚点)|不仅[^。]{2,40}(?:而且|还)|一方面[^。]{2,60}另一方面|(?:以|从)[^，。；]{2,16}(?:来看|而言|来说)"
)
_YEAR_WORDS = re.compile(r"今年|一年来|全年|本年|年度|上半年|下半年|新的?一年|明年|去年")


def kind_of(title: str | None, body: str, paper: str | None = None) -> str:
    """Return plan, rubric, report, bulletin, notice, summary or study; `paper` is the name over its number.

    >>> kind_of("社区工作计划", ""), kind_of(None, "建立了三支队伍，累计巡查40次。")
    ('plan', 'report')
    """
    named = _of_title(title) if title else None
    if paper and named in (None, "report") and _of_title(paper) == "bulletin":
        return "bulletin"
    return named or _of_body(body)


def _of_title(title: str) -> str | None:
    """Return the kind that the last noun of a title names."""
    inner = re.sub(r"（[^）]*）$|——.*$|暨.*$", "", title)
    if _STUDY_REPORT.search(inner):
        return "study"
    ends = {
        kind: [(found.end(), -found.start()) for found in re.finditer(pattern, inner)]
        for kind, pattern in _TITLES
    }
    named = [kind for kind, places in ends.items() if places]
    return max(named, key=lambda kind: ends[kind][-1]) if named else None


def _of_body(body: str) -> str:
    edges = body if len(body) <= 2 * _SAYS else body[:_SAYS] + "\n" + body[-_SAYS // 2 :]
    if len(_STUDY.findall(body)) >= 2 or _STUDY.match(body):
        return "study"
    for kind, pattern in _SAID:
        if pattern.search(edges):
            return kind
    if len(_RULES.findall(body)) >= 3:
        return "rubric"
    return _of_verbs(body)


def _of_verbs(body: str) -> str:
    """Return the kind of a text that does not say what it is, by what its verbs do."""
    done, to_do = len(_DONE.findall(body)), len(_TO_DO.findall(body))
    planned, argued = len(_PLANNED.findall(body)), len(_ARGUED.findall(body))
    if planned >= 2 and planned * 2 + to_do >= done:
        return "plan"
    if argued >= 5 and argued > done and argued * 400 >= len(body):
        return "study"
    if done > to_do:
        return "summary" if len(_YEAR_WORDS.findall(body)) >= 3 else "report"
    return "plan"
