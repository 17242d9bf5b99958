"""Put pieces together to whole reports, with unrelated figures between them."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from . import lists, sentences, sentences_third
from .numbers import Piece
from .sentences_more import more

MAKERS: dict[str, Callable[[random.Random], Piece]] = {
    "percentage": sentences.percentage,
    "share": sentences.share,
    "growth": sentences.growth,
    "difference": sentences.difference,
    "sum": sentences.total,
    "per_capita": sentences.per_capita,
    "points": sentences.per_cent_or_points,
    "rank": lists.rank,
    "list_count": lists.counted_list,
    "table_column": lists.column_total,
    "table_row": lists.row_total,
    "table_rate": lists.rate_column,
    "repeated": lists.told_twice,
    "unit": lists.unit_slip,
    "times": sentences_third.times,
    "remainder": sentences_third.remainder,
    "balance": sentences_third.balance,
}
MORE = ("percentage", "growth", "difference", "sum", "per_capita")
TITLES = (
    "青川区2024年城市精细化管理工作总结", "南栗县创建文明城市工作情况汇报", "关于2024年第三季度社区治理工作情况的报告",
    "白石镇2024年上半年工作总结", "云岭街道共建共治工作汇报", "关于全区养老服务体系建设情况的调研报告",
)  # fmt: skip
OPENINGS = (
    "今年以来，在区委、区政府的坚强领导下，各项工作稳步推进。{}现将有关情况报告如下。",
    "2024年，我们坚持以人民为中心，扎实开展各项工作。{}主要情况如下：",
    "按照会议安排，现将有关情况汇报如下。{}",
)
HEADINGS = (
    "总体情况", "主要做法", "工作成效", "重点任务推进情况", "资金使用情况", "队伍建设情况", "存在问题", "平安建设", "民生保障", "环境整治",
)  # fmt: skip
ASIDES = (
    "先后召开推进会3次，印发简报12期。",
    "其中，河西街道率先完成，用时45天。",
    "群众满意率92.3%，比上年提高1.6个百分点。",
    "注册志愿者612人，其中35岁以下不到两成。",
    "2025年力争覆盖率达到95%以上，新增泊位不少于600个。",
    "相关做法被市级以上媒体报道20余次。",
    "全长8.4公里的滨河步道已对外开放，日均客流近2000人次。",
    "对排名后3位的单位进行约谈。",
    "城乡居民人均可支配收入38620元，增长6.1%。",
    "项目占地35亩，总投资约1.2亿元，预计2026年6月竣工。",
    "流转土地1.2万亩，涉及农户1350户，自来水普及率96%。",
    "同比下降12.5%，降幅居全市前列。",
    "坚持“六个一”工作法，做到“三个到位”。",
    "按照《条例》第十二条规定，处罚86起，罚款14.5万元。",
    "每周二、周四开放，每次接待50人左右。",
    "完成年度投资计划的86%，高于序时进度3个百分点。",
    "社区党员活动室面积由80平方米扩大到150平方米。",
    "为65岁以上老人免费体检1800多人次。",
    "配备保洁员每1000人3名，垃圾桶每日清运2次。",
    "国家级示范社区2个、省级5个，数量居全市第二。",
    "全区企业总数1260家，其中规上企业86家、高新技术企业140家。",
    "第一批改造120户已入住，第二批改造进度达到60%。",
    "财政补助标准为每户3000元，最高不超过5000元。",
    "今年新增就业岗位460个，去年同期困难人员就业率为88%。",
    "调查显示，73.5%的居民支持收费停车，18.2%的居民表示视价格而定。",
    "较上年多开展活动6场，参与居民约1.1万人次。",
    "空气质量优良天数312天，优良率85.2%，PM2.5浓度下降8.3%。",
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report; `start` and `end` are where its planted figure stands, `right` what should stand there."""

    text: str
    kind: str
    start: int
    end: int
    right: str


def make_reports(seed: int, count: int, planted: bool) -> list[Report]:
    """Return seeded reports, each with exactly one planted error or with none.

    The same seed gives the same reports with and without their error.
    """
    kinds = list(MAKERS)
    return [
        _report(random.Random(f"{seed}:{number}"), kinds[number % len(kinds)], planted)
        for number in range(count)
    ]


def _report(rng: random.Random, kind: str, planted: bool) -> Report:
    bad = _make(rng, kind)
    others = [
        _make(rng, k) for k in rng.sample(list(MAKERS), rng.randint(4, 8)) if k not in ("repeated", kind)
    ]
    mark = "\x00"
    pieces = [(p, p.text.replace("{x}", p.right)) for p in others]
    pieces.insert(rng.randint(0, len(pieces)), (bad, bad.text.replace("{x}", mark)))
    text = _compose(rng, pieces, bad.echo)
    if kind == "repeated" and text.count(bad.echo) != 1:
        raise ValueError("the figure told twice must stand once in the opening")
    at = text.index(mark)
    said = bad.wrong if planted else bad.right
    return Report(text.replace(mark, said), kind, at, at + len(said), bad.right)


def _make(rng: random.Random, kind: str) -> Piece:
    """Return a piece of a kind, from any of the sets of sentences where there are several."""
    makers: list[Callable[[random.Random], Piece]] = [MAKERS[kind]]
    if kind in MORE:
        makers += [partial(more, kind), partial(sentences_third.third, kind)]
    return rng.choice(makers)(rng)


def _compose(rng: random.Random, pieces: list[tuple[Piece, str]], echo: str) -> str:
    opening = rng.choice(OPENINGS).format(f"{echo}。" if echo else "")
    lines = [rng.choice(TITLES), "", opening]
    headings = rng.sample(HEADINGS, 4)
    for number, heading in enumerate(headings, 1):
        lines.append(f"{'一二三四'[number - 1]}、{heading}")
        own = pieces[(number - 1) * len(pieces) // 4 : number * len(pieces) // 4]
        lines += _section(rng, own)
    lines.append("以上报告，请审阅。")
    return "\n".join(lines) + "\n"


def _section(rng: random.Random, pieces: list[tuple[Piece, str]]) -> list[str]:
    lines, paragraph = [], ""
    for piece, text in pieces:
        if piece.is_block:
            lines += [paragraph] if paragraph else []
            lines += ["具体情况见下表。", *text.split("\n")]
            paragraph = ""
            continue
        if rng.random() < 0.6:
            paragraph += rng.choice(ASIDES)
        paragraph += text
        if rng.random() < 0.5:
            lines.append(paragraph)
            paragraph = ""
    if paragraph or not lines:
        lines.append(paragraph + rng.choice(ASIDES))
    return lines
