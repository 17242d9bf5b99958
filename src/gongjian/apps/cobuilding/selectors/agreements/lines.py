"""The lines of agreements with what was counted against each: confirmed, and still to be confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices import Category, DeliveryStatus
from gongjian.apps.cobuilding.models import AgreementLine


@dataclass(frozen=True)
class CountedLine:
    """A promise beside what became of it; all amounts count the unit of its category."""

    line: AgreementLine
    delivered: int
    waiting: int

    @property
    def kind(self) -> Category:
        """The category of the need."""
        return self.line.need.kind

    @property
    def missing(self) -> int:
        """How much is not delivered yet; below 0 where more was given than promised."""
        return self.line.promised - self.delivered

    @property
    def percent(self) -> int:
        """How much of the promise was delivered, in whole per cent, 100 at most, for a bar."""
        return min(100, self.delivered * 100 // self.line.promised)

    @property
    def word(self) -> str:
        """Say less, equal or more, and by how much."""
        unit = self.kind.shown_unit
        if self.missing > 0:
            return _("比约定少 %(n)s %(unit)s") % {"n": f"{self.missing:,}", "unit": unit}
        if self.missing < 0:
            return _("比约定多 %(n)s %(unit)s") % {"n": f"{-self.missing:,}", "unit": unit}
        return _("与约定相等")

    @property
    def tone(self) -> str:
        """The colour of the word."""
        return "warn" if self.missing > 0 else "ok"


def counted(rows: QuerySet[AgreementLine]) -> QuerySet[Any]:
    """Add `delivered` (confirmed) and `waiting` (entered, not confirmed) to lines."""
    return rows.annotate(delivered=_sum(DeliveryStatus.CONFIRMED), waiting=_sum(DeliveryStatus.ENTERED))


def _sum(status: DeliveryStatus) -> Coalesce:
    return Coalesce(Sum("deliveries__quantity", filter=Q(deliveries__status=status)), 0)


def lines_of(agreement_ids: Iterable[int]) -> dict[int, list[CountedLine]]:
    """Return the counted lines by agreement, in their order. One query."""
    rows = AgreementLine.objects.filter(agreement_id__in=list(agreement_ids))
    found: dict[int, list[CountedLine]] = {}
    for row in counted(rows.select_related("need", "resource")).order_by("agreement_id", "pk"):
        found.setdefault(row.agreement_id, []).append(CountedLine(row, row.delivered, row.waiting))
    return found
