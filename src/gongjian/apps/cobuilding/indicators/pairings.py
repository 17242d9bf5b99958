"""Figures of pairings: how many stand, what was done in them, what became of the units' opinions."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.choices.pairings import OpinionStatus, PairingKind, VisitKind
from gongjian.apps.cobuilding.models import Pairing, PairingVisit, UnitOpinion
from gongjian.apps.cobuilding.selectors.pairings.pairings import in_force
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register

Params = Mapping[str, Any]


def _pairings(period: Period, params: Params) -> QuerySet[Any]:
    """Pairings in force on the last day of the period, or today where that is still to come."""
    rows = Pairing.objects.filter(in_force(min(period.last_on, timezone.localdate())))
    if params.get("pairing") in PairingKind.values:
        rows = rows.filter(kind=params["pairing"])
    return rows.annotate(numerator=Value(1))


def _visits(period: Period, params: Params) -> QuerySet[Any]:
    rows = PairingVisit.objects.filter(withdrawn_at__isnull=True, on__range=(period.first_on, period.last_on))
    return rows.annotate(numerator=Value(1))


def _joint(period: Period, params: Params) -> QuerySet[Any]:
    return _visits(period, params).filter(kind=VisitKind.JOINT)


def _people(period: Period, params: Params) -> QuerySet[Any]:
    rows = PairingVisit.objects.filter(withdrawn_at__isnull=True, on__range=(period.first_on, period.last_on))
    return rows.annotate(numerator=F("people"))


def _opinions(period: Period, params: Params) -> QuerySet[Any]:
    """Opinions of one tea party, or those given in the period."""
    rows = UnitOpinion.objects.all()
    if params.get("tea_party"):
        rows = rows.filter(party_id=int(params["tea_party"]))
    else:
        rows = rows.filter(made_on__range=(period.first_on, period.last_on))
    return rows.annotate(numerator=Value(1))


def _in_time(period: Period, params: Params) -> QuerySet[Any]:
    """Of the opinions whose first day for an answer has come: answered on that day or before."""
    due = _opinions(period, params).filter(first_due_on__lte=min(timezone.localdate(), period.last_on))
    if params.get("tea_party"):
        due = _opinions(period, params).filter(first_due_on__lte=timezone.localdate())
    kept = When(Q(first_answered_on__lte=F("first_due_on")), then=Value(1))
    flag = Case(kept, default=Value(0), output_field=IntegerField())
    return due.annotate(numerator=flag, denominator=Value(1))


def _confirmed(period: Period, params: Params) -> QuerySet[Any]:
    return _opinions(period, params).filter(status=OpinionStatus.CONFIRMED)


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


def _show_pairing(row: Any) -> RowView:
    url = reverse("cobuilding:pairing", args=[row.pk])
    return _view(row, str(row), row.place_code, url, row.starts_on.isoformat())


def _show_visit(row: Any) -> RowView:
    url = reverse("cobuilding:pairing", args=[row.pairing_id])
    return _view(row, f"{row.pairing} {row}", row.pairing.place_code, url, "")


def _show_opinion(row: Any) -> RowView:
    url = reverse("cobuilding:opinion", args=[row.pk])
    return _view(row, str(row), row.place_code, url, str(row.get_status_display()))


VISIT: dict[str, Any] = {
    "view": _show_visit,
    "place_code_field": "pairing__place_code",
    "select_related": ("pairing__organisation",),
}
OPINION: dict[str, Any] = {"view": _show_opinion, "param_names": ("tea_party",)}

for indicator in (
    Indicator(
        key="cobuilding.pairings",
        name="在结对",
        unit="对",
        definition="期末（不晚于今天）在期限里的结对：联抓联创、联户共建、联手共促，可按哪一种单看。",
        rows=_pairings,
        view=_show_pairing,
        select_related=("organisation",),
        param_names=("pairing",),
    ),
    Indicator(
        key="cobuilding.pairing_visits",
        name="结对互访和联办",
        unit="次",
        definition="期内结对里记下的互访、走访和联办活动，一笔算 1；撤回的不算。",
        rows=_visits,
        **VISIT,
    ),
    Indicator(
        key="cobuilding.pairing_joint",
        name="结对联办活动",
        unit="次",
        definition="期内结对里记下的联办活动，一笔算 1；撤回的不算。",
        rows=_joint,
        **VISIT,
    ),
    Indicator(
        key="cobuilding.pairing_people",
        name="结对活动参加人次",
        unit="人次",
        definition="期内结对里记下的互访、走访和联办活动的参加人数相加；撤回的不算。",
        rows=_people,
        **VISIT,
    ),
    Indicator(
        key="cobuilding.opinions",
        name="单位意见",
        unit="条",
        definition="期内（或指定的一次茶话会）各单位提出的意见。",
        rows=_opinions,
        better="none",
        **OPINION,
    ),
    Indicator(
        key="cobuilding.opinions_in_time",
        name="单位意见按期答复率",
        unit="%",
        decimals=1,
        definition="第一次答复的期限已到的意见里，在期限当天或以前答复的 ÷ 期限已到的；还没到期的不算。",
        rows=_in_time,
        has_denominator=True,
        **OPINION,
    ),
    Indicator(
        key="cobuilding.opinions_confirmed",
        name="经单位确认办结的意见",
        unit="条",
        definition="期内（或指定的一次茶话会）的意见里，提出的单位已经确认的；列入计划、逾期没有确认的不算。",
        rows=_confirmed,
        **OPINION,
    ),
):
    register(indicator)
