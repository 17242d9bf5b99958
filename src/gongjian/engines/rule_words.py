"""What every rule of the grammar is called in plain Chinese: the one list for `--explain`, pages and the API.

A rule's code is `kind:what`, for rubric rules `kind:what:act`. A code of a family that the text itself
names (outline:part:章) is told with that word. A new rule gets its sentence here; a test asks for it.
"""

from collections.abc import Mapping

_OUTLINE: Mapping[str, str] = {
    "part": "“第几”起头的标题",
    "first": "“第一，”起头的标题",
    "han_bracket": "带括号的汉字序号，如（一）",
    "han": "汉字序号，如一、",
    "han_half": "带半个括号的汉字序号，如一）",
    "formal": "大写汉字序号，如壹、",
    "stem": "天干序号，如甲、",
    "han_is": "“一是”一类的序号",
    "ordinal": "“首先、其次”一类的序号",
    "block": "“板块1”一类的序号",
    "letter_number": "字母加数字的序号，如A1",
    "arabic_bracket": "带括号的数字序号，如（1）",
    "arabic_half": "半边括号的数字序号，如1）",
    "decimal": "多级数字序号，如1.1",
    "arabic": "数字序号，如1.",
    "arabic_space": "后面空一格的数字序号",
    "letter_bracket": "带括号的字母序号，如（a）",
    "letter": "字母序号，如a.",
    "circled": "带圈的数字序号，如①",
    "circled_bracket": "连写的带括号数字，如⑴",
    "circled_han": "连写的带括号汉字，如㈠",
    "circled_dot": "连写的带点数字，如⒈",
    "roman": "罗马数字序号，如Ⅰ",
    "bullet": "符号起头的条目，如●",
}
_RULES: Mapping[str, str] = {
    "target:goal": "讲目标的章节里写着的数",
    "target:compared": "数的前后有比较的词（达到、不少于、控制在……以内、提高到）或将来的百分比",
    "target:numeral": "用汉字写的目标值（八成、全覆盖、零新增、百分之九十）",
    "phase:heading": "标题里或标题后写着起止日期的阶段",
    "phase:clause": "一句话里有阶段的名称和起止日期",
    "phase:table": "表里有阶段和时间两栏的一行",
    "task:item": "讲今后工作的章节里最末一级的条目",
    "task:dated clause": "一句话里写明了期限的一件工作",
    "task:shared item": "一条任务里各单位各有期限，一个单位一项",
    "task:clause": "一句话里写明由谁来做、何时做完的一件工作",
    "task:table": "任务表的一行",
    "rating:score": "按得分定等次或奖惩的条件",
    "rating:points": "按积分定等次或奖惩的条件",
    "rating:hours": "按时长定等次或奖惩的条件",
    "rating:rank": "按名次定等次或奖惩的条件",
    "rating:share": "按占比或某个率定等次或奖惩的条件",
    "rating:count": "按个数或次数定等次或奖惩的条件",
    "rating:quota": "某个等次的名额上限",
    "rating:lag": "按拖延的时间定奖惩的条件",
    "rubric:heading": "标题上写着分值的评分项",
    "rubric:line": "一行里“名称（多少分）”的评分项",
    "rubric:table": "评分表的一行",
    "rubric:bonus": "加分、减分的一节，没有单独的分值",
    "rubric:veto": "一票否决的一节",
    "rubric:stray": "评分项以外的加分、扣分或否决，归到它所在的标题名下",
    "group:name": "领导小组、指挥部、专班一类的名称，后面列着成员",
    "member:leader": "写明的组长、指挥长、主任或召集人",
    "member:deputy": "写明的副组长或副指挥长",
    "member:member": "写明的成员",
    "member:office": "办公室设在的单位",
    "member:office_head": "兼任办公室主任的人",
    "quantity:digits": "阿拉伯数字写的数量，后面有单位",
    "quantity:numeral": "汉字写的数量，后面有单位",
    "claim:share": "部分占整体的百分比，可由文中两个数复算",
    "claim:growth": "比从前增长或下降的百分比，可由前后两个数复算",
    "claim:change": "前后两个数的差",
    "claim:rest": "总数减去其余各部分所剩的数",
    "claim:sum": "总数和列全了的各部分",
    "claim:section": "一节的总数和各条的数",
    "claim:marks": "评分项的总分和各项的分值",
    "claim:average": "人均、户均、每个多少，可由总数和个数复算",
    "claim:rank": "名次和所列各个数的大小次序",
    "claim:rank-of": "名次不能大于参加排名的个数",
    "claim:list": "“几个方面”和后面实际列出的个数",
    "claim:repeated": "同一个数在文中两处的写法",
    "claim:unit": "同一个数换一种单位的写法",
    "claim:multiple": "是几倍、增长几倍，可由前后两个数复算",
    "claim:balance": "上年结转加收入减支出后的结余",
    "claim:remainder": "各项占比之外“其他”应占的百分比",
    "table:column": "表里合计行的数和它上面各行",
    "table:row": "表里合计栏的数和同一行各栏",
    "table:rate": "表里的率、增长、人均和同一行的数",
}
_ACTS: Mapping[str, str] = {"deduct": "扣分", "add": "加分", "veto": "一票否决"}


def rule_words(rule: str) -> str:
    """Return what a rule looks for, as Chinese words for a person.

    >>> rule_words("target:goal")
    '讲目标的章节里写着的数'
    >>> rule_words("outline:part:章")
    '“第几章”起头的标题'
    >>> rule_words("rubric:heading:deduct")
    '扣分：标题上写着分值的评分项'

    Raises KeyError for a code that no rule has.
    """
    if rule in _RULES:
        return _RULES[rule]
    family, _, rest = rule.partition(":")
    if family == "outline":
        return _outline_words(*rest.partition(":")[::2])
    name, _, act = rule.rpartition(":")
    return f"{_ACTS[act]}：{_RULES[name]}"


def _outline_words(style: str, detail: str) -> str:
    """Return a numbering style's words, with the word or sign that the text itself used in it."""
    if style == "part" and detail:
        return f"“第几{detail}”起头的标题"
    if style == "block" and detail:
        return f"“{detail}1”一类的序号"
    if style == "bullet" and detail:
        return f"“{detail}”起头的条目"
    return _OUTLINE[style]
