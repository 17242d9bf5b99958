"""The text of an analysis: what came, where, how it was handled, who was late, what repeats, what became of the last."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from gongjian.apps.documents.selectors.composing import Source, quoted, told
from gongjian.apps.documents.selectors.markup import OFFICIAL_LANGUAGE
from gongjian.apps.matters.choices import AnalysisKind
from gongjian.apps.matters.selectors.analysis.facts import Facts, Spot, find_facts
from gongjian.apps.matters.selectors.analysis.periods import short_title
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor
from gongjian.core.figures import Period
from gongjian.engines.officialdoc import chinese_numeral

UNIT_WORDS = {AnalysisKind.WEEK: "周", AnalysisKind.MONTH: "月"}
TABLE = "[[表:收到的事项,办结的事项,在办的事项,逾期未结的事项,重新打开的次数;合计=是;空行=不列;标题=各地办理情况]]"


@dataclass(frozen=True)
class Analysis:
    """What the pieces of the text are written from."""

    kind: AnalysisKind
    source: Source
    facts: Facts
    place: str

    @property
    def this(self) -> str:
        """How the period is called: 本周, 本月."""
        return f"本{UNIT_WORDS[self.kind]}"

    @property
    def before(self) -> str:
        """How the period before is called."""
        return f"上{UNIT_WORDS[self.kind]}"

    @property
    def last_day(self) -> str:
        """The end of the period."""
        return _day(self.source.period.last_on)

    def some(self, key: str, **more: object) -> bool:
        """Say whether a count of matters is more than nothing."""
        return self.source.amount(f"matters.{key}", **more) > 0


def analysis_body(actor: Actor, kind: AnalysisKind, place_code: str, period: Period) -> str:
    """Write the text of an analysis: sentences that quote figures, each of which opens its rows."""
    source = Source(place_code, period, {})
    with override(OFFICIAL_LANGUAGE):
        one = Analysis(kind, source, find_facts(actor, source), names_of([place_code]).get(place_code, ""))
        if not any(one.some(key) for key in ("received", "closed", "open")):
            return _nothing(one)
        return _whole(one)


def _nothing(one: Analysis) -> str:
    return (
        f"{short_title(one.kind, one.source.period)}，{one.place}收到事项{_of('received')}，"
        f"办结{_of('closed')}，到{one.last_day}在办{_of('open')}。{one.this}没有要分析的事项。"
    )


def _whole(one: Analysis) -> str:
    sections = [
        ("反映情况", _raised_what(one)),
        ("分布情况", _where(one)),
        ("办理情况", _handled_how(one)),
        ("超时和退回情况", _late_who(one)),
        ("重复反映情况", _repeats_what(one)),
        (f"{one.before}所列问题落实情况", _before(one)),
        ("下步工作", _wanted(one)),
    ]
    lines = [_digest(one)]
    for number, (title, body) in enumerate(sections, start=1):
        lines += [f"{chinese_numeral(number)}、{title}", *body]
    return "\n".join(line for line in lines if line)


def _digest(one: Analysis) -> str:
    """Say the whole in a few sentences, for whoever reads no further."""
    said = [
        f"{short_title(one.kind, one.source.period)}，{one.place}共收到事项{_of('received')}，{_against(one, 'received')}；"
        f"办结{_of('closed')}。到{one.last_day}在办{_of('open')}，其中逾期{_of('overdue')}。"
    ]
    said.append(
        told(one.source, [("响应率", "matters.response_rate"), ("按期结案率", "matters.closed_in_time_rate")])
    )
    if one.facts.classes:
        said.append(f"反映较多的是{'、'.join(row.name for row in one.facts.classes[:3])}。")
    if one.facts.repeats:
        said.append(
            f"{'、'.join(dict.fromkeys(spot.place for spot in one.facts.repeats[:3]))}有同一类问题反复出现。"
        )
    if one.facts.late_units:
        said.append(f"超时较多的单位是{'、'.join(unit.name for unit in one.facts.late_units[:3])}。")
    return "".join(said)


def _raised_what(one: Analysis) -> list[str]:
    if not one.some("received"):
        return [f"{one.this}没有收到新的事项。"]
    sources = "，".join(f"{row.name}{_of('received', source=row.key)}" for row in one.facts.sources)
    kinds = "，".join(f"{row.name}{_of('received', kind=row.key)}" for row in one.facts.kinds)
    few = f"其余类型各不足{chinese_numeral(one.facts.least)}件，不单列。" if one.facts.has_few_kinds else ""
    lines = [f"从来源看，{sources}。", f"从类型看，{kinds}。{few}" if kinds else few]
    if one.facts.classes:
        classes = "；".join(
            f"{row.name}{_of('received', **{'class': row.service_code})}，"
            f"{_against(one, 'received', **{'class': row.service_code})}"
            for row in one.facts.classes
        )
        lines.append(f"从类别看，较多的是：{classes}。")
    if one.some("danger"):
        lines.append(f"有生命危险的{_of('danger')}，当时提示报警求救，按最急的时限办。")
    return lines


def _where(one: Analysis) -> list[str]:
    if len(one.source.place_code) >= Level.COMMUNITY:
        return [f"全部在{one.place}。"]
    lines = [TABLE, "没有列出的地方，期内没有收到、办结和在办的事项。"]
    hot = "、".join(f"{spot.name}{_of('received', 地方=spot.key)}" for spot in one.facts.spots)
    lines.append(f"明显多于别处的是：{hot}。" if hot else "各处件数没有明显多于别处的。")
    return lines


def _handled_how(one: Analysis) -> list[str]:
    contacts = _rate(
        one, "to_contact", "应联系反映人的", [("contacted", "按时联系", "response_rate", "响应率")]
    )
    closings = _rate(
        one,
        "to_close",
        "应结案",
        [
            ("closed_of_due", "已办结", "closed_rate", "结案率"),
            ("closed_in_time", "按期办结", "closed_in_time_rate", "按期结案率"),
            ("done_in_time", "按期报来处置结果", "done_in_time_rate", "按期处置率"),
        ],
    )
    lines = [
        contacts or f"{one.this}没有到联系时限的事项。",
        closings or f"{one.this}没有到时限应结案的事项。",
    ]
    lines.append(f"办结的事项中，没有解决的{_of('unsolved')}。" if one.some("closed") else "")
    return [*lines, _ratings(one), _whistles(one), _exclusions()]


def _rate(one: Analysis, base: str, words: str, parts: list[tuple[str, str, str, str]]) -> str:
    """Tell a denominator, then each numerator with its rate."""
    if not one.some(base):
        return ""
    said = "；".join(f"{name}{_of(key)}，{rate_name}{_of(rate)}" for key, name, rate, rate_name in parts)
    return f"{words}{_of(base)}，其中{said}。"


def _ratings(one: Analysis) -> str:
    """Tell what people said of the answers; of a few no rate, which would say who said what."""
    if not one.some("rated"):
        return f"{one.this}没有评价和回访。"
    if one.source.amount("matters.rated") < one.facts.least:
        return f"有效评价和回访{_of('rated')}，不足{chinese_numeral(one.facts.least)}件，不算解决率和满意率。"
    return _rate(
        one,
        "rated",
        "有效评价和回访",
        [
            ("rated_solved", "评价已解决", "solved_rate", "解决率"),
            ("rated_satisfied", "评价满意", "satisfied_rate", "满意率"),
        ],
    )


def _whistles(one: Analysis) -> str:
    if not one.some("whistled"):
        return f"{one.this}没有吹哨派办。"
    rates = told(
        one.source,
        [("吹哨准确率", "matters.whistle_right_rate"), ("报到单位按期办结率", "matters.whistle_done_rate")],
    )
    return f"吹哨派办{_of('whistled')}，叫到单位{_of('whistled_parts')}。{rates}"


def _exclusions() -> str:
    return f"按规定不计入考核的{_of('excluded')}，依据逐件记在事项里；以上各率都已除去。"


def _late_who(one: Analysis) -> list[str]:
    units = "；".join(
        f"{unit.name}{_of('unit_late', unit=unit.key)}，到{one.last_day}还没有办的{_of('unit_overdue', unit=unit.key)}"
        for unit in one.facts.late_units
    )
    late = f"时限前没有报来处置结果的：{units}。" if units else f"单位超时的{_of('unit_late')}。"
    back = told(one.source, [("，准确派遣率", "matters.dispatched_right_rate")]) or "。"
    return [late, f"承办单位退回{_of('handed_back')}{back}"]


def _repeats_what(one: Analysis) -> list[str]:
    spots = [
        f"（{chinese_numeral(number)}）{spot.place}{spot.matter_class.name}。{one.this}收到{_at(spot)}，"
        f"{one.before}{_at(spot, 期间='上期')}。"
        for number, spot in enumerate(one.facts.repeats, start=1)
    ]
    share = told(one.source, [("规定天数内同一处同一类再次反映的占", "matters.repeat_rate")])
    people = one.source.amount("matters.same_person")
    same = (
        f"同一人再次反映的不足{chinese_numeral(one.facts.least)}件，不列数。"
        if 0 < people < one.facts.least
        else f"同一人再次反映的{_of('same_person')}。"
    )
    again = f"重新打开{_of('reopened')}，提到上一级{_of('raised')}。"
    none = "没有同一处同一类多次反映的公共事项。"
    return [*(spots or [none]), f"{share}{same}{again}"]


def _before(one: Analysis) -> list[str]:
    lines = [
        f"{one.before}末逾期的{_of('overdue_before')}，{one.this}办结{_of('overdue_before_closed')}。"
        if one.some("overdue_before")
        else f"{one.before}末没有逾期的事项。"
    ]
    lines += [
        f"{spot.place}{spot.matter_class.name}，{one.before}{_at(spot, 期间='上期')}，{one.this}{_at(spot)}。"
        for spot in one.facts.repeats_before
    ]
    return lines


def _wanted(one: Analysis) -> list[str]:
    """Ask for what the records show to be missing; who answers for it is named."""
    asked = []
    if one.some("overdue"):
        who = "、".join(unit.name for unit in one.facts.late_units[:3])
        asked.append(f"清办逾期。逾期未结的逐件说明原因，定出办结时间{f'，{who}负责人负责' if who else ''}。")
    if one.facts.repeats:
        places = "、".join(dict.fromkeys(spot.place for spot in one.facts.repeats[:3]))
        asked.append(f"减少重复反映。{places}反复出现的问题，查清原因，一次办到位。")
    if one.some("handed_back"):
        asked.append("派准承办单位。退回过的类别，把由谁承办写进派办规则。")
    if one.some("reopened"):
        asked.append("核实以后答复。重新打开的，由上一级到现场看过，答复写明办了什么。")
    if not asked:
        asked.append(f"按时限办理。在办的按时限办结，{one.this}没有需要专门督办的。")
    return [f"（{chinese_numeral(number)}）{text}" for number, text in enumerate(asked, start=1)]


def _of(key: str, **options: object) -> str:
    return quoted(f"matters.{key}", options)


def _at(spot: Spot, **options: object) -> str:
    return _of("received", 地方=spot.place_code, **{"class": spot.matter_class.service_code}, **options)


def _against(one: Analysis, key: str, **options: object) -> str:
    """Say how a count stands to the period before; from nothing there is no per cent."""
    earlier = Source(one.source.place_code, one.source.period.previous(), {})
    if earlier.amount(f"matters.{key}", **options):
        return f"比{one.before}{_of(key, **options, 比='上期')}"
    return f"{one.before}{_of(key, **options, 期间='上期')}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
