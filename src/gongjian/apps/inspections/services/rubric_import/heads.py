"""Find the head row of a table of a rubric, and which column is which, by the names people use for them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongjian.apps.inspections.selectors.rubric_sheets import COLUMNS
from gongjian.readers import SheetRow

ALIASES: Mapping[str, tuple[str, ...]] = {
    "类别": ("大类", "分类", "考核类别", "评分类别", "一级指标", "考核项目类别"),
    "项目": ("评分项", "评分项目", "考核项目", "考核内容", "检查项目", "检查内容", "二级指标", "评什么"),
    "满分": ("标准分", "满分值", "分数", "项目分值", "标准分值", "基准分", "权重分"),
    "最多扣": ("扣分上限",),
    "项目权重": ("权重", "权重（%）"),
    "凭证": ("扣分要什么凭证", "证据"),
    "评分提示": ("提示", "检查方法", "说明", "备注"),
    "指标": ("由指标评", "指标编号"),
    "目标值": ("目标",),
    "情形": (
        "扣分情形",
        "评分标准",
        "扣分标准",
        "评分细则",
        "考核标准",
        "评分办法",
        "计分办法",
        "规则",
        "评分规则",
    ),
    "怎么算": ("方式", "类型", "计分方式", "扣加分"),
    "每": ("每多少", "步长"),
    "单位": ("计数单位",),
    "分值": ("扣分", "扣分值", "加减分", "每处扣分", "每次扣分"),
    "最多几分": ("最多", "封顶", "上限", "最多扣分", "单项上限"),
    "互斥组": ("互斥", "同组只算一条"),
    "规则凭证": ("情形凭证",),
}
REQUIRED = ("项目", "满分", "情形")
_LOOKED_AT = 15


@dataclass(frozen=True)
class Head:
    """The head of one sheet: its row, and for each column of ours where it stands."""

    sheet: str
    row: int
    at: Mapping[str, int]

    @property
    def has_free_rules(self) -> bool:
        """Whether rules are told in words alone, without a column for the marks."""
        return "分值" not in self.at and "怎么算" not in self.at


def find_heads(rows: Sequence[SheetRow]) -> list[Head]:
    """Return the head of every sheet that has the columns a rubric needs, in order."""
    heads: list[Head] = []
    seen: dict[str, int] = {}
    for row in rows:
        seen[row.sheet] = seen.get(row.sheet, 0) + 1
        if seen[row.sheet] > _LOOKED_AT or any(head.sheet == row.sheet for head in heads):
            continue
        at = columns_of(row.cells)
        if set(REQUIRED) <= at.keys():
            heads.append(Head(row.sheet, row.number, at))
    return heads


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Map our names of columns to places; a name of ours goes before a name that only means it.

    A table with 分值 and no 满分 means the full marks by it where rules are told in words.
    """
    bare = [re.sub(r"[\s*＊]|（必填）|\(必填\)", "", cell) for cell in cells]
    at = {name: bare.index(name) for name in COLUMNS if name in bare}
    for name, others in ALIASES.items():
        found = next((bare.index(other) for other in others if other in bare), None)
        if name not in at and found is not None and found not in at.values():
            at[name] = found
    if "满分" not in at and "分值" in at and "怎么算" not in at:
        at["满分"] = at.pop("分值")
    return at
