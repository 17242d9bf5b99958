"""Figures of elections: how many were counted, how many of the roll took part, how many seats were filled."""

from fractions import Fraction
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from gongjian.apps.councils.choices.elections import ElectionCause, ElectionStatus
from gongjian.apps.councils.indicators.rows import Params, within
from gongjian.apps.councils.models import Election, ElectionPost, Tenure
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register

COUNTED = (ElectionStatus.COUNTED, ElectionStatus.ANNOUNCED)


def _counted(period: Period) -> QuerySet[Any]:
    return Election.objects.filter(within(period, "closed_at"), status__in=COUNTED)


def _held(period: Period, params: Params) -> QuerySet[Any]:
    return _counted(period).annotate(numerator=Value(1))


def _turnout(period: Period, params: Params) -> QuerySet[Any]:
    """Ballots that came back for the highest post: one paper holds all posts, so each post has as many."""
    highest = ElectionPost.objects.filter(election=OuterRef("pk")).order_by("order")
    returned = highest.annotate(back=Cast(KT("result__returned"), IntegerField())).values("back")[:1]
    return _counted(period).annotate(numerator=Subquery(returned), denominator=F("roll_size"))


def _seats(period: Period, params: Params) -> QuerySet[Any]:
    """Seats of elections announced in the period; a second round fills seats of the first."""
    second = Q(election__earlier=OuterRef("pk"), election__cause=ElectionCause.SECOND_ROUND)
    taken = Tenure.objects.filter(Q(election=OuterRef("pk")) | second).order_by().annotate(all=Value(1))
    seats = ElectionPost.objects.filter(election=OuterRef("pk")).order_by().values("election")
    rows = Election.objects.filter(announced_on__range=(period.first_on, period.last_on))
    return rows.exclude(cause=ElectionCause.SECOND_ROUND).annotate(
        numerator=Coalesce(Subquery(taken.values("all").annotate(n=Count("pk")).values("n")), 0),
        denominator=Subquery(seats.annotate(n=Sum("seats")).values("n")),
    )


def _show(row: Any) -> RowView:
    denominator = getattr(row, "denominator", None)
    return RowView(
        label=row.title,
        place_code=row.place_code,
        numerator=Fraction(row.numerator),
        denominator=None if denominator is None else Fraction(denominator),
        url=reverse("councils:election", args=[row.pk]),
        note=row.votes_on.isoformat(),
    )


for indicator in (
    Indicator(
        key="councils.elections",
        name="计过票的选举",
        unit="次",
        definition="期内计票的居委会成员、小组长、楼栋长和居民代表选举，第二次投票和补选各算一次。",
        rows=_held,
        view=_show,
        better="none",
        source="选举的计票记录",
    ),
    Indicator(
        key="councils.election_turnout",
        name="选举参选率",
        unit="%",
        decimals=1,
        definition="期内计票的选举，收回的票 ÷ 名册上的选民。",
        rows=_turnout,
        view=_show,
        has_denominator=True,
        source="选举的计票记录",
    ),
    Indicator(
        key="councils.election_seats_filled",
        name="应选名额选满率",
        unit="%",
        decimals=1,
        definition="期内公布结果的选举，选出的人（连同第二次投票选出的）÷ 应选名额。",
        rows=_seats,
        view=_show,
        has_denominator=True,
        source="选举的结果和任职",
    ),
):
    register(indicator)
