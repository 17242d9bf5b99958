"""The community's report at the tea party, from the records: what became of last year's opinions, what was done."""

from datetime import date

from gongjian.apps.cobuilding.choices.pairings import OpinionOutcome, OpinionStatus
from gongjian.apps.cobuilding.models import TeaParty, UnitOpinion
from gongjian.apps.documents.selectors.composing import Source, told
from gongjian.core.figures import Period
from gongjian.engines.officialdoc import chinese_numeral

MOST_LINES = 60


def report_body(party: TeaParty) -> str:
    """Write the report of a year. Each figure is quoted from the registry; households are in none of it."""
    source = Source(party.place_code, Period(date(party.year, 1, 1), date(party.year, 12, 31)), {})
    parts = [("结对和互访", _pairings(source)), ("共建成效", _given(source))]
    if party.previous is not None:
        parts.insert(0, ("上次各单位意见办理情况", _answers(source, party.previous)))
    parts.append(("新一年的工作任务", _plans(party)))
    lines = []
    for number, (heading, told_lines) in enumerate(parts, start=1):
        lines += [f"{chinese_numeral(number)}、{heading}", *told_lines]
    return "\n".join(lines)


def _answers(source: Source, before: TeaParty) -> list[str]:
    said = told(
        source,
        [
            ("上次茶话会各单位提出意见", "cobuilding.opinions"),
            ("按期答复率", "cobuilding.opinions_in_time"),
            ("经单位确认办结", "cobuilding.opinions_confirmed"),
        ],
        "上次茶话会没有记下意见。",
        tea_party=before.pk,
    )
    opinions = UnitOpinion.objects.filter(party=before).select_related("organisation").order_by("pk")
    return [said, *(_answer(opinion) for opinion in opinions[:MOST_LINES])]


def _answer(opinion: UnitOpinion) -> str:
    text = opinion.text.rstrip("。")
    if not opinion.answer:
        return f"{opinion.organisation}提出“{text}”，还在办理。"
    outcome = OpinionOutcome(opinion.outcome).label
    end = "，单位已确认" if opinion.status == OpinionStatus.CONFIRMED else ""
    return f"{opinion.organisation}提出“{text}”，{outcome}{end}：{opinion.answer.rstrip('。')}。"


def _pairings(source: Source) -> list[str]:
    return [
        told(
            source,
            [
                ("在结对", "cobuilding.pairings"),
                ("一年来互访、走访和联办", "cobuilding.pairing_visits"),
                ("其中联办活动", "cobuilding.pairing_joint"),
                ("参加", "cobuilding.pairing_people"),
            ],
            "还没有结对。",
        )
    ]


def _given(source: Source) -> list[str]:
    return [
        told(
            source,
            [
                ("各单位确认的交付", "cobuilding.deliveries"),
                ("服务", "cobuilding.served"),
                ("服务时长", "cobuilding.hours"),
                ("投入", "cobuilding.value"),
                ("约定兑现率", "cobuilding.kept"),
            ],
            "本年没有确认的共建交付。",
        )
    ]


def _plans(party: TeaParty) -> list[str]:
    """Write what was promised for a day that is still to come."""
    rows = UnitOpinion.objects.filter(
        place_code=party.place_code, outcome=OpinionOutcome.PLANNED, ended_on=None, planned_on__isnull=False
    )
    lines = [
        f"（{chinese_numeral(number)}）{row.text.rstrip('。')}，"
        f"{row.planned_on.year}年{row.planned_on.month}月{row.planned_on.day}日前办成。"
        for number, row in enumerate(rows.order_by("planned_on", "pk")[:MOST_LINES], start=1)
    ]
    return lines or ["继续按三张清单开展共驻共建，各单位在会上提的意见逐条交办、答复、由单位确认。"]
