"""Figures of mediation: how many, how they ended, whether what was promised was kept. Their rows show numbers and states only."""

from fractions import Fraction
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.choices import MatterState, MediationState
from gongjian.apps.matters.indicators.rows import Params, flag, show, within
from gongjian.apps.matters.models import Matter, Mediation
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView, register

AGREED = MediationState.with_agreement()


def _days(period: Period, field: str) -> Q:
    """Match days of a period."""
    return Q(**{f"{field}__range": (period.first_on, period.last_on)})


def _opened(period: Period, params: Params) -> QuerySet[Any]:
    return Mediation.objects.filter(within(period, "opened_at")).annotate(numerator=Value(1))


def _ended_agreed(period: Period, params: Params) -> QuerySet[Any]:
    """Of those that ended in the period: with an agreement."""
    rows = Mediation.objects.filter(within(period, "ended_at"))
    return rows.annotate(numerator=flag(Q(state__in=AGREED)), denominator=Value(1))


def _performed(period: Period, params: Params) -> QuerySet[Any]:
    """Of the agreements that came into force in the period and are due by now: those kept as a whole."""
    is_due = Q(state__in=(MediationState.PERFORMED, MediationState.BROKEN)) | Q(next_at__lte=timezone.now())
    rows = Mediation.objects.filter(_days(period, "in_force_on"), is_due, state__in=AGREED)
    return rows.annotate(numerator=flag(Q(state=MediationState.PERFORMED)), denominator=Value(1))


def _referred(period: Period, params: Params) -> QuerySet[Any]:
    rows = Mediation.objects.filter(within(period, "ended_at"), state=MediationState.REFERRED)
    return rows.annotate(numerator=Value(1))


def _confirmed(period: Period, params: Params) -> QuerySet[Any]:
    return Mediation.objects.filter(_days(period, "confirmed_on")).annotate(numerator=Value(1))


def _same_day(period: Period, params: Params) -> QuerySet[Any]:
    """Of the small disputes received whose day is over or that were called about: spoken to the same day."""
    rows = Matter.objects.filter(within(period, "received_at"), same_day_due_at__isnull=False)
    rows = rows.exclude(state=MatterState.VOID)
    rows = rows.filter(Q(contacted_at__isnull=False) | Q(same_day_due_at__lte=timezone.now()))
    return rows.annotate(numerator=flag(Q(contacted_at__lte=F("same_day_due_at"))), denominator=Value(1))


def _show(row: Any) -> RowView:
    return RowView(
        label=row.matter.number,
        place_code=row.matter.place_code,
        numerator=Fraction(row.numerator),
        denominator=Fraction(row.denominator) if hasattr(row, "denominator") else None,
        url=reverse("matters:matter", args=[row.matter_id]),
        note=row.get_state_display(),
    )


FIGURES: tuple[tuple[str, str, str, Any, Any, str], ...] = (
    ("mediations", "受理的调解", "期内交人民调解的矛盾纠纷件数", _opened, "none", ""),
    (
        "mediation_agreed_rate",
        "调解成功率",
        "期内结束的调解里达成协议的占比；还在调解的不算",
        _ended_agreed,
        "higher",
        "达成协议数 / 调解结束数",
    ),
    (
        "mediation_performed_rate",
        "协议履行率",
        "期内生效、现在已到期的调解协议里，各项都已履行的占比；没有到期的先不算",
        _performed,
        "higher",
        "已履行的协议数 / 到期的协议数",
    ),
    (
        "mediation_referred",
        "转其他渠道的调解",
        "期内结束的调解里转法院、公安等其他渠道的件数",
        _referred,
        "none",
        "",
    ),
    ("mediation_confirmed", "司法确认的协议", "期内法院裁定有效的调解协议件数", _confirmed, "none", ""),
)

for key, name, definition, rows, better, source in FIGURES:
    register(
        Indicator(
            key=f"matters.{key}",
            name=name,
            unit="%" if key.endswith("_rate") else "件",
            definition=definition,
            rows=rows,
            view=_show,
            has_denominator=key.endswith("_rate"),
            decimals=1 if key.endswith("_rate") else 0,
            better=better,
            place_code_field="matter__place_code",
            source=source,
            select_related=("matter",),
        )
    )
register(
    Indicator(
        key="matters.same_day_rate",
        name="小纠纷当天联系率",
        unit="%",
        definition="期内收到、按规定当天要联系的纠纷里，当天联系了双方的占比；当天没有过完又没有联系的先不算",
        rows=_same_day,
        view=show,
        has_denominator=True,
        decimals=1,
        better="higher",
        source="小纠纷事不过夜",
    )
)
