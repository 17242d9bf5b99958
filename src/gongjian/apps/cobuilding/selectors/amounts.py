"""How much of a need is still wanted, and how much of a resource still free.

The rule, one for both sides: open = quantity − held, never below 0. Held is what was accepted of lines of agreements,
what is promised in those not accepted yet, and what both sides consented to and no agreement was written for yet. What is merely asked
holds nothing, since nothing is agreed until both sides consent; pages say how much is asked beside it. An agreement
that ended early, or was accepted for less, gives back what was not delivered.
"""

from typing import Any

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from gongjian.apps.cobuilding.choices import ClaimStatus
from gongjian.apps.cobuilding.models import AgreementLine, Claim, Need, Resource
from gongjian.core.access import OwnedQuerySet


def with_open(rows: Any) -> Any:
    """Add `held` and `open_quantity` to needs or resources: two subqueries a row read, no join."""
    held = _held(rows)
    return rows.annotate(held=held, open_quantity=Greatest(F("quantity") - held, 0))


def with_asked(rows: Any) -> Any:
    """Add `asked`: how much is asked for and waits for an answer."""
    field = _field(rows)
    asked = Claim.objects.filter(status=ClaimStatus.ASKED, **{field: OuterRef("pk")})
    return rows.annotate(asked=_sum(asked, field, "quantity"))


def open_of_need(need: Need) -> int:
    """Return how much of a need is still open, read now."""
    return int(with_open(Need.objects.filter(pk=need.pk)).values_list("open_quantity", flat=True).get())


def open_of_resource(resource: Resource) -> int:
    """Return how much of a resource is still free, read now."""
    rows = with_open(Resource.objects.filter(pk=resource.pk))
    return int(rows.values_list("open_quantity", flat=True).get())


def still_open(rows: OwnedQuerySet) -> OwnedQuerySet:
    """Keep the needs or resources of which something is open, with `open_quantity`."""
    kept: OwnedQuerySet = with_open(rows).filter(open_quantity__gt=0)
    return kept


def _held(rows: OwnedQuerySet) -> Combinable:
    field = _field(rows)
    lines = AgreementLine.objects.filter(**{field: OuterRef("pk")})
    promised = _sum(lines, field, Coalesce("accepted", "promised"))
    unwritten = Claim.objects.filter(
        status=ClaimStatus.CONSENTED, line__isnull=True, **{field: OuterRef("pk")}
    )
    return promised + _sum(unwritten, field, "quantity")


def _field(rows: OwnedQuerySet) -> str:
    return "need" if issubclass(rows.model, Need) else "resource"


def _sum(rows: QuerySet[Any], field: str, amount: str | Combinable) -> Combinable:
    summed = rows.order_by().values(field).annotate(sum_=Sum(amount)).values("sum_")
    return Coalesce(Subquery(summed, output_field=IntegerField()), 0)
