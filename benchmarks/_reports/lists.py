"""Claims that span lines or places: tables, ranks, lists that are counted, figures told twice, unit slips."""

import random
from fractions import Fraction

from .numbers import Piece, han, rounded, slip

STREETS = (
    "城东街道",
    "河西街道",
    "北关街道",
    "南湖街道",
    "文昌街道",
    "新桥镇",
    "石塘镇",
    "柳林镇",
    "高坪乡",
    "云台街道",
)
_HEADS = (
    ("单位", ("垃圾分类投放点（个）", "宣传活动（场）", "志愿者（人）")),
    ("街道（镇）", ("计划改造（户）", "已签约（户）", "已完工（户）")),
    ("单位", ("一季度", "二季度", "三季度")),
    ("属地", ("受理量", "办结量", "转办量")),
)
COUNTED = (
    (
        "重点抓好以下{x}项工作：",
        ("清理堆物", "修补路面", "规范停车", "增设座椅", "疏通管道", "粉刷楼道"),
        "、",
        "。",
    ),
    (
        "指挥部下设{x}个工作组：",
        ("综合协调组", "宣传发动组", "工程推进组", "督导考核组", "资金保障组"),
        "、",
        "。",
    ),
    (
        "试点范围包括{x}个社区：",
        ("桂花社区", "春晓社区", "望江社区", "书院社区", "大井社区", "枫林社区"),
        "、",
        "。",
    ),
    ("{x}个街道（", ("城东街道", "河西街道", "北关街道", "文昌街道", "云台街道"), "、", "）已率先完成任务。"),
)
ASPECTS = (
    "一是部分点位反弹，{}", "二是居民参与面不广，{}", "三是经费筹集渠道单一，{}", "四是长效管护跟不上，{}", "五是专业人才缺乏，{}",
)  # fmt: skip
_TAILS = ("需要持续用力", "影响了整体进度", "与群众期盼还有差距", "有待进一步破解")
_FIXED = (
    ("全区共有社区{x}个", "覆盖全区{x}个社区", (40, 160), ""),
    ("全年累计完成投资{x}万元", "全年累计完成投资{x}万元，创近年新高", (1200, 9800), ""),
    ("全县共创建示范小区{x}个", "目前，全县共创建示范小区{x}个", (21, 96), ""),
    ("全镇常住人口{x}人", "以全镇常住人口{x}人为基数开展测算", (12000, 98000), ""),
    ("共排查各类隐患{x}处", "如前所述，共排查各类隐患{x}处", (210, 990), ""),
    ("全年共服务群众{x}人次", "一年来，全年共服务群众{x}人次，受到好评", (2100, 9900), ""),
)


def column_total(rng: random.Random) -> Piece:
    """A table whose 合计 row does not hold in one column."""
    head, columns, names, rows = _figures(rng)
    totals = [str(sum(row[i] for row in rows)) for i in range(len(columns))]
    at = rng.randrange(len(columns))
    last = ["{x}" if i == at else t for i, t in enumerate(totals)]
    label = rng.choice(("合计", "总计", "合　计", "全区合计"))
    lines = [[head, *columns], *([n, *map(str, r)] for n, r in zip(names, rows, strict=True)), [label, *last]]
    return Piece("table_column", _table(rng, lines), totals[at], slip(rng, totals[at]), is_block=True)


def row_total(rng: random.Random) -> Piece:
    """A table whose 小计 column does not hold in one row."""
    head, _, names, rows = _figures(rng)
    columns = rng.choice(
        (("一月", "二月", "三月"), ("男", "女", "未登记"), ("A类", "B类", "C类"), ("市容", "环卫", "停车"))
    )
    at = rng.randrange(len(rows))
    right = str(sum(rows[at]))
    lines = [[head, *columns, rng.choice(("合计", "小计", "总数"))]]
    for i, (name, row) in enumerate(zip(names, rows, strict=True)):
        lines.append([name, *map(str, row), "{x}" if i == at else str(sum(row))])
    return Piece("table_row", _table(rng, lines), right, slip(rng, right), is_block=True)


