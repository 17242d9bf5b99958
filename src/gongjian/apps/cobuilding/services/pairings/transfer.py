"""Opinions in a person's hands, and giving them to another."""

from django.db.models import QuerySet
from django.urls import reverse

from gongjian.apps.cobuilding.choices.pairings import OpinionStatus
from gongjian.apps.cobuilding.models import UnitOpinion
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.open_work import OpenItem


def open_work_of(user_id: int) -> list[OpenItem]:
    """List the opinions that a person has to answer."""
    rows = _open(user_id).select_related("organisation").order_by("due_on", "pk")
    return [
        OpenItem(
            "单位意见", row.pk, f"{row.organisation}：{row}", reverse("cobuilding:opinion", args=[row.pk])
        )
        for row in rows
    ]


def transfer(actor: Actor, giver_id: int, taker_id: int) -> int:
    """Make another the owner of all of them; return how many."""
    rows = list(_open(giver_id).select_for_update(no_key=True))
    for row in rows:
        row.owner_id = taker_id
        row.save(update_fields=["owner"])
        before, after = {"owner_id": giver_id}, {"owner_id": taker_id}
        audit.record(actor, "cobuilding.opinion_handed_over", row, before=before, after=after)
    return len(rows)


def _open(user_id: int) -> QuerySet[UnitOpinion]:
    rows: QuerySet[UnitOpinion] = UnitOpinion.objects.filter(owner_id=user_id, status=OpinionStatus.ASSIGNED)
    return rows
