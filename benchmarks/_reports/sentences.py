"""One-line claims as reports tell them: shares, rates, changes, totals, averages.

In the patterns W is a whole, P its part, A and B the values before and after, T a total, C a count,
L, M and N the parts of a total; {x} is the stated figure. Figures are drawn to suit the sentence.
"""

import random
from fractions import Fraction

from .numbers import Piece, han, rounded, slip

PERCENTAGE = (
    "全区共有党员{W}名，其中女党员{P}名，占{x}%。",
    "今年以来共收到群众诉求{W}件，已办结{P}件，办结率为{x}%。",
    "辖区{W}个小区中，已成立业主委员会的有{P}个，占比{x}%。",
    "年初计划改造老旧小区{W}个，目前已完工{P}个，完成率{x}%。",
    "全年计划投资{W}万元，截至9月底完成投资{P}万元，占年度计划的{x}%。",
    "发放调查问卷{W}份，收回有效问卷{P}份，有效回收率{x}%。",
    "抽查餐饮单位{W}家，合格{P}家，合格率达{x}%。",
    "60岁及以上老年人口{P}人，占常住人口{W}人的{x}%。",
    "目标任务{W}人，实际培训{P}人，完成目标任务的{x}%。",
    "第三季度受理事项{W}件、办结{P}件，办结率达到{x}%。",
    "在册低保对象{W}人，已走访{P}人，走访率为{x}%。",
    "需整治乱点{W}处，累计整治{P}处，整治完成率为{x}%。",
    "共排查隐患{W}处，整改到位{P}处，整改率{x}%，其余正在推进。",
    "{W}名网格员中，大专以上学历的{P}名，占总数的{x}%。",
    "签约居民{P}户，占应签约{W}户的{x}%。",
    "年度预算{W}万元，已支出{P}万元，预算执行率{x}%。",
    "垃圾分类投放点应建{W}个，实建{P}个，覆盖率{x}%。",
    "共登记流动人口{W}人，办理居住证{P}人，办证率{x}%，走在全市前列。",
    "参加测评的{W}名干部中，{P}名评为优秀等次，优秀率为{x}%。",
    "物业费应收{W}万元，实收{P}万元，收缴率{x}%。",
    "接到报警求助{W}起，其中家庭纠纷{P}起，占全部警情的{x}%。",
    "完成房屋安全鉴定{P}栋，占需鉴定房屋{W}栋的{x}%。",
    "调解成功率为{x}%（受理{W}起，成功{P}起）。",
    "全镇行政村{W}个，集体经济收入超过20万元的村{P}个，占比达{x}%。",
    "加装电梯申请{W}台，获批{P}台，批准率约{x}%。",
    "共有居民{W}户，其中出租户{P}户，占总户数的比重为{x}%。",
)
GROWTH = (
    "完成社会消费品零售总额{B}万元，上年同期为{A}万元，同比增长{x}%。",
    "游客接待量由去年的{A}人次增加到{B}人次，增长{x}%。",
    "全年接待来访{B}批次，较上年的{A}批次增长{x}%。",
    "志愿服务时长由{A}小时增至{B}小时，增幅达{x}%。",
    "城乡居民医保参保{B}人，比2022年的{A}人增加了{x}%。",
    "今年投入管护经费{B}万元，去年为{A}万元，增长{x}%。",
    "一般公共预算收入从{A}万元提高到{B}万元，增长了{x}%。",
    "新登记经营主体{B}户，上年同期{A}户，同比上升{x}%。",
    "社区食堂月均就餐{B}人次，比开业首月的{A}人次增长{x}%。",
    "实有注册志愿者{B}名，较年初{A}名增长{x}%。",
    "12345热线转办单{B}件，环比上月的{A}件上升{x}%。",
    "图书借阅量达{B}册次，同比增长{x}%（上年{A}册次）。",
)
FALL = (
    "全年发生火灾{B}起，较去年的{A}起下降{x}%。",
    "信访总量由{A}件下降到{B}件，降幅为{x}%。",
    "刑事警情{B}起，同比去年的{A}起下降{x}%。",
    "会议数量从{A}次压减到{B}次，减少{x}%。",
    "三公经费支出{B}万元，上年同期{A}万元，同比下降{x}%。",
    "重复投诉{B}件，比上季度的{A}件减少{x}%。",
    "垃圾清运量由每日{A}吨降至{B}吨，下降{x}%。",
)
DIFFERENCE = (
    "排查出问题{W}个，已整改{P}个，尚有{x}个正在整改。",
    "签订共建协议单位{B}家，比上年的{A}家增加{x}家。",
    "应拆除违建{W}处，已拆除{P}处，剩余{x}处。",
    "年末停车泊位{B}个，较年初的{A}个增加{x}个。",
    "全年计划建设口袋公园{W}个，建成{P}个，其余{x}个明年开工。",
    "下达资金{W}万元，已拨付{P}万元，结余{x}万元。",
    "夜间照明路灯由{A}盏增加到{B}盏，增加{x}盏。",
    "今年开展文艺演出{B}场，上年{A}场，同比多{x}场。",
    "共征集意见{W}条，采纳{P}条，未采纳的{x}条已逐一说明。",
    "养老床位从{A}张增加到{B}张，净增{x}张。",
)
FALL_DIFFERENCE = (
    "发生物业纠纷{B}起，比去年同期的{A}起减少{x}起。",
    "空置商铺由{A}间减少到{B}间，减少{x}间。",
    "平均办理时长由{A}分钟压缩到{B}分钟，缩短{x}分钟。",
)
POINTS = (
    "群众满意度由{A}%提高到{B}%，提高{x}个百分点。",
    "生活垃圾回收利用率{B}%，比上年的{A}%提高{x}个百分点。",
    "物业费收缴率从{A}%上升到{B}%，上升了{x}个百分点。",
    "案件办结率为{B}%，较上季度{A}%上升{x}个百分点。",
    "绿地率达到{B}%，去年同期为{A}%，提升{x}个百分点。",
    "城镇化率由{A}%提升至{B}%，提升{x}个百分点。",
    "平安建设知晓率{B}%，与去年的{A}%相比，提高{x}个百分点。",
)
SUM = (
    "共投入资金{T}万元，其中财政拨款{L}万元、单位自筹{M}万元、社会捐助{N}万元。",
    "全年开展各类活动{T}场次，其中文体活动{L}场次，科普活动{M}场次，志愿服务活动{N}场次。",
    "财政补助{L}万元，企业赞助{M}万元，居民自筹{N}万元，合计{T}万元。",
    "全区现有社区工作者{T}名，其中社区党组织成员{L}名、居委会成员{M}名、专职网格员{N}名。",
    "共发现问题{T}个，市容类、环卫类、设施类分别为{L}个、{M}个、{N}个。",
    "一季度{L}件，二季度{M}件，三季度{N}件，前三季度共计{T}件。",
    "栽植乔木{L}株、灌木{M}株、竹类{N}株，共{T}株。",
    "改造管网{T}米：供水{L}米、排水{M}米、燃气{N}米。",
    "发放宣传品{T}份，包括折页{L}份、海报{M}份、倡议书{N}份。",
    "全镇共有人口{T}人，由户籍人口{L}人、外来人口{M}人和寄住人口{N}人组成。",
    "共受理事项{T}件（咨询{L}件、投诉{M}件、求助{N}件）。",
    "东片区完成{L}户，西片区完成{M}户，南片区完成{N}户，三个片区累计完成{T}户。",
    "总投资{T}万元，其中土建{L}万元，设备{M}万元，其他费用{N}万元。",
    "评定一级网格{L}个，二级网格{M}个，三级网格{N}个，总计{T}个。",
)
PER_CAPITA = (
    "全年发放救助金{T}元，惠及{C}人，人均{x}元。",
    "举办讲座{C}场，参加{T}人次，场均{x}人次。",
    "配备专职网格员{T}名，划分网格{C}个，平均每个网格{x}名。",
    "公园绿地面积{T}平方米，常住人口{C}人，人均公园绿地{x}平方米。",
    "为{C}户困难家庭发放慰问金{T}元，户均{x}元。",
    "{C}个食堂日供餐{T}份，平均每个食堂{x}份。",
    "安排经费{T}元，覆盖{C}个社区，平均每个社区{x}元。",
    "现有图书{T}册，服务居民{C}人，人均藏书{x}册。",
    "流转土地{C}亩，支付租金{T}元，亩均{x}元。",
    "共有楼栋长{C}名，联系居民{T}户，平均每名楼栋长联系{x}户。",
)


