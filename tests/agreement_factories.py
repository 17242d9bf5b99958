"""Builders of agreements for tests: two sides, a draft of a consented claim, a signed one, a delivery."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from gongjian.apps.cobuilding.choices import Side
from gongjian.apps.cobuilding.models import Agreement, AgreementLine, Delivery, Need
from gongjian.apps.cobuilding.services.agreements import DeliverySpec, enter_delivery, sign_agreement
from gongjian.apps.cobuilding.services.claims import ClaimSpec, claim_need, consent
from gongjian.apps.parties.models import Organisation
from gongjian.core.access import Actor
from tests.cobuilding_factories import make_liaison, make_unit, make_worker


@dataclass(frozen=True)
class Both:
    """The two sides: a unit with its liaison, a worker of the community."""

    unit: Organisation
    liaison: Actor
    worker: Actor


def both() -> Both:
    """A bank and a community."""
    unit = make_unit()
    return Both(unit, make_liaison(unit).as_actor(), make_worker().as_actor())


def draft(cast: Both, need: Need, quantity: int | None = None) -> Agreement:
    """A draft: the unit claims, the community consents."""
    spec = ClaimSpec(need_id=need.pk, quantity=quantity or need.quantity, organisation_id=cast.unit.pk)
    claim = claim_need(actor=cast.liaison, spec=spec)
    consent(actor=cast.worker, claim_id=claim.pk)
    return Agreement.objects.get(lines__claim=claim)


def agreed(cast: Both, agreement: Agreement) -> Agreement:
    """Sign a draft on both sides."""
    sign_agreement(actor=cast.worker, agreement_id=agreement.pk, side=Side.COMMUNITY)
    return sign_agreement(actor=cast.liaison, agreement_id=agreement.pk, side=Side.UNIT)


def signed(cast: Both, need: Need, quantity: int | None = None) -> Agreement:
    """An agreement in force."""
    return agreed(cast, draft(cast, need, quantity))


def line_of(agreement: Agreement) -> AgreementLine:
    """The first line."""
    return agreement.lines.order_by("pk")[0]


def deliver(
    actor: Actor, agreement: Agreement, quantity: int, on: date | None = None, **stated: Any
) -> Delivery:
    """Record a delivery of the first line."""
    spec = DeliverySpec(
        line_id=line_of(agreement).pk, on=on or timezone.localdate(), quantity=quantity, **stated
    )
    return enter_delivery(actor=actor, agreement_id=agreement.pk, spec=spec)