def rate_column(rng: random.Random) -> Piece:
    """A table with a rate worked out from two of its columns."""
    part, whole, rate = rng.choice(
        (
            ("已完成", "任务数", "完成率"),
            ("办结数", "受理数", "办结率"),
            ("合格数", "抽检数", "合格率"),
            ("到位资金（万元）", "计划资金（万元）", "到位率"),
        )
    )
    names = rng.sample(STREETS, rng.randint(3, 6))
    wholes = [rng.randint(30, 400) for _ in names]
    parts = [rng.randint(w // 2, w) for w in wholes]
    rates = [rounded(Fraction(100 * p, w), 1) for p, w in zip(parts, wholes, strict=True)]
    at = rng.randrange(len(names))
    lines = [["单位", whole, part, rate]]
    for i, name in enumerate(names):
        lines.append([name, str(wholes[i]), str(parts[i]), ("{x}" if i == at else rates[i]) + "%"])
    return Piece("table_rate", _table(rng, lines), rates[at], slip(rng, rates[at]), is_block=True)


def rank(rng: random.Random) -> Piece:
    """A rank that the scores beside it refute, in a table or in a sentence."""
    names = rng.sample(STREETS, rng.randint(4, 7))
    scores = rng.sample(range(7500, 9900), len(names))
    order = sorted(range(len(names)), key=lambda i: -scores[i])
    places = {i: place for place, i in enumerate(order, 1)}
    at = rng.randrange(len(names))
    right = str(places[at])
    wrong = str(rng.choice([p for p in range(1, len(names) + 1) if p != places[at]]))
    shown = [rounded(Fraction(s, 100), 2) for s in scores]
    if rng.random() < 0.5:
        lines = [["单位", rng.choice(("得分", "综合得分", "考评得分")), rng.choice(("排名", "名次", "位次"))]]
        lines += [[names[i], shown[i], "{x}" if i == at else str(places[i])] for i in range(len(names))]
        return Piece("rank", _table(rng, lines), right, wrong, is_block=True)
    said = rng.choice(("{n}{s}分，排名第{p}", "{n}得分{s}分，位列第{p}", "{n}以{s}分居第{p}位"))
    items = [
        said.format(n=names[i], s=shown[i], p="{x}" if i == at else places[i]) for i in range(len(names))
    ]
    return Piece("rank", f"从考评结果看，{'；'.join(items)}。", right, wrong)


def counted_list(rng: random.Random) -> Piece:
    """A number of things, then the things."""
    if rng.random() < 0.5:
        lead, items, mark, end = rng.choice(COUNTED)
        chosen = rng.sample(items, rng.randint(3, len(items)))
        count = len(chosen)
        text = lead + mark.join(chosen) + end
    else:
        count = rng.randint(3, 5)
        lead = rng.choice(
            ("当前主要存在{x}个方面的问题：", "工作中还有{x}个突出问题。", "概括起来，有以下{x}点不足：")
        )
        text = lead + "；".join(a.format(rng.choice(_TAILS)) for a in ASPECTS[:count]) + "。"
    write = rng.choice((str, han))
    wrong = rng.choice([n for n in (count - 1, count + 1) if n >= 2])
    return Piece("list_count", text, write(count), write(wrong))


def told_twice(rng: random.Random) -> Piece:
    """The same figure in the opening and again later."""
    first, again, (low, high), _ = rng.choice(_FIXED)
    right = str(rng.randint(low, high))
    return Piece("repeated", again + "。", right, slip(rng, right), echo=first.replace("{x}", right))


def unit_slip(rng: random.Random) -> Piece:
    """A right number with the wrong unit."""
    parts = [rng.randint(12, 90) for _ in range(3)]
    households, each = rng.randint(20, 90), rng.randint(600, 3000)
    spent = Fraction(households * each, 10_000)
    hectares = rng.randint(3, 60)
    return rng.choice(
        (
            Piece(
                "unit",
                f"慰问困难家庭{households}户，发放慰问金{rounded(spent, 2)}万元，户均{{x}}。",
                f"{each}元",
                f"{each}万元",
            ),
            Piece(
                "unit",
                f"共筹集资金{sum(parts)}万元，其中财政补助{parts[0]}万元、企业捐助{parts[1]}万元、居民自筹{{x}}。",
                f"{parts[2]}万元",
                f"{parts[2]}元",
            ),
            Piece(
                "unit",
                f"新增绿地{hectares}公顷（即{{x}}）。",
                f"{hectares * 10_000}平方米",
                rng.choice((f"{hectares * 1000}平方米", f"{hectares * 10_000}亩")),
            ),
            Piece(
                "unit",
                f"两块地面积分别为{hectares * 15}亩和{hectares * 30}亩，合计{hectares * 45}亩，折合{{x}}。",
                f"{hectares * 3}公顷",
                f"{hectares * 3}平方米",
            ),
        )
    )


def _figures(rng: random.Random) -> tuple[str, tuple[str, ...], list[str], list[list[int]]]:
    head, columns = rng.choice(_HEADS)
    names = rng.sample(STREETS, rng.randint(3, 6))
    return head, columns, names, [[rng.randint(12, 480) for _ in columns] for _ in names]


def _table(rng: random.Random, lines: list[list[str]]) -> str:
    style = rng.choice(("tab", "bar", "framed"))
    if style == "tab":
        return "\n".join("\t".join(line) for line in lines)
    if style == "bar":
        return "\n".join(" | ".join(line) for line in lines)
    framed = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([framed[0], "|" + "---|" * len(lines[0]), *framed[1:]])
