"""The roll: drawn from the residents' register, posted, objected to, answered, frozen with its hash published."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongjian.apps.councils.choices.elections import (
    CorrectionKind,
    CorrectionStatus,
    ElectionStatus,
    RemindStep,
)
from gongjian.apps.councils.models.elections import Election, RollCorrection, RollEntry
from gongjian.apps.councils.selectors.elections import last_day_to_object, last_day_to_post, voters_of
from gongjian.apps.councils.services.elections.reminding import remind_roll
from gongjian.apps.councils.services.elections.steps import managed_election, take_step
from gongjian.apps.parties.selectors.residents import get_resident
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.engines import tally

BATCH = 500


@dataclass(frozen=True)
class Drawn:
    """How many came onto the roll, how many are too young, of how many the age isn't known."""

    listed: int
    too_young: int
    age_unknown: int


@transaction.atomic
def draw_roll(*, actor: Actor, election_id: int) -> Drawn:
    """Draw the roll from the register anew: who is old enough on election day and lives in the area."""
    election = managed_election(actor, election_id, ElectionStatus.PLANNED)
    found = voters_of(actor, election)
    election.roll.all().delete()
    RollEntry.objects.bulk_create(
        (
            RollEntry(election=election, resident_id=key, number=number)
            for number, key in enumerate(found.keys, 1)
        ),
        batch_size=BATCH,
    )
    drawn = Drawn(len(found.keys), found.too_young, found.age_unknown)
    audit.record(actor, "councils.election_roll_drawn", election, after=vars(drawn))
    return drawn


@transaction.atomic
def post_roll(*, actor: Actor, election_id: int) -> Election:
    """Post the roll for all to see, names masked; not later than the rule says before election day."""
    election = managed_election(actor, election_id, ElectionStatus.PLANNED)
    if not election.roll.exists():
        raise Conflict("名册是空的。请先从居民登记里造名册。")
    last = last_day_to_post(election)
    if timezone.localdate() > last:
        raise Conflict(
            f"名册要在选举日的 {election.rule['roll_days']} 日前公布，最晚是{last:%Y-%m-%d}。请把选举日往后改，重新计划。"
        )
    election.posted_on = timezone.localdate()
    take_step(election, ElectionStatus.POSTED, "posted_on")
    audit.record(actor, "councils.election_roll_posted", election, after={"voters": election.roll.count()})
    remind_roll(election, RemindStep.POSTED)
    return election


@dataclass(frozen=True)
class CorrectionSpec:
    """What somebody says against the roll: who should be on it, or off it, and why."""

    kind: CorrectionKind
    resident_id: int
    words: str
    objector: str = ""


@transaction.atomic
def correct_roll(*, actor: Actor, election_id: int, spec: CorrectionSpec) -> RollCorrection:
    """Take an objection to the roll, until the rule's last day."""
    election = managed_election(actor, election_id, ElectionStatus.POSTED)
    resident = get_resident(actor, spec.resident_id)
    if timezone.localdate() > last_day_to_object(election):
        raise Conflict(f"对名册的异议要在公布以后 {election.rule['objection_days']} 日内提出，已经过了。")
    if not spec.words.strip():
        raise Invalid("请写明为什么要加上或去掉。")
    is_listed = election.roll.filter(resident=resident, is_struck=False).exists()
    if spec.kind == CorrectionKind.ADD and is_listed:
        raise Conflict("这个人已经在名册上。")
    if spec.kind == CorrectionKind.STRIKE and not is_listed:
        raise Conflict("这个人不在名册上。")
    if election.corrections.filter(resident=resident, status=CorrectionStatus.WAITING).exists():
        raise Conflict("这个人已经有一条异议待答复。请先答复。")
    correction = RollCorrection.objects.create(
        election=election,
        kind=spec.kind,
        resident=resident,
        words=spec.words.strip(),
        objector=spec.objector.strip(),
        raised_on=timezone.localdate(),
    )
    audit.record(actor, "councils.election_roll_objected", correction, place_code=election.place_code)
    return correction


@transaction.atomic
def answer_correction(
    *, actor: Actor, election_id: int, correction_id: int, is_upheld: bool, answer: str
) -> RollCorrection:
    """Answer an objection; upheld, the roll is changed at once."""
    election = managed_election(actor, election_id, ElectionStatus.POSTED)
    row = election.corrections.select_for_update(no_key=True).filter(pk=correction_id).first()
    if row is None:
        raise NotFound()
    if row.status != CorrectionStatus.WAITING:
        raise Conflict("这条异议已经答复过。")
    if not answer.strip():
        raise Invalid("请写答复，采纳或不采纳都要说明理由。")
    row.status = CorrectionStatus.UPHELD if is_upheld else CorrectionStatus.REFUSED
    row.answer, row.answered_on = answer.strip(), timezone.localdate()
    row.save(update_fields=["status", "answer", "answered_on"])
    if is_upheld:
        _apply(election, row)
    audit.record(
        actor,
        "councils.election_objection_answered",
        row,
        after={"status": row.status},
        place_code=election.place_code,
    )
    return row


def _apply(election: Election, row: RollCorrection) -> None:
    if row.kind == CorrectionKind.STRIKE:
        election.roll.filter(resident_id=row.resident_id).update(is_struck=True)
        return
    last = election.roll.aggregate(last=Max("number"))["last"] or 0
    RollEntry.objects.update_or_create(
        election=election,
        resident_id=row.resident_id,
        defaults={"is_struck": False},
        create_defaults={"is_struck": False, "number": last + 1},
    )


@transaction.atomic
def freeze_roll(*, actor: Actor, election_id: int) -> Election:
    """Freeze the roll once nobody may object any more and all is answered; publish its hash."""
    election = managed_election(actor, election_id, ElectionStatus.POSTED)
    last = last_day_to_object(election)
    if timezone.localdate() <= last:
        raise Conflict(f"异议期到{last:%Y-%m-%d}，过了这天才能锁定名册。")
    if waiting := election.corrections.filter(status=CorrectionStatus.WAITING).count():
        raise Conflict(f"还有 {waiting} 条异议没有答复。请先答复再锁定。")
    roll = frozen(election)
    election.roll_hash, election.roll_size = roll.hash, len(roll.voters)
    election.frozen_at = timezone.now()
    take_step(election, ElectionStatus.FROZEN, "roll_hash", "roll_size", "frozen_at")
    audit.record(
        actor,
        "councils.election_roll_frozen",
        election,
        after={"voters": election.roll_size, "hash": election.roll_hash},
    )
    return election


def frozen(election: Election) -> tally.Roll:
    """Return the roll as the engine fixes it: every voter not struck off, by the register's key."""
    keys = election.roll.filter(is_struck=False).values_list("resident_id", flat=True)
    return tally.freeze(election.key, map(str, keys))
