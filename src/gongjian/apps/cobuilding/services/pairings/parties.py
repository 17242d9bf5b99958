"""The yearly tea party: planned with its seats, held, its report composed from the records."""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import AllianceSide
from gongjian.apps.cobuilding.choices.pairings import PartyStatus
from gongjian.apps.cobuilding.models import AllianceMember, Pairing, TeaParty, TeaPartySeat
from gongjian.apps.cobuilding.selectors.pairings.composing import report_body
from gongjian.apps.cobuilding.selectors.pairings.pairings import in_force
from gongjian.apps.cobuilding.selectors.pairings.parties import get_seat
from gongjian.apps.cobuilding.selectors.units import speaks_for
from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.selectors.composing import usual_issuer
from gongjian.apps.documents.services import draft_document, reread_figures, save_body
from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.figures import Period

COMMUNITY_DIGITS = 12
GIVING = (AllianceSide.UNIT, AllianceSide.SOCIAL)


@dataclass(frozen=True, kw_only=True)
class PartySpec:
    """A tea party as planned: the year it reports on, when and where."""

    place_code: str
    year: int
    on: date
    starts_at: time | None = None
    venue: str = ""
    is_demo: bool = False


@transaction.atomic
def plan_party(*, actor: Actor, spec: PartySpec) -> TeaParty:
    """Plan the tea party of a year; the units of the alliance and of the pairings in force have their seats at once."""
    actor.require(Right.COBUILDING_MANAGE, spec.place_code)
    if len(spec.place_code) != COMMUNITY_DIGITS:
        raise Invalid("茶话会由社区开。请先在上面选一个社区。")
    get_place(spec.place_code)
    if not spec.year <= spec.on.year <= spec.year + 1:
        raise Invalid(f"{spec.year}年度的茶话会应在当年或第二年开。请改日期。")
    same = TeaParty.objects.filter(place_code=spec.place_code)
    if same.filter(year=spec.year).exists():
        raise Conflict(f"{spec.year}年度的茶话会已经有了。请从列表里打开。")
    party = TeaParty.objects.create(
        place_code=spec.place_code,
        year=spec.year,
        on=spec.on,
        starts_at=spec.starts_at,
        venue=spec.venue.strip(),
        previous=same.filter(year__lt=spec.year, following=None).order_by("-year").first(),
        made_by_id=actor.user_id,
        changed_at=timezone.now(),
        is_demo=spec.is_demo,
    )
    units = _invited(spec.place_code, spec.on)
    TeaPartySeat.objects.bulk_create(TeaPartySeat(party=party, organisation_id=unit) for unit in units)
    after = {**audit.snapshot(party, "year", "on", "venue"), "units": units}
    audit.record(actor, "cobuilding.party_planned", party, after=after)
    return party


def _invited(place_code: str, day: date) -> list[int]:
    members = AllianceMember.objects.filter(
        alliance__place_code=place_code,
        alliance__ended_on=None,
        joined_on__lte=day,
        left_on=None,
        side__in=GIVING,
    )
    paired = Pairing.objects.filter(
        in_force(min(day, timezone.localdate())), place_code=place_code, organisation__isnull=False
    )
    found = set(members.values_list("organisation_id", flat=True))
    return sorted(found | set(paired.values_list("organisation_id", flat=True)))


@transaction.atomic
def add_seat(*, actor: Actor, tea_party_id: int, organisation_id: int) -> TeaPartySeat:
    """Invite one more unit."""
    party = lock_party(actor, tea_party_id)
    actor.require(Right.COBUILDING_MANAGE, party.place_code)
    unit = Organisation.objects.visible_to(actor).filter(pk=organisation_id, is_active=True).one()
    if unit is None:
        raise Invalid("没有找到这个单位。请从名录里选一个在用的单位。")
    if TeaPartySeat.objects.filter(party=party, organisation=unit).exists():
        raise Conflict(f"{unit.name}已经在名单里。")
    seat = TeaPartySeat.objects.create(party=party, organisation=unit)
    audit.record(actor, "cobuilding.seat_added", party, after={"organisation_id": unit.pk})
    return seat


@transaction.atomic
def note_attendance(*, actor: Actor, seat_id: int, came: bool | None, delegates: str) -> TeaPartySeat:
    """Note whether a unit came and who for it. The unit itself may name its delegates before."""
    seat = get_seat(actor, seat_id)
    if not (came is None and speaks_for(actor, seat.organisation_id)):
        actor.require(Right.COBUILDING_MANAGE, seat.party.place_code)
    if came and not delegates.strip():
        raise Invalid("没有写来的是谁。请写姓名、职务。")
    before = audit.snapshot(seat, "came", "delegates")
    seat.came, seat.delegates = came, delegates.strip()
    seat.save(update_fields=["came", "delegates"])
    after = audit.snapshot(seat, "came", "delegates")
    audit.record(actor, "cobuilding.attendance_noted", seat.party, before=before, after=after)
    return seat


@transaction.atomic
def hold_party(*, actor: Actor, tea_party_id: int) -> TeaParty:
    """Note that the tea party was held, once it is noted of every unit whether it came."""
    party = lock_party(actor, tea_party_id)
    actor.require(Right.COBUILDING_MANAGE, party.place_code)
    if party.status == PartyStatus.HELD:
        raise Conflict("这次茶话会已经记为开过。")
    if party.on > timezone.localdate():
        raise Invalid("还没到开会的日子，不能记为已开。")
    unknown = TeaPartySeat.objects.filter(party=party, came=None).count()
    if unknown:
        raise Invalid(f"还有 {unknown} 个单位没有记到没到。请先记齐。")
    party.status, party.changed_at = PartyStatus.HELD, timezone.now()
    party.save(update_fields=["status", "changed_at"])
    audit.record(actor, "cobuilding.party_held", party, after=audit.snapshot(party, "status"))
    return party


@transaction.atomic
def compose_report(*, actor: Actor, tea_party_id: int) -> TeaParty:
    """Write the community's report of the year from the records; while it is a draft, again.

    Where the person drafts no documents the report is prepared for the office to work on.
    """
    party = lock_party(actor, tea_party_id)
    actor.require(Right.COBUILDING_MANAGE, party.place_code)
    drafter = actor if actor.can(Right.DOCUMENTS_DRAFT, party.place_code) else SYSTEM
    body = report_body(party)
    if party.report is None:
        issuer = usual_issuer(drafter, party.place_code, [])
        party.report = draft_document(
            actor=drafter,
            place_code=party.place_code,
            kind=DocumentKind.REPORT,
            title=f"{issuer.name}{party.year}年共驻共建工作报告",
            issuer_id=issuer.pk,
            period=Period(date(party.year, 1, 1), date(party.year, 12, 31)),
            body=body,
            head={"addressee": "各驻区单位"},
            is_demo=party.is_demo,
        )
        party.save(update_fields=["report"])
    else:
        if not party.report.is_draft:
            state = party.report.get_status_display()
            raise Conflict(f"报告现在是“{state}”，不能重写。要改请先退回拟稿。")
        save_body(actor=drafter, document_id=party.report.pk, body=body)
        reread_figures(actor=drafter, document_id=party.report.pk)
    audit.record(actor, "cobuilding.report_composed", party, after={"document_id": party.report.pk})
    return party


def lock_party(actor: Actor, tea_party_id: int) -> TeaParty:
    """Return a tea party in sight, locked; NotFound also for another's."""
    rows = TeaParty.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    party: TeaParty | None = rows.filter(pk=tea_party_id).one()
    if party is None:
        raise NotFound()
    return party
