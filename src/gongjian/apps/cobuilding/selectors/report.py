"""The text of a year's report on building together: sentences and tables that quote figures, no number typed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongjian.apps.cobuilding.models import Agreement
from gongjian.apps.cobuilding.selectors.network import year_of
from gongjian.apps.documents.selectors.composing import Source, quoted, ranked, told
from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.choices import Level
from gongjian.core.access import prefix_range

MOST_UNITS = 30
BY_PLACE = "[[表:共建协议,共建伙伴,共建交付,共建服务时长,共建投入,共建需求满足率;合计=是;空行=不列;标题=各地共建情况]]"


@dataclass(frozen=True)
class Told:
    """A part of the report: its heading and its lines; a part without lines is left out."""

    heading: str
    lines: list[str]


def report_title(year: int) -> str:
    """Return what the report of a year is called, behind the name of its issuer."""
    return f"{year}年共驻共建情况报告"


def report_body(place_code: str, year: int) -> str:
    """Write the report of a place and year."""
    source = Source(place_code, year_of(year), {})
    parts = [
        Told("总体情况", _overall(source)),
        Told("需求和签约", _needs(source)),
        Told("履约和评价", _kept(source)),
        Told("各地情况", _places(source)),
        Told("各单位情况", _units(source)),
    ]
    shown = [part for part in parts if part.lines]
    lines: list[str] = []
    for numeral, part in zip("一二三四五", shown, strict=False):
        lines += [f"{numeral}、{part.heading}", *part.lines]
    return "\n".join(lines)


def _overall(source: Source) -> list[str]:
    said = told(
        source,
        [("签订共建协议", "cobuilding.agreements"), ("结成共建伙伴", "cobuilding.partners")],
        "今年还没有签订共建协议。",
    )
    given = told(
        source,
        [
            ("全年交付", "cobuilding.deliveries"),
            ("服务居民", "cobuilding.served"),
            ("服务时长", "cobuilding.hours"),
            ("折合投入", "cobuilding.value"),
        ],
    )
    return _lines([f"{said}{given}"])


def _needs(source: Source) -> list[str]:
    return _lines(
        [
            told(source, [("到期需求的满足率", "cobuilding.needs_met")], "今年没有到期的需求。"),
            told(source, [("需求从登记到签约平均用", "cobuilding.days_to_agreement")]),
        ]
    )


def _kept(source: Source) -> list[str]:
    return _lines(
        [
            told(source, [("验收的约定兑现率", "cobuilding.kept")], "今年还没有验收的约定。"),
            told(
                source,
                [
                    ("社区对单位的评价", "cobuilding.satisfaction"),
                    ("单位对社区的评价", "cobuilding.satisfaction_of_units"),
                    ("居民的评价", "cobuilding.satisfaction_of_residents"),
                ],
            ),
        ]
    )


def _places(source: Source) -> list[str]:
    """A table of the places below, where there are any; a community has none."""
    if len(source.place_code) >= Level.COMMUNITY or not source.has("cobuilding.agreements"):
        return []
    return _lines([ranked(source, "cobuilding.deliveries", "交付较多的是："), BY_PLACE])


def _units(source: Source) -> list[str]:
    """One sentence a unit, the figures quoted; the units in the order of their names."""
    period = source.period
    return _lines(
        _unit_line(source, unit) for unit in _partners(source.place_code, period.first_on, period.last_on)
    )


def _unit_line(source: Source, unit: Organisation) -> str:
    options = {"unit": unit.pk}
    parts = [
        (words, key)
        for words, key in (
            ("协议", "cobuilding.agreements"),
            ("交付", "cobuilding.deliveries"),
            ("服务时长", "cobuilding.hours"),
            ("约定兑现率", "cobuilding.kept"),
        )
        if source.has(key, **options)
    ]
    said = "，".join(f"{words}{quoted(key, options)}" for words, key in parts)
    return f"{unit.name}：{said}。" if said else ""


def _partners(place_code: str, first_on: date, last_on: date) -> list[Organisation]:
    rows = Agreement.objects.filter(
        prefix_range("place_code", place_code), signed_on__range=(first_on, last_on)
    )
    units = Organisation.objects.filter(pk__in=rows.order_by().values("organisation_id"))
    return list(units.order_by("name", "pk")[:MOST_UNITS])


def _lines(found: Iterable[str]) -> list[str]:
    return [line for line in found if line]
