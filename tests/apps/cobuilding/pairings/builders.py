"""Builders of pairings, visits, tea parties and opinions: a test names only what it cares about."""

from datetime import date, datetime

from django.utils import timezone

from gongjian.apps.cobuilding.choices.pairings import PairingKind, VisitKind
from gongjian.apps.cobuilding.models import Pairing, PairingVisit, TeaParty, UnitOpinion
from gongjian.apps.cobuilding.services import pairings as services
from gongjian.apps.cobuilding.services.pairings import PairingSpec, PartySpec, VisitSpec
from gongjian.apps.parties.models import Organisation
from gongjian.core.access import Actor
from tests.factories import COMMUNITIES

COMMUNITY, TODAY = COMMUNITIES[0], date(2026, 11, 25)


def moment(day: date, hour: int = 10) -> datetime:
    """A moment in the office's zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def make_pairing(actor: Actor, unit: Organisation | None = None, **fields: object) -> Pairing:
    """The community paired with a unit for the year, or a building with its households."""
    usual = {
        "place_code": COMMUNITY,
        "kind": PairingKind.UNIT if unit else PairingKind.BUILDING,
        "organisation_id": unit.pk if unit else None,
        "subject": "" if unit else "3栋",
        "purpose": "一起办健康讲座",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
    }
    return services.make_pairing(actor=actor, spec=PairingSpec(**{**usual, **fields}))  # type: ignore[arg-type]


def visit(actor: Actor, pairing: Pairing, **fields: object) -> PairingVisit:
    """A visit of the unit today."""
    usual = {"kind": VisitKind.TO_COMMUNITY, "on": TODAY, "people": 3, "words": "来看活动室，商量义诊"}
    spec = VisitSpec(**{**usual, **fields})  # type: ignore[arg-type]
    return services.record_visit(actor=actor, pairing_id=pairing.pk, spec=spec)


def make_party(actor: Actor, year: int = 2026, on: date = TODAY) -> TeaParty:
    """The tea party of a year."""
    spec = PartySpec(place_code=COMMUNITY, year=year, on=on, venue="社区活动室")
    return services.plan_party(actor=actor, spec=spec)


def make_opinion(actor: Actor, party: TeaParty, unit: Organisation, text: str = "") -> UnitOpinion:
    """What a unit says there."""
    return services.write_opinion(
        actor=actor,
        tea_party_id=party.pk,
        organisation_id=unit.pk,
        text=text or "门口停车太乱，请划出通道",
        said_by="办公室主任",
    )
