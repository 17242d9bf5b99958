"""Pairings: begun by the community, kept by both sides, ended with a reason."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices.pairings import VISITS_OF, PairingKind, VisitKind
from gongjian.apps.cobuilding.models import Pairing, PairingVisit
from gongjian.apps.cobuilding.selectors.units import speaks_for
from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound

COMMUNITY_DIGITS = 12


@dataclass(frozen=True, kw_only=True)
class PairingSpec:
    """A pairing as asked for: a unit, or the name of a building or activist."""

    place_code: str
    kind: PairingKind
    organisation_id: int | None = None
    subject: str = ""
    leader: str = ""
    purpose: str
    starts_on: date
    ends_on: date
    is_demo: bool = False


@dataclass(frozen=True, kw_only=True)
class VisitSpec:
    """What was done on a day: which kind of visit, how many took part, in words."""

    kind: VisitKind
    on: date
    people: int
    words: str


@transaction.atomic
def make_pairing(*, actor: Actor, spec: PairingSpec) -> Pairing:
    """Begin a pairing of a community. Raises Conflict where the two are paired already, Invalid for a wrong side or term."""
    actor.require(Right.COBUILDING_MANAGE, spec.place_code)
    if len(spec.place_code) != COMMUNITY_DIGITS:
        raise Invalid("结对按社区登记。请先在上面选一个社区。")
    get_place(spec.place_code)
    if spec.ends_on < spec.starts_on:
        raise Invalid("止日早于起日。请改日期。")
    unit = _unit(actor, spec)
    if unit and Pairing.objects.filter(place_code=spec.place_code, organisation=unit, ended_on=None).exists():
        raise Conflict(f"社区和{unit.name}已经在结对。要换约定，请先结束原来的。")
    pairing = Pairing.objects.create(
        place_code=spec.place_code,
        kind=spec.kind,
        organisation=unit,
        subject="" if unit else spec.subject.strip(),
        leader=spec.leader.strip(),
        purpose=spec.purpose.strip(),
        starts_on=spec.starts_on,
        ends_on=spec.ends_on,
        made_by_id=actor.user_id,
        is_demo=spec.is_demo,
    )
    after = audit.snapshot(pairing, "kind", "organisation_id", "purpose", "starts_on", "ends_on")
    audit.record(actor, "cobuilding.pairing_made", pairing, after=after)
    return pairing


def _unit(actor: Actor, spec: PairingSpec) -> Organisation | None:
    """Return the unit of a pairing with one, None for a building or activist; Invalid where the other side lacks."""
    if spec.kind != PairingKind.UNIT:
        if not spec.subject.strip():
            raise Invalid("没有写是哪栋楼、哪位积极分子。请写上。")
        return None
    rows = Organisation.objects.visible_to(actor).filter(pk=spec.organisation_id, is_active=True)
    unit: Organisation | None = rows.one() if spec.organisation_id else None
    if unit is None:
        raise Invalid("没有选结对的单位。请从名录里选一个在用的单位。")
    return unit


@transaction.atomic
def end_pairing(*, actor: Actor, pairing_id: int, reason: str) -> Pairing:
    """End a pairing today, before its term, with the reason."""
    pairing = lock_pairing(actor, pairing_id)
    actor.require(Right.COBUILDING_MANAGE, pairing.place_code)
    if pairing.ended_on is not None:
        raise Conflict("这对结对已经结束。")
    if not reason.strip():
        raise Invalid("请写明为什么提前结束。")
    pairing.ended_on, pairing.end_reason = timezone.localdate(), reason.strip()
    pairing.save(update_fields=["ended_on", "end_reason"])
    audit.record(
        actor, "cobuilding.pairing_ended", pairing, after=audit.snapshot(pairing, "ended_on", "end_reason")
    )
    return pairing


@transaction.atomic
def record_visit(*, actor: Actor, pairing_id: int, spec: VisitSpec) -> PairingVisit:
    """Write down what was done on a day; the community does, or the unit in its own pairing."""
    pairing = lock_pairing(actor, pairing_id)
    if not speaks_for(actor, pairing.organisation_id):
        actor.require(Right.COBUILDING_MANAGE, pairing.place_code)
    if spec.kind not in VISITS_OF[PairingKind(pairing.kind)]:
        raise Invalid(f"“{pairing.get_kind_display()}”里没有“{spec.kind.label}”。请另选一种。")
    last_on = min(pairing.ended_on or pairing.ends_on, pairing.ends_on, timezone.localdate())
    if not pairing.starts_on <= spec.on <= last_on:
        raise Invalid("日期要在结对的期限里，不能晚于今天。请改日期。")
    if not spec.words.strip():
        raise Invalid("没有写说了什么、办了什么。请用一句话写清。")
    visit = PairingVisit.objects.create(
        pairing=pairing,
        kind=spec.kind,
        on=spec.on,
        people=spec.people,
        words=spec.words.strip(),
        entered_by_id=actor.user_id,
        entered_at=timezone.now(),
    )
    audit.record(
        actor, "cobuilding.visit_recorded", pairing, after=audit.snapshot(visit, "kind", "on", "people")
    )
    return visit


@transaction.atomic
def withdraw_visit(*, actor: Actor, visit_id: int, reason: str) -> PairingVisit:
    """Take back an entry that was wrong, with the reason: it counts no more. The community does, or who entered it."""
    rows = PairingVisit.objects.visible_to(actor).select_related("pairing")
    visit: PairingVisit | None = rows.select_for_update(no_key=True, of=("self",)).filter(pk=visit_id).one()
    if visit is None:
        raise NotFound()
    if visit.entered_by_id != actor.user_id and not actor.can(
        Right.COBUILDING_MANAGE, visit.pairing.place_code
    ):
        raise NotAllowed("这一笔不是你记的。请记的人或社区来撤。")
    if visit.withdrawn_at is not None:
        raise Conflict("这一笔已经撤回。")
    if not reason.strip():
        raise Invalid("请写明为什么撤回。")
    visit.withdrawn_at, visit.withdrawn_reason = timezone.now(), reason.strip()
    visit.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    after = audit.snapshot(visit, "on", "withdrawn_reason")
    audit.record(actor, "cobuilding.visit_withdrawn", visit.pairing, after=after)
    return visit


def lock_pairing(actor: Actor, pairing_id: int) -> Pairing:
    """Return a pairing in sight, locked; NotFound also for another's."""
    rows = Pairing.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    pairing: Pairing | None = rows.filter(pk=pairing_id).one()
    if pairing is None:
        raise NotFound()
    return pairing