def percentage(rng: random.Random) -> Piece:
    """A part of a whole in per cent."""
    whole = rng.choice((rng.randint(30, 200), rng.randint(200, 3000), rng.randint(3000, 60000)))
    part = rng.randint(max(1, whole // 8), whole - 1)
    right = rounded(Fraction(100 * part, whole), rng.choice((0, 1, 1, 2)))
    pattern = rng.choice(PERCENTAGE)
    if "约" in pattern:
        right = rounded(Fraction(100 * part, whole), 0)
    return fill(rng, "percentage", pattern, right, W=whole, P=part)


def share(rng: random.Random) -> Piece:
    """Classes with their shares, one of them stated wrong."""
    parts = [rng.randint(40, 900) for _ in range(3)]
    total = sum(parts)
    said = [rounded(Fraction(100 * p, total), 1) for p in parts]
    at = rng.randrange(3)
    shown = ["{x}" if i == at else said[i] for i in range(3)]
    a, b, c = parts
    pattern = rng.choice(
        (
            f"全年受理投诉{total}件。其中，噪声类{a}件，占{shown[0]}%；停车类{b}件，占{shown[1]}%；卫生类{c}件，占{shown[2]}%。",
            f"在{total}名受访居民中，表示“非常满意”的{a}人，占{shown[0]}%；“基本满意”的{b}人，占{shown[1]}%；“不满意”的{c}人，占{shown[2]}%。",
            f"从来源看，共收到线索{total}条，网格上报{a}条、占{shown[0]}%，热线转办{b}条、占{shown[1]}%，自查发现{c}条、占{shown[2]}%。",
            f"现有从业人员{total}人，按年龄分，35岁以下{a}人（{shown[0]}%），36至50岁{b}人（{shown[1]}%），51岁以上{c}人（{shown[2]}%）。",
            f"{total}户住户中，自住{a}户、出租{b}户、空置{c}户，分别占{shown[0]}%、{shown[1]}%、{shown[2]}%。",
        )
    )
    return Piece("share", pattern, said[at], _unlike(rng, said[at], said))


def growth(rng: random.Random) -> Piece:
    """A change in per cent, up or down."""
    old = rng.randint(40, 9000)
    if rng.random() < 0.6:
        new = old + rng.randint(max(2, old // 50), max(4, old // 2))
        pattern = rng.choice(GROWTH)
    else:
        new = old - rng.randint(max(2, old // 50), max(3, old // 2))
        pattern = rng.choice(FALL)
    right = rounded(Fraction(100 * (new - old), old), rng.choice((1, 1, 2)))
    return fill(rng, "growth", pattern, right, A=old, B=new)


def difference(rng: random.Random) -> Piece:
    """What is left, more or fewer, and changes of rates in percentage points."""
    how = rng.random()
    if how < 0.35:
        old = Fraction(rng.randint(300, 900), 10)
        new = old + Fraction(rng.randint(5, 95), 10)
        right = rounded(new - old, 1)
        return fill(rng, "difference", rng.choice(POINTS), right, A=rounded(old, 1), B=rounded(new, 1))
    low, gap = rng.randint(20, 900), rng.randint(6, 300)
    high = low + gap
    if how < 0.5:
        return fill(rng, "difference", rng.choice(FALL_DIFFERENCE), str(gap), A=high, B=low)
    return fill(rng, "difference", rng.choice(DIFFERENCE), str(gap), W=high, P=low, A=low, B=high)


def total(rng: random.Random) -> Piece:
    """A total with all its parts; the total is the stated figure."""
    places = rng.choice((0, 0, 0, 1))
    pattern = rng.choice(SUM)
    if "万元" not in pattern:
        places = 0
    parts = [Fraction(rng.randint(30, 4000), 10**places) for _ in range(3)]
    right = rounded(sum(parts, Fraction(0)), places)
    return fill(
        rng,
        "sum",
        pattern.replace("{T}", "{x}"),
        right,
        **dict(zip("LMN", [rounded(p, places) for p in parts], strict=True)),
    )


def per_capita(rng: random.Random) -> Piece:
    """A total over a count."""
    count, places = rng.randint(8, 900), rng.choice((0, 1))
    total_value = count * rng.randint(3, 900) + rng.randint(0, count)
    right = rounded(Fraction(total_value, count), places)
    return fill(rng, "per_capita", rng.choice(PER_CAPITA), right, T=total_value, C=count)


def per_cent_or_points(rng: random.Random) -> Piece:
    """A change of a rate told in per cent where percentage points are meant."""
    old = rng.randint(45, 80)
    gap = rng.randint(3, 16)
    pattern = rng.choice(POINTS).replace("个百分点", "")
    text = pattern.replace("{A}", str(old)).replace("{B}", str(old + gap))
    return Piece("points", text, f"{gap}个百分点", f"{gap}%")


def fill(rng: random.Random, kind: str, pattern: str, right: str, **figures: object) -> Piece:
    """Fill a pattern; now and then with thousands commas, and with one small whole number in Chinese numerals."""
    with_commas = rng.random() < 0.15
    words = {}
    for name, value in figures.items():
        text = str(value)
        if with_commas and text.isdigit() and int(text) >= 1000:
            text = f"{int(text):,}"
        words[name] = text
    text = pattern
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    if rng.random() < 0.08 and "人" in pattern:
        text = _in_numerals(text, words)
    if with_commas and right.isdigit() and int(right) >= 1000:
        right = f"{int(right):,}"
    return Piece(kind, text, right, slip(rng, right))


def _in_numerals(text: str, words: dict[str, str]) -> str:
    for word in words.values():
        if word.isdigit() and 10 < int(word) < 1000 and f"{word}人" in text:
            return text.replace(f"{word}人", f"{han(int(word))}人", 1)
    return text


def _unlike(rng: random.Random, right: str, others: list[str]) -> str:
    wrong = slip(rng, right)
    while wrong in others:
        wrong = slip(rng, right)
    return wrong
