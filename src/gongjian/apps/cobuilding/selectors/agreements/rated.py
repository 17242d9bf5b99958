"""What residents said of an agreement: found by its public key, shown only once enough have spoken."""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Sum
from django.utils import timezone

from gongjian.apps.cobuilding.choices import AgreementStatus, Evaluator
from gongjian.apps.cobuilding.models import Agreement, Evaluation
from gongjian.core.errors import NotFound
from gongjian.core.figures import round_half_up
from gongjian.core.rules import rule_value

LEAST = "cobuilding.least_ratings"
RATED_IN = (
    AgreementStatus.SIGNED,
    AgreementStatus.DELIVERED,
    AgreementStatus.ACCEPTED,
    AgreementStatus.EVALUATED,
)


@dataclass(frozen=True)
class Rated:
    """How many residents rated, how many must before the mean is shown, and the mean (None: too few)."""

    count: int
    least: int
    mean: Fraction | None

    @property
    def text(self) -> str:
        """The mean as it is shown."""
        return "" if self.mean is None else str(round_half_up(self.mean, 1))


def agreement_of_key(key: str) -> Agreement:
    """Return the agreement that a public key opens for rating; NotFound once it can't be rated."""
    rows = Agreement.objects.filter(rating_key=key, status__in=RATED_IN).select_related("organisation")
    found: Agreement | None = rows.first()
    if found is None:
        raise NotFound("没有这一页，或者这份协议已经不收评价。请向社区要新的二维码。")
    return found


def rated_by_residents(agreement: Agreement) -> Rated:
    """Return what residents said, by the rule of today: a mean only from so many on."""
    rows = Evaluation.objects.filter(agreement=agreement, by=Evaluator.RESIDENT).order_by()
    said = rows.aggregate(count=Count("pk"), total=Sum("rating"))
    least = int(rule_value(LEAST, on=timezone.localdate(), place_code=agreement.place_code))
    count = int(said["count"])
    return Rated(count, least, Fraction(int(said["total"]), count) if count >= least and count else None)
