"""A third set of sentences: values behind their change, wholes behind their share, parts without 其中, and new kinds."""

import random
from fractions import Fraction

from .numbers import Piece, rounded, slip
from .sentences import fill

PERCENTAGE = (
    "签约率{x}%（{P}/{W}）。",
    "社区食堂设餐位{W}个，午餐时段就座{P}人，上座率{x}%。",
    "全年接种{P}针次，为年度任务{W}针次的{x}%。",
    "改造楼栋{P}栋，改造率{x}%；计划数为{W}栋。",
    "完成植树{P}株，占年初计划的{x}%，年初计划为{W}株。",
    "物业公司上报线索{P}条，占线索总数的{x}%（线索总数{W}条）。",
    "{W}户搬迁户中{P}户已入住新居，入住率达{x}%。",
    "本轮换届应参选{W}人，参加投票{P}人，参选率{x}%。",
    "楼门长由居民推选产生的{P}名，占楼门长总数{W}名的{x}%。",
    "截至月底共收到预约{W}单，按时上门{P}单，按时上门率为{x}%。",
)
GROWTH = (
    "全年售出门票{B}张，增长{x}%，上年为{A}张。",
    "窗口办件量2023年为{A}件，2024年为{B}件，增长{x}%。",
    "绿道骑行{B}人次，较上年增加{D}人次、增长{x}%，上年为{A}人次。",
    "网上办件增长{x}%，由{A}件增至{B}件。",
    "年初登记志愿者{A}人，年末{B}人，增长{x}%。",
    "三季度受理咨询{B}件，环比二季度的{A}件上升{x}%。",
    "比上年同期的{A}台次增长{x}%，达到{B}台次。",
)
FALL = (
    "盗窃警情由去年的{A}起下降为{B}起，降幅{x}%。",
    "投诉量下降{x}%，从{A}件降到{B}件。",
    "去年查处违停{A}起，今年{B}起，下降{x}%。",
    "用电量{B}度，减少{x}%（上年{A}度）。",
)
DIFFERENCE = (
    "应到代表{W}名，实到{P}名，缺席{x}名。",
    "收到来信{W}封，已答复{P}封，尚未答复{x}封。",
    "核定编制{W}名，在岗{P}名，空缺{x}名。",
    "今年办结{B}件，比上年的{A}件多{x}件。",
    "最高得票{B}票，最低{A}票，相差{x}票。",
    "年初在册{A}户，年底{B}户，净增{x}户。",
)
POINTS = (
    "达标率{B}%，高于全市平均水平（{A}%）{x}个百分点。",
    "好评率提高{x}个百分点，由{A}%升至{B}%。",
    "一季度知晓率{A}%，二季度{B}%，上升{x}个百分点。",
    "入园率{B}%，提高{x}个百分点，上年为{A}%。",
)
SUM = (
    "专班共有成员{T}人，设综合组{L}人，督导组{M}人，宣传组{N}人。",
    "修缮屋面{L}处，疏通管道{M}处，更换灯具{N}处，共计{T}处。",
    "全年收入{T}元，其中会费{L}元；捐赠{M}元；利息{N}元。",
    "2022年至2024年分别改造{L}户、{M}户、{N}户，三年合计{T}户。",
    "慰问物资折价{T}元（米面{L}元、食用油{M}元、棉被{N}元）。",
)
PER_CAPITA = (
    "网格{C}个，网格员{T}名，每个网格配{x}名。",
    "{C}名调解员全年调解纠纷{T}起，平均每名调解员调解{x}起。",
    "食堂运营{C}天，供餐{T}份，日均{x}份。",
    "新建驿站{C}座，总面积{T}平方米，平均每座{x}平方米。",
    "书屋{C}间，藏书{T}册，平均每间{x}册。",
)


_ROUNDED = Fraction(3, 10)
"""What four shares rounded to a tenth may miss of the whole, and a little more."""


def third(kind: str, rng: random.Random) -> Piece:
    """Return a piece of the third set, of one of the kinds told in sentences."""
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
    right = rounded(Fraction(100 * part, whole), rng.choice((0, 1, 1)))
    return fill(rng, "percentage", rng.choice(PERCENTAGE), right, W=whole, P=part)


