"""Figures of needs and partners: how many that were due were met, how long to an agreement, who builds with whom."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.urls import reverse

from gongjian.apps.cobuilding.choices import NeedStatus
from gongjian.apps.cobuilding.models import Agreement, AgreementLine, Need
from gongjian.apps.cobuilding.selectors.days import DAYS_TO_AGREEMENT
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register

Params = Mapping[str, Any]
DUE = (NeedStatus.OPEN, NeedStatus.AGREED, NeedStatus.MET, NeedStatus.RAISED, NeedStatus.EXPIRED)


def _due(period: Period, params: Params) -> QuerySet[Any]:
    """Needs that were to be met in the period: their last day lies in it; drafts and what was withdrawn are none."""
    last = Q(last_on__range=(period.first_on, period.last_on))
    open_ended = Q(last_on__isnull=True, expires_on__range=(period.first_on, period.last_on))
    met = Case(When(status=NeedStatus.MET, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = Need.objects.filter(last | open_ended, status__in=DUE)
    return rows.annotate(numerator=met, denominator=Value(1))


def _days(period: Period, params: Params) -> QuerySet[Any]:
    rows = AgreementLine.objects.filter(agreement__signed_on__range=(period.first_on, period.last_on))
    if params.get("unit"):
        rows = rows.filter(agreement__organisation_id=int(params["unit"]))
    return rows.annotate(numerator=DAYS_TO_AGREEMENT, denominator=Value(1))


def _partners(period: Period, params: Params) -> QuerySet[Any]:
    """Count each pair of a community and a unit once, by its first agreement signed in the period."""
    signed = Agreement.objects.filter(signed_on__range=(period.first_on, period.last_on))
    same = signed.filter(organisation=OuterRef("organisation"), place_code=OuterRef("place_code"))
    earlier = same.filter(
        Q(signed_on__lt=OuterRef("signed_on")) | Q(signed_on=OuterRef("signed_on"), pk__lt=OuterRef("pk"))
    )
    return signed.filter(~Exists(earlier)).annotate(numerator=Value(1))


def _view(row: Any, label: str, place_code: str, url: str, note: str) -> RowView:
    denominator = getattr(row, "denominator", None)
    return RowView(
        label=label,
        place_code=place_code,
        numerator=Fraction(row.numerator),
        denominator=None if denominator is None else Fraction(denominator),
        url=url,
        note=note,
    )


def _show_need(row: Need) -> RowView:
    url = reverse("cobuilding:need", args=[row.pk])
    return _view(row, f"{row.number} {row.title}", row.place_code, url, str(row.get_status_display()))


def _show_line(row: AgreementLine) -> RowView:
    agreement = row.agreement
    url = reverse("cobuilding:agreement", args=[agreement.pk])
    return _view(
        row, f"{agreement.number} {row.need.title}", agreement.place_code, url, str(agreement.organisation)
    )


def _show_partner(row: Agreement) -> RowView:
    url = reverse("cobuilding:agreement", args=[row.pk])
    return _view(row, str(row.organisation), row.place_code, url, row.number)


for indicator in (
    Indicator(
        key="cobuilding.needs_met",
        name="共建需求满足率",
        unit="%",
        decimals=1,
        definition="期内到期的需求里已满足的 ÷ 期内到期的需求；没有写最后一天的按有效期算，草稿和撤回的不算。",
        rows=_due,
        view=_show_need,
        has_denominator=True,
    ),
    Indicator(
        key="cobuilding.days_to_agreement",
        name="需求到签约的天数",
        unit="天",
        decimals=1,
        definition="期内签齐的协议，每一条从需求登记到双方签齐的天数的平均。",
        rows=_days,
        view=_show_line,
        has_denominator=True,
        better="lower",
        place_code_field="agreement__place_code",
        select_related=("agreement__organisation", "need"),
        param_names=("unit",),
    ),
    Indicator(
        key="cobuilding.partners",
        name="共建伙伴",
        unit="对",
        definition="期内签过协议的社区和单位，每一对只算一次；一个单位和两个社区签，算两对。",
        rows=_partners,
        view=_show_partner,
        select_related=("organisation",),
    ),
):
    register(indicator)
