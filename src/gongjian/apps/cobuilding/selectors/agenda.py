"""What of the lists waits for a person: claims of the other side that he is to answer."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices import ClaimSide
from gongjian.apps.cobuilding.models import Claim
from gongjian.apps.cobuilding.selectors.claims import waiting_for
from gongjian.core.access import Actor, Right

MOST_WAITING = 60


@dataclass(frozen=True)
class WaitingClaim:
    """A claim to be answered; `status` is the word of its mark. No day is set: the other side waits."""

    title: str
    source: str
    url: str
    verb: str
    status: str = "待确认"
    due_on: date | None = None


def open_items(actor: Actor) -> list[WaitingClaim]:
    """List the claims that wait for a person's answer, the longest waiting first. One query."""
    if actor.user_id is None or not actor.can(Right.COBUILDING_VIEW):
        return []
    if not (actor.can(Right.COBUILDING_MANAGE) or actor.can(Right.COBUILDING_OFFER)):
        return []
    rows = Claim.objects.visible_to(actor).filter(waiting_for(actor)).select_related("need", "organisation")
    return [_item(row) for row in rows.order_by("asked_at", "pk")[:MOST_WAITING]]


def _item(claim: Claim) -> WaitingClaim:
    words = (
        _("答复%(unit)s的认领：%(need)s") if claim.side == ClaimSide.UNIT else _("答复社区的申请：%(need)s")
    )
    return WaitingClaim(
        title=words % {"unit": claim.organisation, "need": claim.need.title},
        source=_("双向认领"),
        url=reverse("cobuilding:claim", args=[claim.pk]),
        verb=_("去答复"),
    )
