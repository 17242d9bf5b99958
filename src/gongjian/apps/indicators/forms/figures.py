"""Forms of indicators: which figure is asked for, and a base value."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.core.figures import Period

FIRST_YEAR = 2000


class PeriodField(forms.CharField):
    """A period as 2026, 2026-Q3, 2026-09 or two days with .. between."""

    def clean(self, value: Any) -> Period:
        """Return the period; an unreadable one is an error with the ways to write it."""
        text = super().clean(value)
        try:
            period = Period.parse(text)
        except (ValueError, IndexError) as error:
            raise forms.ValidationError(
                _("时段读不懂。请写成 2026、2026-Q3、2026-09 或 2026-01-01..2026-06-30。")
            ) from error
        if period.first_on.year < FIRST_YEAR or period.last_on < period.first_on:
            raise forms.ValidationError(_("时段要在 2000 年以后，止日不早于起日。"))
        return period


class BaseValueForm(forms.Form):
    """A base value with its source."""

    period = PeriodField(
        label=_("基期"), max_length=24, help_text=_("如 2025、2025-Q3、2025-09 或 2025-01-01..2025-08-31。")
    )
    numerator = forms.DecimalField(label=_("数（比率填分子）"), max_digits=20, decimal_places=4)
    denominator = forms.DecimalField(label=_("分母"), max_digits=20, decimal_places=4, required=False)
    citation = forms.CharField(
        label=_("来源"), max_length=300, help_text=_("哪份文件、哪次统计，如“2025年工作总结”。")
    )

    def __init__(self, *args: Any, has_denominator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_denominator:
            del self.fields["denominator"]
            self.fields["numerator"].label = _("数")

    def clean(self) -> dict[str, Any]:
        """A base value without a denominator carries None."""
        return {"denominator": None, **(super().clean() or {})}


def usual_periods() -> list[Period]:
    """List the periods people ask for most: this year and the last two, their quarters, the last twelve months."""
    today = timezone.localdate()
    quarter = Period.quarter(today.year, (today.month + 2) // 3)
    month = Period.month(today.year, today.month)
    return [*_back(Period.year(today.year), 3), *_back(quarter, 4), *_back(month, 12)]


def _back(period: Period, count: int) -> list[Period]:
    found = [period]
    while len(found) < count:
        found.append(found[-1].previous())
    return found
