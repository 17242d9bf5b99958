"""Give a matter to those who must act: one unit, or several whistled up with one that leads (吹哨报到)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import StepKind
from gongjian.apps.matters.models import Assignment, Matter
from gongjian.apps.matters.services.entries import add_step, named, tell_reporter, tell_unit
from gongjian.apps.matters.services.locking import at_desk
from gongjian.apps.parties.models import Organisation
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotFound

WORDS_LIMIT = 500


@transaction.atomic
def dispatch(*, actor: Actor, matter_id: int, organisation_id: int, words: str = "") -> Matter:
    """Give a filed or handed back matter to one unit."""
    matter = at_desk(actor, matter_id, "dispatch")
    [unit] = _units(matter, [organisation_id])
    _give(actor, matter, [unit], words, is_whistled=False)
    add_step(actor, matter, StepKind.DISPATCHED, words.strip(), organisation_id=unit.pk, is_public=True)
    audit.record(actor, "matters.dispatched", matter, after={"lead": unit.name, "text": words.strip()})
    tell_reporter(matter, StepKind.DISPATCHED, f"您反映的事已交{unit}办理。")
    return matter


@transaction.atomic
def whistle(
    *, actor: Actor, matter_id: int, lead_id: int, support_ids: Sequence[int], words: str = ""
) -> Matter:
    """Whistle several units to one matter, one of them in the lead; each is scored for turning up, and so is the street.

    Raises Invalid when there is none beside the lead.
    """
    matter = at_desk(actor, matter_id, "dispatch")
    others = [pk for pk in dict.fromkeys(support_ids) if pk != lead_id]
    if not others:
        raise Invalid("吹哨至少要叫两家：一家主办，一家以上协办。只有一家的，直接派办。")
    units = _units(matter, [lead_id, *others])
    _give(actor, matter, units, words, is_whistled=True)
    names = "、".join(str(unit) for unit in units[1:])
    said = f"主办 {units[0]}；协办 {names}"
    add_step(
        actor, matter, StepKind.WHISTLED, _said(said, words), organisation_id=units[0].pk, is_public=True
    )
    after = {"lead": units[0].name, "support": [unit.name for unit in units[1:]], "text": words.strip()}
    audit.record(actor, "matters.whistled", matter, after=after)
    tell_reporter(matter, StepKind.WHISTLED, f"您反映的事已交{units[0]}牵头、{names}配合办理。")
    return matter


@transaction.atomic
def add_unit(*, actor: Actor, matter_id: int, organisation_id: int, words: str = "") -> Assignment:
    """Whistle up one more unit to a matter that others have in hand."""
    matter = at_desk(actor, matter_id, "add_unit")
    [unit] = _units(matter, [organisation_id])
    if Assignment.objects.filter(matter=matter, organisation=unit, cycle=matter.cycle).exclude(
        state__in=("handed_back", "ended")
    ):
        raise Conflict(f"{unit}已经在办这件事。")
    [given] = _give(actor, matter, [unit], words, is_whistled=True, has_lead=True)
    add_step(
        actor,
        matter,
        StepKind.WHISTLED,
        _said(f"加派协办 {unit}", words),
        organisation_id=unit.pk,
        is_public=True,
    )
    audit.record(actor, "matters.unit_added", matter, after={"support": [unit.name], "text": words.strip()})
    return given


def _units(matter: Matter, unit_ids: Sequence[int]) -> list[Organisation]:
    """Load the units in the order asked: those of the places above and at the matter, and of the same county."""
    found = Organisation.objects.in_bulk(list(unit_ids))
    missing = [pk for pk in unit_ids if pk not in found or not found[pk].is_active]
    if missing or any(not _is_near(found[pk], matter) for pk in unit_ids):
        raise NotFound("要派的单位里有找不到、已停用或者不在本地的。请重新选。")
    return [found[pk] for pk in unit_ids]


def _is_near(unit: Organisation, matter: Matter) -> bool:
    """Say whether a unit belongs to a place above the matter, or to the same city."""
    return matter.place_code.startswith(unit.place_code) or unit.place_code[:4] == matter.place_code[:4]


def _give(
    actor: Actor,
    matter: Matter,
    units: Sequence[Organisation],
    words: str,
    *,
    is_whistled: bool,
    has_lead: bool = False,
) -> list[Assignment]:
    if len(words) > WORDS_LIMIT:
        raise Invalid(f"要求写了 {len(words)} 字，最多 {WORDS_LIMIT} 字。请写短一些。")
    matter.save(update_fields=["state"])
    now = timezone.now()
    given = []
    for number, unit in enumerate(units):
        one = Assignment.objects.create(
            matter=matter,
            organisation=unit,
            cycle=matter.cycle,
            is_lead=number == 0 and not has_lead,
            is_whistled=is_whistled,
            words=words.strip(),
            dispatched_by_id=actor.user_id,
            dispatched_at=now,
            due_at=matter.due_at,
        )
        tell_unit(one, f"{'吹哨' if is_whistled else '派办'}：{named(matter)}，请签收。")
        given.append(one)
    return given


def _said(first: str, words: str) -> str:
    return f"{first}。{words.strip()}" if words.strip() else first
