"""Matters: opened and numbered, handled, checked to the end, moved in time for a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.places.selectors import get_place
from gongjian.apps.programmes.services import Upload
from gongjian.apps.programmes.services.attachments import check_count, store_uploads
from gongjian.apps.programmes.services.notices import tell
from gongjian.apps.supervision.choices import EntryKind, MatterOrigin, MatterStatus
from gongjian.apps.supervision.models import Matter, MatterEntry, Note
from gongjian.apps.supervision.selectors.matters import get_matter, is_handled_by
from gongjian.apps.supervision.selectors.who import issuing_place
from gongjian.apps.supervision.services.numbers import next_number
from gongjian.apps.supervision.services.plans import programme_of
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.rules import rule_value
from gongjian.core.workdays import add_workdays


@dataclass(frozen=True, kw_only=True)
class MatterSpec:
    """A matter as somebody wrote it; without a due day the usual number of working days is given."""

    origin: MatterOrigin
    title: str
    place_code: str
    organisation_id: int | None = None
    detail: str = ""
    source: str = ""
    due_on: date | None = None
    co_unit_ids: tuple[int, ...] = ()
    programme_id: int | None = None
    is_demo: bool = False


@transaction.atomic
def open_matter(*, actor: Actor, spec: MatterSpec, note: Note | None = None) -> Matter:
    """Number a matter, give it to its handler and tell him."""
    issuer = issuing_place(actor, Right.SUPERVISION_NOTE, spec.place_code)
    get_place(spec.place_code)
    today = timezone.localdate()
    if not spec.title.strip():
        raise Invalid("没有写要办什么。请用一句话写清。")
    units = _units(actor, spec)
    due_on = spec.due_on or _usual_due_on(today, spec.place_code)
    if due_on < today:
        raise Invalid("时限已经过了。请写今天或以后的日期。")
    matter = Matter.objects.create(
        place_code=spec.place_code,
        organisation_id=spec.organisation_id,
        issuer_place_code=issuer,
        programme=note.programme if note else programme_of(actor, spec.programme_id),
        year=today.year,
        number=next_number(Matter.objects.filter(issuer_place_code=issuer, year=today.year), issuer),
        origin=spec.origin,
        source=spec.source.strip(),
        note=note,
        title=spec.title.strip(),
        detail=spec.detail.strip(),
        opened_on=today,
        first_due_on=due_on,
        due_on=due_on,
        opened_by_id=actor.user_id,
        is_demo=spec.is_demo,
    )
    matter.co_units.set(units)
    add_entry(actor, matter, EntryKind.OPENED, due_on=due_on)
    audit.record(actor, "supervision.matter_opened", matter, after=audit.snapshot(matter, "title", "due_on"))
    tell_handlers(matter, f"{matter.number_text}交办：{matter.title}，{_day(due_on)}前办结。", due_on=due_on)
    return matter


def _usual_due_on(today: date, place_code: str) -> date:
    return add_workdays(
        today, int(rule_value("supervision.matter_workdays", on=today, place_code=place_code))
    )


def _units(actor: Actor, spec: MatterSpec) -> list[int]:
    asked = {*spec.co_unit_ids, *([spec.organisation_id] if spec.organisation_id else [])}
    known = set(Organisation.objects.visible_to(actor).filter(pk__in=asked).values_list("pk", flat=True))
    if asked - known:
        raise NotFound("没有找到承办或协办的单位。请重新选。")
    return sorted(set(spec.co_unit_ids) - {spec.organisation_id})


@transaction.atomic
def report_progress(
    *, actor: Actor, matter_id: int, text: str, uploads: Sequence[Upload] = (), is_done: bool = False
) -> Matter:
    """Write what was done, with evidence; `is_done` asks the issuer to check and close."""
    matter = handled(actor, matter_id)
    if not text.strip():
        raise Invalid("没有写进展。请写做了什么、还差什么。")
    check_count(0, uploads, matter.place_code)
    kind = EntryKind.APPLIED if is_done else EntryKind.PROGRESS
    entry = add_entry(actor, matter, kind, text=text.strip())
    entry.files.set(
        store_uploads(
            actor=actor,
            uploads=uploads,
            place_code=matter.place_code,
            unit_id=matter.organisation_id,
            right=Right.SUPERVISION_VIEW,
        )
    )
    if is_done:
        matter.status, matter.applied_on = MatterStatus.CHECKING, timezone.localdate()
        matter.save(update_fields=["status", "applied_on"])
        tell_issuers(matter, f"{matter.number_text}申请办结，请核查：{matter.title}。")
    audit.record(actor, "supervision.matter_reported", matter, after={"status": matter.status, "text": text})
    return matter


@transaction.atomic
def check_matter(*, actor: Actor, matter_id: int, is_closed: bool, text: str = "") -> Matter:
    """Close a matter that its handler says is done, or send it back with the reason."""
    matter = issued(actor, matter_id)
    if matter.status != MatterStatus.CHECKING:
        raise Conflict("承办单位还没有申请办结。")
    if not is_closed and not text.strip():
        raise Invalid("请写明退回的原因，承办单位要照着办。")
    if is_closed:
        matter.status, matter.closed_on = MatterStatus.CLOSED, timezone.localdate()
    else:
        matter.status, matter.applied_on = MatterStatus.OPEN, None
    matter.save(update_fields=["status", "closed_on", "applied_on"])
    add_entry(actor, matter, EntryKind.CLOSED if is_closed else EntryKind.SENT_BACK, text=text.strip())
    act = "supervision.matter_closed" if is_closed else "supervision.matter_sent_back"
    audit.record(actor, act, matter, after={"status": matter.status, "reason": text.strip()})
    said = "核查通过，已办结" if is_closed else "核查没有通过，请再办"
    tell_handlers(matter, f"{matter.number_text}{said}：{matter.title}。{text.strip()}")
    return matter


@transaction.atomic
def void_matter(*, actor: Actor, matter_id: int, reason: str) -> Matter:
    """Take a matter back, saying why; it keeps its number."""
    matter = issued(actor, matter_id)
    if not reason.strip():
        raise Invalid("请写明作废的原因。")
    matter.status = MatterStatus.VOID
    matter.save(update_fields=["status"])
    add_entry(actor, matter, EntryKind.VOIDED, text=reason.strip())
    audit.record(actor, "supervision.matter_voided", matter, after={"reason": reason.strip()})
    tell_handlers(matter, f"{matter.number_text}作废，不用再办：{matter.title}。{reason.strip()}")
    return matter


def handled(actor: Actor, matter_id: int) -> Matter:
    """Load a running matter for its handler, locked."""
    matter = get_matter(actor, matter_id)
    if not is_handled_by(actor, matter):
        raise NotAllowed("这件督办件不由你承办。")
    locked: Matter = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    if locked.status != MatterStatus.OPEN:
        raise Conflict(f"这件督办件现在是“{locked.get_status_display()}”，不能再报。")
    return locked


def issued(actor: Actor, matter_id: int) -> Matter:
    """Load a matter that is not over for the place that gave it, locked."""
    matter = get_matter(actor, matter_id)
    actor.require(Right.SUPERVISION_MANAGE, matter.issuer_place_code)
    locked: Matter = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    if locked.is_over:
        raise Conflict(f"这件督办件已经{locked.get_status_display()}。")
    return locked


def add_entry(
    actor: Actor,
    matter: Matter,
    kind: EntryKind,
    *,
    text: str = "",
    due_on: date | None = None,
    step: str = "",
) -> MatterEntry:
    """Add a line to the timeline."""
    return MatterEntry.objects.create(
        matter=matter, kind=kind, text=text, due_on=due_on, step=step, by_id=actor.user_id, at=timezone.now()
    )


def tell_handlers(matter: Matter, sentence: str, *, due_on: date | None = None) -> None:
    """Tell those who handle a matter."""
    units = [matter.organisation_id] if matter.organisation_id else []
    places = [] if units else [matter.place_code]
    people = holders_of(Right.SUPERVISION_ANSWER, places, units)
    tell(people, sentence, matter_url(matter), matter.place_code, due_on=due_on)


def tell_issuers(matter: Matter, sentence: str) -> None:
    """Tell those who follow a matter up for the place that gave it."""
    people = holders_of(Right.SUPERVISION_MANAGE, [matter.issuer_place_code])
    tell(people, sentence, matter_url(matter), matter.issuer_place_code)


def matter_url(matter: Matter) -> str:
    """Return the address of a matter."""
    return reverse("supervision:matter", args=[matter.pk])


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
