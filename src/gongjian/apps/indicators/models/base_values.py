"""Base values that no record of this product holds."""

from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.core.access import OwnedModel, Right
from gongjian.core.figures import Period


class BaseValue(OwnedModel):
    """A value from before the product's records, with its source, against which growth is measured."""

    view_right = Right.INDICATORS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    area = models.ForeignKey(
        "places.FunctionalArea", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    indicator_key = models.CharField(max_length=80)
    period_first_on = models.DateField()
    period_last_on = models.DateField()
    numerator = models.DecimalField(max_digits=20, decimal_places=4)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    citation = models.CharField(_("来源"), max_length=300)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("indicator_key", "place_code", "period_first_on")
        constraints = (
            models.UniqueConstraint(
                fields=["indicator_key", "place_code", "period_first_on", "period_last_on"],
                condition=models.Q(area__isnull=True),
                name="base_value_once",
            ),
            models.UniqueConstraint(
                fields=["indicator_key", "place_code", "area", "period_first_on", "period_last_on"],
                condition=models.Q(area__isnull=False),
                name="base_value_of_area_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_key} {self.place_code}"

    @property
    def period(self) -> Period:
        """The days the value is of."""
        return Period(self.period_first_on, self.period_last_on)

    def value(self, unit: str) -> Fraction | None:
        """The exact value in the indicator's unit (per cent for shares); None over nothing."""
        if self.denominator is None:
            return Fraction(self.numerator)
        if self.denominator == 0:
            return None
        share = Fraction(self.numerator) / Fraction(self.denominator)
        return share * 100 if unit == "%" else share
