"""Receipts of operations are kept for a time, what nobody has settled for ever."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongjian.apps.inspections.choices import OperationResult
from gongjian.apps.inspections.models import ReplayedOperation
from gongjian.core import audit
from gongjian.core.access import SYSTEM
from gongjian.core.rules import rule_value

MOST_AT_ONCE = 5000


@transaction.atomic
def prune_replayed() -> int:
    """Remove receipts older than the rule says; return how many.

    A phone that sends such an operation again is still told that it came in before: its number is passed.
    """
    today = timezone.localdate()
    oldest = timezone.now() - timedelta(days=rule_value("phones.kept_days", on=today))
    settled = Q(result=OperationResult.DONE) | Q(settled_at__isnull=False)
    rows = ReplayedOperation.objects.filter(settled, received_at__lt=oldest).order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
    ReplayedOperation.objects.filter(pk__in=keys).delete()
    if keys:
        audit.record(SYSTEM, "inspections.replayed_pruned", after={"count": len(keys)})
    return len(keys)