def _growth(rng: random.Random) -> Piece:
    old = rng.randint(60, 6000)
    change = rng.randint(max(2, old // 40), max(4, old // 2))
    is_rise = rng.random() < 0.6
    right = rounded(Fraction(100 * change, old), 1)
    new = old + change if is_rise else old - change
    return fill(rng, "growth", rng.choice(GROWTH if is_rise else FALL), right, A=old, B=new, D=change)


def _difference(rng: random.Random) -> Piece:
    if rng.random() < 0.35:
        old, gap = Fraction(rng.randint(300, 900), 10), Fraction(rng.randint(5, 95), 10)
        figures = {"A": rounded(old, 1), "B": rounded(old + gap, 1)}
        return fill(rng, "difference", rng.choice(POINTS), rounded(gap, 1), **figures)
    low, gap_count = rng.randint(20, 900), rng.randint(6, 300)
    high = low + gap_count
    return fill(rng, "difference", rng.choice(DIFFERENCE), str(gap_count), W=high, P=low, A=low, B=high)


def _total(rng: random.Random) -> Piece:
    parts = [rng.randint(30, 4000) for _ in range(3)]
    named = dict(zip("LMN", map(str, parts), strict=True))
    return fill(rng, "sum", rng.choice(SUM).replace("{T}", "{x}"), str(sum(parts)), **named)


def _per_capita(rng: random.Random) -> Piece:
    count = rng.randint(8, 300)
    whole = count * rng.randint(3, 900) + rng.randint(0, count)
    right = rounded(Fraction(whole, count), rng.choice((0, 1)))
    return fill(rng, "per_capita", rng.choice(PER_CAPITA), right, T=whole, C=count)


def times(rng: random.Random) -> Piece:
    """How many times as many, or how many times more."""
    old = rng.randint(20, 900)
    if rng.random() < 0.5:
        new = old * rng.randint(2, 6) + rng.randint(0, old)
        pattern = rng.choice(
            ("今年培训{B}人次，是去年{A}人次的{x}倍。", "现有泊位{B}个，相当于改造前{A}个的{x}倍。")
        )
        return fill(rng, "times", pattern, rounded(Fraction(new, old), 1), A=old, B=new)
    new = old * rng.randint(2, 6) + rng.randint(0, old)
    pattern = rng.choice(
        ("月均客流由{A}人次增加到{B}人次，增长{x}倍。", "线上咨询{B}件，比上年的{A}件增长{x}倍。")
    )
    return fill(rng, "times", pattern, rounded(Fraction(new - old, old), 1), A=old, B=new)


def remainder(rng: random.Random) -> Piece:
    """Shares of one whole of which the last is what the others leave."""
    first, second = rng.randint(300, 480), rng.randint(150, 300)
    third_share = rng.randint(60, 140)
    a, b, c = (rounded(Fraction(n, 10), 1) for n in (first, second, third_share))
    right = rounded(Fraction(1000 - first - second - third_share, 10), 1)
    pattern = rng.choice(
        (
            f"从诉求类型看，物业类占{a}%，停车类占{b}%，噪声类占{c}%，其他占{{x}}%。",
            f"从资金来源看，财政占{a}%、企业占{b}%、社会捐助占{c}%、其他渠道占{{x}}%。",
        )
    )
    wrong = slip(rng, right)
    while abs(Fraction(wrong) - Fraction(right)) <= _ROUNDED:
        wrong = slip(rng, right)
    return Piece("remainder", pattern, right, wrong)


def balance(rng: random.Random) -> Piece:
    """A closing balance of what was carried over, received and spent."""
    carried, received = rng.randint(300, 3000), rng.randint(5000, 30000)
    spent = rng.randint(3000, received)
    right = str(carried + received - spent)
    pattern = rng.choice(
        (
            f"上年结转{carried}元，本年收入{received}元，本年支出{spent}元，年末结余{{x}}元。",
            f"期初余额{carried}元，本期收入{received}元，本期支出{spent}元，期末余额{{x}}元。",
        )
    )
    return Piece("balance", pattern, right, slip(rng, right))
