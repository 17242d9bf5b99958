"""Values of defined indicators, from entry to confirmation."""

from fractions import Fraction
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.indicators.choices import ValueSource, ValueStatus
from gongjian.core.access import OwnedModel, Right
from gongjian.core.figures import Period

OPEN = (ValueStatus.WAITING, ValueStatus.RETURNED)


class IndicatorValue(OwnedModel):
    """What one place says of one indicator for one period; counted once the level above has confirmed it.

    A correction is a row of its own that `replaces` the confirmed one, which counts until the new one is confirmed.
    """

    view_right = Right.INDICATORS_VIEW

    definition = models.ForeignKey(
        "indicators.IndicatorDefinition", on_delete=models.PROTECT, related_name="values"
    )
    place_code = models.CharField(max_length=15, db_index=True)
    period_first_on = models.DateField()
    period_last_on = models.DateField()
    amounts = models.JSONField(default=dict)
    numerator = models.DecimalField(max_digits=20, decimal_places=4)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    source = models.CharField(max_length=8, choices=ValueSource, default=ValueSource.ENTERED)
    note = models.CharField(_("数从哪里来"), max_length=300, blank=True)
    files: Any = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    status = models.CharField(max_length=9, choices=ValueStatus, default=ValueStatus.WAITING)
    reason = models.CharField(_("退回的理由"), max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    decided_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-period_last_on", "place_code", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["definition", "place_code", "period_first_on", "period_last_on"],
                condition=models.Q(status__in=["waiting", "returned"]),
                name="indicator_value_one_open",
            ),
            models.UniqueConstraint(
                fields=["definition", "place_code", "period_first_on", "period_last_on"],
                condition=models.Q(status="confirmed"),
                name="indicator_value_one_confirmed",
            ),
        )
        indexes = (
            models.Index(fields=["definition", "status", "place_code"], name="indicator_value_counted"),
            models.Index(fields=["status", "place_code"], name="indicator_value_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.place_code} {self.period.label}"

    @property
    def period(self) -> Period:
        """The days the value is of."""
        return Period(self.period_first_on, self.period_last_on)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the level above, or for its own place after being sent back."""
        return self.status in OPEN

    def value(self, unit: str) -> Fraction | None:
        """The exact value in the indicator's unit (per cent for shares); None over nothing."""
        if self.denominator is None:
            return Fraction(self.numerator)
        if self.denominator == 0:
            return None
        share = Fraction(self.numerator) / Fraction(self.denominator)
        return share * 100 if unit == "%" else share
