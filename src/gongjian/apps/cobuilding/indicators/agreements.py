"""Figures of agreements: signed, kept, delivered, people served, hours, value, what both sides say, points."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from gongjian.apps.cobuilding.choices import DeliveryStatus, Evaluator, Ledger
from gongjian.apps.cobuilding.models import (
    Agreement,
    AgreementLine,
    Delivery,
    Evaluation,
    LedgerEntry,
)
from gongjian.apps.parties.models import Organisation
from gongjian.core.access import Actor
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, Param, RowView, register, register_param

Params = Mapping[str, Any]
Rows = Callable[[Period, Params], QuerySet[Any]]
MOST_UNITS = 500


def of_agreement(rows: QuerySet[Any], params: Params, path: str = "") -> QuerySet[Any]:
    """Keep the rows of a unit, and of a programme whose task or target the agreement's project serves."""
    if params.get("unit"):
        rows = rows.filter(**{f"{path}organisation_id": int(params["unit"])})
    if params.get("programme"):
        number = int(params["programme"])
        rows = rows.filter(
            Q(**{f"{path}project__task__programme_id": number})
            | Q(**{f"{path}project__target__programme_id": number})
        )
    return rows


def _days(period: Period) -> tuple[Any, Any]:
    return period.first_on, period.last_on


def _signed(period: Period, params: Params) -> QuerySet[Any]:
    rows = Agreement.objects.filter(signed_on__range=_days(period))
    return of_agreement(rows, params).annotate(numerator=Value(1))


