"""The unit of a table's cells where it stands outside them.

- in the column's head: 投资（万元）, 面积/㎡, 金额，单位：元, 受益户数;
- in the row: a column of units (计量单位), a name that ends in one (帮扶资金（万元）);
- in the caption, or in the head of the names: 单位：万元; of several the one that suits the head.

A head that counts nothing (得分, 排名, 完成时限, 完成率) takes no unit from caption or row.
"""

import re
from collections.abc import Sequence

from gongjian.engines.plandoc.cell_numbers import SCALED_UNIT

_BRACKETED = re.compile(
    rf"（(?:计量|统计)?(?:单位[：:]?)?(?P<unit>{SCALED_UNIT})(?P<per>[/每][\u3400-\u9fff㎡]{{1,4}})?）"
)
_BEHIND = re.compile(
    rf"(?:[/／]|[，、：]?单位[：:]|[，：])(?P<unit>{SCALED_UNIT})$|(?<=[额金资积量长费款入出程重量])(?P<bare>[万亿]元|㎡|m2|平方米|公里|千米|公顷|公斤|亩)$"
)
_CAPTION = re.compile(
    rf"(?:单位[：:]?|计量[：:])\s*(?P<units>(?:{SCALED_UNIT})(?:[、，,/和 ]+(?:{SCALED_UNIT}))*)\s*(?=[）〕】。；|\t\n]|$)",
    re.MULTILINE,
)
_ONE = re.compile(SCALED_UNIT)
_COUNTED = re.compile(
    r"(?P<noun>[\u3400-\u9fff]*?)(?P<unit>人次|户次|家次|车次|场次|[户人件场次台栋幢套株盏处条辆家间所亩座棵支篇册份例宗项起])数?(?:量|合计|小计)?$"
)
_PEOPLE = re.compile(r"(?:[员工民生者众童妇老师军属人]|干部|人口|骨干|代表|对象)$")
_KINDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile("面积"), frozenset({"亩", "万亩", "平方米", "万平方米", "㎡", "公顷", "平方公里"})),
    (re.compile("长度|里程|全长"), frozenset({"公里", "千米", "米", "km"})),
    (_PEOPLE, frozenset({"人", "名", "人次"})),
)
"""Words of a head that only units of one kind suit."""
_PLACES = re.compile(r"(?:问题|线索|社区|小区|村|网格|项目|点位|站点|院落|支部|党组织|岗位)$")
_MONEY = re.compile(
    r"资金|投资|金额|预算|决算|经费|费用?|款|补[助贴]|奖[金励补]|收入|支出|造价|概算|资产|财政|自筹|[省市县区镇乡村]级|上级|配套|[拨支]付|结余|余额"
)
_UNCOUNTED = re.compile(
    r"序号|编号|^序|时间|时限|年份|日期|期限|电话|手机|备注|说明|分值|权重|得分|评分|分数|成绩|排名|名次|位次|率|比|%|均|指数|年龄|等级|单位|责任|负责"
)
_OTHER_MEASURE = re.compile(r"单价|价格|标准|均价|金额|投资|资金|经费|预算|费用|造价|总价|合价")
_NO_MONEY = re.compile(r"数量|[数次]$|规模|面积|长度|里程|工程量|人口|内容|人员")
_MONEY_UNIT = re.compile("元$")


def stated_unit(words: str) -> str:
    """Return the unit a head or a row's name ends in, "" without one.

    >>> stated_unit("总投资（万元）"), stated_unit("面积/㎡"), stated_unit("补助标准（元/人）"), stated_unit("备注")
    ('万元', '㎡', '元/人', '')
    """
    found = list(_BRACKETED.finditer(words))
    if found:
        per = found[-1]["per"] or ""
        return found[-1]["unit"] + per.replace("每", "/")
    behind = _BEHIND.search(words)
    return (behind["unit"] or behind["bare"]) if behind else ""


def counted_unit(head: str) -> str:
    """Return the unit that the counting noun of a head stands for, "" without one.

    >>> counted_unit("受益户数"), counted_unit("党员数"), counted_unit("问题数"), counted_unit("床位数")
    ('户', '人', '个', '')
    """
    if not re.search(r"[数次]量?(?:合计|小计)?$", head) or _UNCOUNTED.search(head):
        return ""
    found = _COUNTED.search(head)
    if found and ("数" in head or len(found["unit"]) > 1):
        return found["unit"]
    bare = re.sub(r"数量?(?:合计|小计)?$", "", head)
    if bare == head:
        return ""
    return "人" if _PEOPLE.search(bare) else "个" if _PLACES.search(bare) else ""


def caption_units(words: str) -> tuple[str, ...]:
    """Return the units a table's caption names (单位：户、万元), () without any."""
    found = list(_CAPTION.finditer(words))
    return tuple(_ONE.findall(found[-1]["units"])) if found else ()


def is_only_unit(words: str) -> bool:
    """Tell whether a cell of a column of units holds one."""
    return bool(_ONE.fullmatch(words))


def column_unit(head: str, captions: Sequence[str]) -> str | None:
    """Return the unit of a column's cells, None where it counts nothing, "" where only the row may tell."""
    own = stated_unit(head)
    if own:
        return own
    if _UNCOUNTED.search(head):
        return None
    return counted_unit(head) or _suiting(head, captions)


def takes_row_unit(head: str) -> bool:
    """Tell whether a column without a unit takes that of its row: 数量 and 2024年 do, 单价 and 金额 do not."""
    return not _UNCOUNTED.search(head) and not _OTHER_MEASURE.search(head)


def _suiting(head: str, captions: Sequence[str]) -> str:
    """Return the unit of a caption for a head: the only one, else one of its kind."""
    if len(captions) == 1:
        return "" if _MONEY_UNIT.search(captions[0]) and _NO_MONEY.search(head) else captions[0]
    if _MONEY.search(head):
        return next((unit for unit in captions if _MONEY_UNIT.search(unit)), "")
    for words, units in _KINDS:
        if words.search(head):
            return next((unit for unit in captions if unit in units), "")
    named = next((unit for unit in captions if unit in head), "")
    others = [unit for unit in captions if not _MONEY_UNIT.search(unit)]
    return named or (others[0] if len(others) == 1 else "")
