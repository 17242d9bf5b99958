"""A second set of sentences, written after the checker and in other registers: bulletins, budgets, studies, minutes."""

import random
from fractions import Fraction

from .numbers import Piece, rounded
from .sentences import fill

PERCENTAGE = (
    "截至目前，{W}个计划项目中已有{P}个开工建设，开工率{x}%。",
    "共摸排出“三无”小区{W}个，其中实现物业托管的{P}个，托管率为{x}%。",
    "受访者中，{P}人表示愿意参与议事，占有效样本{W}人的{x}%。",
    "本季度应评议事项{W}项，已评议{P}项，评议率{x}%；",
    "从性别看，{W}名代表中女性{P}名，占比{x}%。",
    "全县{W}个村（社区）“两委”换届已完成{P}个，完成比例{x}%。",
    "医保应参保{W}人，已参保缴费{P}人，参保率达{x}%，较序时进度快。",
    "安装智能门禁的单元{P}个，占全部{W}个单元的{x}%。",
    "预算安排{W}万元，实际支出{P}万元，执行率为{x}%。",
    "有{P}户居民按时缴费，占总户数{W}户的{x}%。",
    "接种疫苗{P}人，接种率{x}%（应接种{W}人）。",
    "共抽取样品{W}批次，检出合格样品{P}批次，合格率为{x}%。",
    "{W}件代表建议全部答复，其中已解决或列入计划解决的{P}件，占{x}%。",
    "在岗网格员{W}人，持证上岗{P}人，持证率{x}%。",
    "全年下达征收任务{W}万元，入库{P}万元，完成任务的{x}%。",
    "需维修电梯{W}部，目前修复{P}部，修复率{x}%。",
    "入户走访{W}户，其中对环境卫生表示满意的{P}户，满意率{x}%。",
    "登记在册志愿者{W}人，年内参加过活动的{P}人，活跃率仅为{x}%。",
)
GROWTH = (
    "实现营业收入{B}万元，比上年同期的{A}万元增长{x}%。",
    "夜间经济集聚区客流量{B}人次，较改造前的{A}人次增长{x}%。",
    "受理矛盾纠纷{B}件，与去年同期{A}件相比上升{x}%。",
    "财政投入从2022年的{A}万元增长到2024年的{B}万元，增长{x}%。",
    "2024年办理法律援助{B}件，2023年为{A}件，同比增长{x}%。",
    "专业合作社由{A}家发展到{B}家，增长{x}%。",
    "日均供水量{B}吨，环比上月{A}吨增长{x}%。",
    "社会组织数量从年初的{A}个增至目前的{B}个，增幅{x}%。",
)
FALL = (
    "电动自行车火灾{B}起，上年同期{A}起，下降{x}%。",
    "行政成本由{A}万元压缩至{B}万元，降幅达{x}%。",
    "12345重复来电{B}件，比去年{A}件下降了{x}%。",
    "发案数同比由{A}起降到{B}起，下降{x}%。",
)
DIFFERENCE = (
    "应改造燃气立管{W}户，完成{P}户，尚余{x}户。",
    "今年共立案{B}件，比去年（{A}件）增加{x}件。",
    "计划出动{W}人次，实际出动{P}人次，少{x}人次。",
    "收入{W}万元，支出{P}万元，结余{x}万元。",
    "现有公厕{B}座，较2020年的{A}座增加{x}座。",
    "总床位{W}张，已入住{P}张，剩余{x}张。",
    "从{A}个网格调整为{B}个网格，增加{x}个。",
)
POINTS = (
    "二次供水改造完成率达{B}%，比上月（{A}%）提高{x}个百分点。",
    "居民知晓率从{A}%提升到{B}%，提升{x}个百分点。",
    "垃圾分类准确率为{B}%，较年初的{A}%提高了{x}个百分点。",
    "测评得票率{B}%，上次为{A}%，提高{x}个百分点。",
)
SUM = (
    "本年收入合计{T}万元：一般公共预算拨款{L}万元，政府性基金{M}万元，其他收入{N}万元。",
    "会费收入{L}万元，捐赠收入{M}万元，利息收入{N}万元，收入总计{T}万元。",
    "全县三个片区分别完成{L}户、{M}户、{N}户，合计{T}户。",
    "共办理{T}件，其中：即时办结{L}件，限期办结{M}件，转办{N}件。",
    "参会{T}人，包括代表{L}人、列席{M}人、工作人员{N}人。",
    "总投资{T}万元，其中上级补助{L}万元，县级配套{M}万元，群众自筹{N}万元。",
    "发放甲类补贴{L}人、乙类补贴{M}人、丙类补贴{N}人，共计{T}人。",
    "排查经营场所{L}处、居民楼{M}处、工地{N}处，三类场所共{T}处。",
)
PER_CAPITA = (
    "全年集体分红{T}元，分给{C}户，户均分红{x}元。",
    "{C}名社工服务{T}户，人均服务{x}户。",
    "组织观影{C}场，观众{T}人次，平均每场{x}人次。",
    "共种植果树{T}株，分布在{C}个村，村均{x}株。",
    "管护面积{T}平方米，管护人员{C}人，人均管护{x}平方米。",
    "投入奖补资金{T}元，奖补{C}户，户均奖补{x}元。",
)


def more(kind: str, rng: random.Random) -> Piece:
    """Return a piece of the second set, of one of the kinds told in sentences."""
    return {
        "percentage": _percentage,
        "growth": _growth,
        "difference": _difference,
        "sum": _total,
        "per_capita": _per_capita,
    }[kind](rng)


def _percentage(rng: random.Random) -> Piece:
    whole = rng.randint(40, 4000)
    part = rng.randint(max(1, whole // 6), whole - 1)
    right = rounded(Fraction(100 * part, whole), rng.choice((1, 1, 2)))
    return fill(rng, "percentage", rng.choice(PERCENTAGE), right, W=whole, P=part)


def _growth(rng: random.Random) -> Piece:
    old = rng.randint(60, 6000)
    is_rise = rng.random() < 0.6
    change = rng.randint(max(2, old // 40), max(4, old // 2))
    new = old + change if is_rise else old - change
    right = rounded(Fraction(100 * change, old), 1)
    return fill(rng, "growth", rng.choice(GROWTH if is_rise else FALL), right, A=old, B=new)


def _difference(rng: random.Random) -> Piece:
    if rng.random() < 0.35:
        old, gap = Fraction(rng.randint(300, 900), 10), Fraction(rng.randint(5, 95), 10)
        right, figures = rounded(gap, 1), {"A": rounded(old, 1), "B": rounded(old + gap, 1)}
        return fill(rng, "difference", rng.choice(POINTS), right, **figures)
    low, gap_count = rng.randint(20, 900), rng.randint(6, 300)
    high = low + gap_count
    return fill(rng, "difference", rng.choice(DIFFERENCE), str(gap_count), W=high, P=low, A=low, B=high)


def _total(rng: random.Random) -> Piece:
    parts = [rng.randint(30, 4000) for _ in range(3)]
    named = dict(zip("LMN", map(str, parts), strict=True))
    return fill(rng, "sum", rng.choice(SUM).replace("{T}", "{x}"), str(sum(parts)), **named)


def _per_capita(rng: random.Random) -> Piece:
    count = rng.randint(8, 400)
    whole = count * rng.randint(3, 900) + rng.randint(0, count)
    right = rounded(Fraction(whole, count), rng.choice((0, 1)))
    return fill(rng, "per_capita", rng.choice(PER_CAPITA), right, T=whole, C=count)
