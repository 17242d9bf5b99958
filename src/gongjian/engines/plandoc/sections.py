"""What a heading announces: goals, work to come, steps, demands, grades, the past, or nothing special."""

import re
from enum import Enum


class Section(Enum):
    """The kinds of section the structure readers tell apart."""

    GOAL = "goal"
    WORK = "work"
    STEPS = "steps"
    DEMANDS = "demands"
    RATING = "rating"
    PAST = "past"
    PROBLEMS = "problems"
    FUTURE = "future"
    GROUP = "group"
    GUIDANCE = "guidance"
    TIME = "time"
    OTHER = "other"


_GOALS_AFTER_ALL = re.compile(r"总体要求(?:和|与|及).*目标|目标任务|目标要求|工作目标")
# In order: the first pattern found decides.
_WORDS: tuple[tuple[Section, str], ...] = (
    (
        Section.PAST,
        r"^(?:发展|工作|建设|现有|现实)基础$|工作总结|年总结|完成情况|进展情况|推进情况|参与情况|总体情况|基本情况|开展情况|落实情况|主要做法|主要成效|主要工作情况|工作回顾|取得的?成[效绩]|成效|背景|现状|回顾|得分|排名|调查结果|数据来源|做法",
    ),
    (
        Section.PROBLEMS,
        r"^(?!.*(?:补|破解|解决|整改|聚焦|针对|围绕|消除|化解|缩小|直面).{0,8}(?:问题|不足|差距|困难|短板))"
        r".*(?:问题(?!整改|解决|销号|化解|清零|办理|处置)|不足|差距|困难|短板|成因|原因)",
    ),
    (
        Section.FUTURE,
        r"(?:20\d\d年?|明年|下一?步)[^，。]{0,6}思路|下(?:一)?步|打算|下半年|来年|新的?一年|工作思路|今后|下一阶段|明年|设想|展望|对策|建议|整改要求|整改措施|改进",
    ),
    (
        Section.RATING,
        r"评选|评定|结果运用|奖惩|奖励|激励|考核(?:结果|等次|奖)|等次|等级|问责|评价结果|一票否决|否决|加分|扣分|表彰|星级|评比标准|退出|惩处|罚则",
    ),
    (Section.GOAL, r"目标|指标|预期成效|预期成果|预期效果"),
    (
        Section.STEPS,
        r"步骤|阶段|进度安排|时间安排|推进计划|进度计划|实施进度|时间节点|时间进度|步骤安排|方法步骤|工作流程|时序",
    ),
    (Section.TIME, r"时间|地点|期限|日期"),
    (Section.GROUP, r"组织领导|领导小组|组织机构|组织保障|加强领导|领导机构|工作专班"),
    (Section.DEMANDS, r"要求|保障|措施保障|监督|督查|督导|责任追究|注意事项|纪律|经费|资金|附则"),
    (
        Section.GUIDANCE,
        r"指导思想|总体要求|总体思路|基本原则|工作原则|主题|意义|宗旨|目的|依据|对象|范围|适用",
    ),
    (
        Section.WORK,
        r"任务|内容|重点|举措|措施|行动|项目|安排|分工|工程|工作|事项|课程|职责|计划|抓手|板块|办法|实施|活动",
    ),
)
_ANNOUNCED = tuple((section, re.compile(words)) for section, words in _WORDS)


def section_of(heading: str) -> Section:
    """Return what a heading announces.

    >>> section_of("主要目标"), section_of("社会参与情况")
    (<Section.GOAL: 'goal'>, <Section.PAST: 'past'>)
    """
    if _GOALS_AFTER_ALL.search(heading):
        return Section.GOAL
    for section, pattern in _ANNOUNCED:
        if pattern.search(heading):
            return section
    return Section.OTHER
