"""Agreements in which the next step is this person's, for the workbench."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices import AgreementStatus
from gongjian.apps.cobuilding.models import Agreement
from gongjian.apps.cobuilding.selectors.agreements.lists import waits_for
from gongjian.apps.cobuilding.selectors.agreements.sides import own_places_and_units
from gongjian.core.access import Actor

MOST_ITEMS = 30


@dataclass(frozen=True)
class OpenAgreement:
    """One agreement that waits for a person: what he is to do, and by when where that is fixed."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_on: date | None


def open_agreements(actor: Actor) -> list[OpenAgreement]:
    """List the agreements that wait for a person's step, those that end first at the head. One query."""
    if not any(own_places_and_units(actor)):
        return []
    rows = Agreement.objects.visible_to(actor).filter(waits_for(actor)).select_related("organisation")
    return [_item(row) for row in rows.order_by("ends_on", "pk")[:MOST_ITEMS]]


def _item(row: Agreement) -> OpenAgreement:
    verb, status = {
        AgreementStatus.DRAFTED: (_("签字"), "待签收"),
        AgreementStatus.SIGNED: (_("核对"), "待确认"),
        AgreementStatus.DELIVERED: (_("验收"), "待核查"),
    }.get(AgreementStatus(row.status), (_("评价"), "待确认"))
    is_bound = row.status in (AgreementStatus.SIGNED, AgreementStatus.DELIVERED)
    return OpenAgreement(
        title=f"{verb}：{row.title}",
        source=_("共建协议 · %(unit)s") % {"unit": row.organisation},
        url=reverse("cobuilding:agreement", args=[row.pk]),
        verb=verb,
        status=status,
        due_on=row.ends_on if is_bound else None,
    )