def _kept(period: Period, params: Params) -> QuerySet[Any]:
    """Lines of agreements accepted or ended in the period: 1 of 1 where all that was promised was accepted."""
    settled = Q(agreement__accepted_on__range=_days(period)) | Q(
        agreement__signed_on__isnull=False, agreement__ended_on__range=_days(period)
    )
    whole = Case(
        When(accepted__gte=F("promised"), then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    rows = of_agreement(AgreementLine.objects.filter(settled), params, "agreement__")
    return rows.annotate(numerator=whole, denominator=Value(1))


def _confirmed(period: Period, params: Params) -> QuerySet[Any]:
    rows = Delivery.objects.filter(status=DeliveryStatus.CONFIRMED, on__range=_days(period))
    return of_agreement(rows, params, "line__agreement__")


def _deliveries(period: Period, params: Params) -> QuerySet[Any]:
    return _confirmed(period, params).annotate(numerator=Value(1))


def _summed(name: str) -> Rows:
    """Add up one column of the confirmed deliveries that have any of it."""

    def rows(period: Period, params: Params) -> QuerySet[Any]:
        return _confirmed(period, params).filter(**{f"{name}__gt": 0}).annotate(numerator=F(name))

    return rows


def _said(by: Evaluator) -> Rows:
    """Add up ratings; the mean is theirs over their number."""

    def rows(period: Period, params: Params) -> QuerySet[Any]:
        found = Evaluation.objects.filter(by=by, made_on__range=_days(period))
        return of_agreement(found, params, "agreement__").annotate(
            numerator=F("rating"), denominator=Value(1)
        )

    return rows


def _points(period: Period, params: Params) -> QuerySet[Any]:
    """Add up what units' accounts earned, less what was reversed; what they spent is no contribution less."""
    rows = LedgerEntry.objects.filter(
        ledger=Ledger.POINTS,
        contributor__isnull=True,
        kind__in=("earn", "reverse"),
        on__range=_days(period),
    )
    if params.get("unit"):
        rows = rows.filter(organisation_id=int(params["unit"]))
    return rows.annotate(numerator=F("amount"))


def _shown(row: Any, agreement: Agreement, note: str, scale: int = 1) -> RowView:
    denominator = getattr(row, "denominator", None)
    return RowView(
        label=f"{agreement.number} {agreement.organisation}",
        place_code=agreement.place_code,
        numerator=Fraction(row.numerator, scale),
        denominator=None if denominator is None else Fraction(denominator),
        url=reverse("cobuilding:agreement", args=[agreement.pk]),
        note=note,
    )


def _show_agreement(row: Agreement) -> RowView:
    return _shown(row, row, row.title)


def _show_line(row: AgreementLine) -> RowView:
    return _shown(row, row.agreement, f"{row.need.title}：约定 {row.promised}，验收 {row.accepted or 0}")


def _show_delivery(scale: int = 1) -> Callable[[Delivery], RowView]:
    def show(row: Delivery) -> RowView:
        note = f"{row.on.isoformat()} {row.line.need.title} {row.quantity}{row.line.need.kind.unit}"
        return _shown(row, row.line.agreement, note, scale)

    return show


def _show_evaluation(row: Evaluation) -> RowView:
    return _shown(row, row.agreement, f"{row.made_on.isoformat()} {row.get_by_display()}")


def _show_entry(row: LedgerEntry) -> RowView:
    delivery = row.delivery
    url = reverse("cobuilding:agreement", args=[delivery.line.agreement_id]) if delivery else ""
    return RowView(
        label=str(row.organisation),
        place_code=row.place_code,
        numerator=Fraction(row.amount),
        denominator=None,
        url=url,
        note=f"{row.on.isoformat()} {row.words}",
    )


def _units_at(actor: Actor, place_code: str) -> Sequence[tuple[str, str]]:
    """Offer the units that have an agreement in a place."""
    rows = Agreement.objects.visible_to(actor).within(place_code).order_by().values("organisation_id")
    units = Organisation.objects.filter(pk__in=rows).order_by("name", "pk")[:MOST_UNITS]
    return [(str(unit.pk), unit.name) for unit in units]


register_param(Param("unit", "共建单位", _units_at))
BOTH = ("unit", "programme")
DELIVERY: dict[str, Any] = {
    "place_code_field": "line__agreement__place_code",
    "select_related": ("line__agreement__organisation", "line__need"),
    "param_names": BOTH,
}
SAID: dict[str, Any] = {
    "unit": "分",
    "decimals": 1,
    "has_denominator": True,
    "view": _show_evaluation,
    "place_code_field": "agreement__place_code",
    "select_related": ("agreement__organisation",),
    "param_names": BOTH,
}
for indicator in (
    Indicator(
        key="cobuilding.agreements",
        name="共建协议",
        unit="份",
        definition="期内双方签齐的共建协议，按签齐的日期算；后来提前结束的也算。",
        rows=_signed,
        view=_show_agreement,
        select_related=("organisation",),
        param_names=BOTH,
    ),
    Indicator(
        key="cobuilding.kept",
        name="共建约定兑现率",
        unit="%",
        decimals=1,
        definition="期内验收或提前结束的协议里，验收数量不少于约定数量的条目 ÷ 全部条目；没有验收的按 0 算。",
        rows=_kept,
        view=_show_line,
        has_denominator=True,
        place_code_field="agreement__place_code",
        select_related=("agreement__organisation", "need"),
        param_names=BOTH,
    ),
    Indicator(
        key="cobuilding.deliveries",
        name="共建交付",
        unit="次",
        definition="期内交付、接受方已确认的交付记录；退回和冲正的不算。社区自己记的按社区的数，单位没有答复或有异议的也按它算，冲正了才不算。",
        rows=_deliveries,
        view=_show_delivery(),
        **DELIVERY,
    ),
    Indicator(
        key="cobuilding.served",
        name="共建服务人次",
        unit="人次",
        definition="期内已确认的交付记录里服务人次的合计；没有记人次的不算。",
        rows=_summed("people_served"),
        view=_show_delivery(),
        **DELIVERY,
    ),
    Indicator(
        key="cobuilding.hours",
        name="共建服务时长",
        unit="小时",
        decimals=1,
        scale=60,
        definition="期内已确认的交付记录里服务时长的合计，按分钟加、按小时写；路上的时间不算。",
        rows=_summed("minutes"),
        view=_show_delivery(60),
        **DELIVERY,
    ),
    Indicator(
        key="cobuilding.value",
        name="共建投入",
        unit="元",
        decimals=2,
        scale=100,
        definition="期内已确认的交付记录里折合金额的合计；没有折算的不算。",
        rows=_summed("value_cents"),
        view=_show_delivery(100),
        **DELIVERY,
    ),
    Indicator(
        key="cobuilding.satisfaction",
        name="社区对单位的评价",
        definition="期内社区评单位的平均分，1 到 5 分，每份协议评一次。",
        rows=_said(Evaluator.COMMUNITY),
        **SAID,
    ),
    Indicator(
        key="cobuilding.satisfaction_of_units",
        name="单位对社区的评价",
        definition="期内单位评社区的平均分，1 到 5 分，每份协议评一次。",
        rows=_said(Evaluator.UNIT),
        **SAID,
    ),
    Indicator(
        key="cobuilding.satisfaction_of_residents",
        name="居民对共建的评价",
        definition="期内居民扫码评价的平均分，1 到 5 分。",
        rows=_said(Evaluator.RESIDENT),
        **SAID,
    ),
    Indicator(
        key="cobuilding.points",
        name="单位共建积分",
        unit="分",
        definition="期内单位账户记入的积分减去冲正的，按交付日期和当天的规则算；用掉和到期的不减。",
        rows=_points,
        view=_show_entry,
        select_related=("organisation", "delivery__line"),
        param_names=("unit",),
        better="none",
    ),
):
    register(indicator)
