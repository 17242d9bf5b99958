"""Figures of ideas: received, answered in time, adopted, realised."""

from fractions import Fraction
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.choices import IdeaVerdict, MatterKind
from gongjian.apps.matters.indicators.rows import NOT_OURS, Params, flag, within
from gongjian.apps.matters.models import IdeaLink, IdeaReview, Matter
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register


def _ideas() -> QuerySet[Any]:
    return Matter.objects.filter(kind=MatterKind.IDEA).exclude(state__in=NOT_OURS)


def _received(period: Period, params: Params) -> QuerySet[Any]:
    return _ideas().filter(within(period, "received_at")).annotate(numerator=Value(1))


def _answered(period: Period, params: Params) -> QuerySet[Any]:
    """Ideas whose last moment lies in the period: answered by then, of those answered or past it."""
    rows = _ideas().filter(within(period, "due_at"))
    rows = rows.filter(Q(answered_at__isnull=False) | Q(due_at__lte=timezone.now()))
    return rows.annotate(numerator=flag(Q(answered_at__lte=F("due_at"))), denominator=Value(1))


def _adopted(period: Period, params: Params) -> QuerySet[Any]:
    rows = IdeaReview.objects.filter(decided_on__range=(period.first_on, period.last_on))
    rows = rows.exclude(matter__state__in=NOT_OURS)
    return rows.annotate(numerator=flag(Q(verdict=IdeaVerdict.ADOPTED)), denominator=Value(1))


def _realised(period: Period, params: Params) -> QuerySet[Any]:
    """Ideas of which something was done in the period for the first time."""
    first = IdeaLink.objects.filter(done_on__isnull=False).order_by("matter_id", "done_on", "pk")
    earlier = first.filter(done_on__lt=period.first_on).values("matter_id")
    now = first.filter(done_on__range=(period.first_on, period.last_on)).values("matter_id")
    return _ideas().filter(pk__in=now).exclude(pk__in=earlier).annotate(numerator=Value(1))


def _show(row: Any, matter: Matter) -> RowView:
    return RowView(
        label=matter.title,
        place_code=matter.place_code,
        numerator=Fraction(row.numerator),
        denominator=Fraction(row.denominator) if hasattr(row, "denominator") else None,
        url=reverse("matters:idea", args=[matter.pk]),
        note=matter.number,
    )


def _show_idea(row: Any) -> RowView:
    return _show(row, row)


def _show_review(row: Any) -> RowView:
    return _show(row, row.matter)


for indicator in (
    Indicator(
        key="matters.ideas",
        name="收到的主意",
        unit="条",
        definition="期内收到的金点子；作废的和并到别的里的不算。",
        rows=_received,
        view=_show_idea,
        better="none",
    ),
    Indicator(
        key="matters.ideas_answered",
        name="主意按时答复率",
        unit="%",
        decimals=1,
        definition="期内到期的金点子里按时答复的 ÷ 期内到期的金点子。",
        rows=_answered,
        has_denominator=True,
        view=_show_idea,
    ),
    Indicator(
        key="matters.ideas_adopted",
        name="主意采纳率",
        unit="%",
        decimals=1,
        definition="期内定下的金点子里采纳的 ÷ 期内定下的金点子。",
        rows=_adopted,
        has_denominator=True,
        view=_show_review,
        place_code_field="matter__place_code",
        select_related=("matter",),
        better="none",
    ),
    Indicator(
        key="matters.ideas_realised",
        name="做成的主意",
        unit="条",
        definition="采纳的金点子里，期内第一次做成了事的。",
        rows=_realised,
        view=_show_idea,
    ),
):
    register(indicator)
