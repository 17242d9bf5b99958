"""Figures of community funds by vote: how much, who voted, what was paid, which projects were done."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from gongjian.apps.councils.choices.budgets import RUNNING, FundStatus, SpendKind, WishStatus
from gongjian.apps.councils.indicators.rows import Params, within
from gongjian.apps.councils.models import Fund, Spend, Wish
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register

COUNTED = (FundStatus.COUNTED, FundStatus.ANNOUNCED, FundStatus.SETTLED)
CENTS = 100


def _counted(period: Period) -> QuerySet[Any]:
    return Fund.objects.filter(within(period, "closed_at"), status__in=COUNTED)


def _funds(period: Period, params: Params) -> QuerySet[Any]:
    return _counted(period).annotate(numerator=F("fund_cents"))


def _voters(period: Period, params: Params) -> QuerySet[Any]:
    return _counted(period).annotate(numerator=_returned())


def _turnout(period: Period, params: Params) -> QuerySet[Any]:
    return _voters(period, params).annotate(denominator=F("roll_size"))


def _returned() -> Cast:
    return Cast(KT("outcome__returned"), IntegerField())


def _paid_share(period: Period, params: Params) -> QuerySet[Any]:
    """What was really paid until now of funds voted on in the period."""
    lines = Spend.objects.filter(wish__fund=OuterRef("pk"), kind=SpendKind.PAYMENT).order_by()
    paid = lines.values("wish__fund").annotate(total=Sum("cents")).values("total")
    return _counted(period).annotate(numerator=Coalesce(Subquery(paid), 0), denominator=F("fund_cents"))


def _chosen(period: Period) -> QuerySet[Any]:
    return Wish.objects.filter(status__in=RUNNING, fund__in=_counted(period))


def _projects(period: Period, params: Params) -> QuerySet[Any]:
    return _chosen(period).annotate(numerator=Value(1))


def _done(period: Period, params: Params) -> QuerySet[Any]:
    flag = Case(When(Q(status=WishStatus.DONE), then=Value(1)), default=Value(0), output_field=IntegerField())
    return _chosen(period).annotate(numerator=flag, denominator=Value(1))


def _view(row: Any, place_code: str, url: str, note: str) -> RowView:
    denominator = getattr(row, "denominator", None)
    return RowView(
        label=row.title,
        place_code=place_code,
        numerator=Fraction(row.numerator),
        denominator=None if denominator is None else Fraction(denominator),
        url=url,
        note=note,
    )


def _show_fund(row: Fund) -> RowView:
    return _view(row, row.place_code, reverse("councils:fund", args=[row.pk]), str(row.get_status_display()))


def _show_wish(row: Wish) -> RowView:
    url = reverse("councils:wish", args=[row.pk])
    return _view(row, row.fund.place_code, url, str(row.get_status_display()))


def _register(
    key: str, name: str, unit: str, definition: str, rows: Callable[..., QuerySet[Any]], **more: Any
) -> None:
    register(
        Indicator(
            key=f"councils.{key}",
            name=name,
            unit=unit,
            definition=definition,
            rows=rows,
            source="居民议定资金的记录",
            **more,
        )
    )


FUND: dict[str, Any] = {"view": _show_fund}
WISH: dict[str, Any] = {
    "view": _show_wish,
    "place_code_field": "fund__place_code",
    "select_related": ("fund",),
}
_register(
    "fund_amount", "居民议定资金", "元", "期内计票的资金的数额", _funds, scale=CENTS, decimals=2, **FUND
)
_register("fund_voters", "参加资金投票的人", "人", "期内计票的资金收回的票", _voters, **FUND)
_register(
    "fund_turnout",
    "资金投票参加率",
    "%",
    "收回的票 ÷ 名册上的人，期内计票的资金",
    _turnout,
    has_denominator=True,
    decimals=1,
    **FUND,
)
_register(
    "fund_paid",
    "居民议定资金支出率",
    "%",
    "已经付的钱 ÷ 资金，期内计票的资金，付款算到现在",
    _paid_share,
    has_denominator=True,
    decimals=1,
    **FUND,
)
_register("fund_projects", "居民议定的项目", "个", "期内计票入选的项目", _projects, **WISH)
_register(
    "fund_done",
    "居民议定项目完工率",
    "%",
    "完工验收的 ÷ 入选的，期内计票的项目",
    _done,
    has_denominator=True,
    decimals=1,
    **WISH,
)
