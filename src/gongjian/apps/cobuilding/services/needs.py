"""The list of needs: entered, changed, shown to more, withdrawn, passed up a level."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from gongjian.apps.cobuilding.choices import NEED_WAYS, OPEN_STATUSES, NeedSource, NeedStatus, next_status
from gongjian.apps.cobuilding.models import AgreementLine, Need, NeedHousehold
from gongjian.apps.cobuilding.models.lists import MOST_URGENT
from gongjian.apps.cobuilding.selectors.amounts import open_of_need
from gongjian.apps.cobuilding.selectors.lists import get_need
from gongjian.apps.cobuilding.services.entries import EntrySpec, check_publication, checked, fill, numbered
from gongjian.apps.cobuilding.services.telling import tell_desk
from gongjian.apps.parties.selectors import get_resident
from gongjian.apps.places.choices import Level
from gongjian.core import audit
from gongjian.core.access import LEVEL_LENGTHS, Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound

FIELDS = ("title", "category", "quantity", "for_whom", "urgency", "published_to", "expires_on", "status")


@dataclass(frozen=True, kw_only=True)
class HouseholdSpec:
    """The household a need was found in: a registered resident and what was seen, both for the community alone."""

    resident_id: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NeedSpec(EntrySpec):
    """A need as it is stated; `people` is how many it serves, `urgency` 1 to 5, `source_id` the key of what it came from."""

    for_whom: str
    people: int | None = None
    urgency: int = 3
    source: str = NeedSource.TYPED
    source_id: str = ""
    source_words: str = ""
    household: HouseholdSpec | None = None


@transaction.atomic
def enter_need(*, actor: Actor, spec: NeedSpec) -> Need:
    """Add a need to the list of a place. Raises Invalid with a sentence for what can't be taken."""
    actor.require(Right.COBUILDING_MANAGE, spec.place_code)
    need = Need(made_by_id=actor.user_id, is_demo=spec.is_demo)
    _state(need, spec)
    need.source, need.source_id = spec.source, spec.source_id
    need.source_words = spec.source_words.strip()
    need.status = NeedStatus.DRAFT if spec.is_draft else NeedStatus.OPEN
    numbered(need)
    _keep_household(actor, need, spec.household)
    audit.record(actor, "cobuilding.need_entered", need, after=audit.snapshot(need, *FIELDS, "source"))
    return need


@transaction.atomic
def edit_need(*, actor: Actor, need_id: int, spec: NeedSpec) -> Need:
    """Change a need that is still open; never below what was already agreed. Its place and source stay."""
    need = managed_need(actor, need_id, "edit")
    if spec.place_code != need.place_code:
        raise Invalid("需求登记在哪里不能改。请撤回这条，在那边另登一条。")
    before = audit.snapshot(need, *FIELDS)
    held = need.quantity - open_of_need(need)
    if spec.quantity < held:
        raise Conflict(f"已经约定了 {held}，数量不能比它少。")
    _state(need, spec)
    if need.status == NeedStatus.DRAFT and not spec.is_draft:
        need.status = NeedStatus.OPEN
    need.save()
    _keep_household(actor, need, spec.household)
    audit.record(actor, "cobuilding.need_changed", need, before=before, after=audit.snapshot(need, *FIELDS))
    return need


def _state(need: Need, spec: NeedSpec) -> None:
    fill(need, checked(spec, timezone.localdate()))
    if not spec.for_whom.strip():
        raise Invalid("没有写为谁。请写清楚哪些人要，如“独居老人”。")
    if not 1 <= spec.urgency <= MOST_URGENT:
        raise Invalid(f"紧急程度是 1 到 {MOST_URGENT}。")
    need.for_whom, need.people, need.urgency = spec.for_whom.strip(), spec.people, spec.urgency


def _keep_household(actor: Actor, need: Need, household: HouseholdSpec | None) -> None:
    """Keep the household; only a resident whom the actor may see, of the need's own community."""
    if household is None:
        return
    resident = get_resident(actor, household.resident_id)
    if not resident.place_code.startswith(need.place_code):
        raise Invalid("这位居民不在这条需求的社区。请核对。")
    values = {"resident": resident, "note": household.note.strip() or None}
    NeedHousehold.objects.update_or_create(need=need, defaults=values)


@transaction.atomic
def publish_need(*, actor: Actor, need_id: int, published_to: str | None) -> Need:
    """Show a need to the people of a place, its own or one above; None: to its owners alone."""
    need = managed_need(actor, need_id, "publish")
    check_publication(need.place_code, published_to)
    before = audit.snapshot(need, "published_to")
    need.published_to = published_to
    need.save(update_fields=["published_to"])
    audit.record(
        actor, "cobuilding.need_published", need, before=before, after=audit.snapshot(need, "published_to")
    )
    return need


@transaction.atomic
def withdraw_need(*, actor: Actor, need_id: int, reason: str) -> Need:
    """Take a need off the list, saying why; what was agreed before stands."""
    need = managed_need(actor, need_id, "withdraw")
    if not reason.strip():
        raise Invalid("请写明为什么撤回。")
    need.save(update_fields=["status"])
    audit.record(actor, "cobuilding.need_withdrawn", need, after={"reason": reason.strip()})
    return need


@transaction.atomic
def raise_need(*, actor: Actor, need_id: int, reason: str) -> Need:
    """Ask the level above for what nobody in reach can give, and tell it. Nothing above the city is asked."""
    need = managed_need(actor, need_id, "raise")
    above = place_above(need.place_code)
    if not reason.strip():
        raise Invalid("请写明为什么本级解决不了，上级会看到。")
    if len(above) < Level.CITY:
        raise Conflict("这是市一级的需求，上面没有可提请的。")
    need.raised_to, need.raised_at = above, timezone.now()
    need.save(update_fields=["status", "raised_to", "raised_at"])
    audit.record(actor, "cobuilding.need_raised", need, after={"reason": reason.strip(), "raised_to": above})
    tell_desk(above, need, f"{need.title}（{need.amount}）本级没有人能给，提请上级：{reason.strip()}")
    return need


def place_above(place_code: str) -> str:
    """Return the code of the place right above one."""
    return place_code[: max((length for length in LEVEL_LENGTHS if length < len(place_code)), default=0)]


@transaction.atomic
def refresh_need(need_id: int) -> Need:
    """Set a need to agreed once nothing of it is open, and back to open when something is again.

    Called wherever what is held of a need changes: a consent, an agreement signed, changed or ended early.
    """
    need: Need = Need.objects.select_for_update(no_key=True).get(pk=need_id)
    asking = (NeedStatus.OPEN, NeedStatus.RAISED)
    is_covered = open_of_need(need) == 0
    if is_covered and need.status in asking:
        need.status = next_status(NEED_WAYS, "agree", need.status)
    elif not is_covered and need.status == NeedStatus.AGREED:
        need.status = next_status(NEED_WAYS, "reopen", need.status)
    need.save(update_fields=["status"])
    return need


def settle_need(need_id: int) -> Need:
    """Set a need to met once as much was accepted as was wanted and nothing more is promised; else as `refresh_need`."""
    need = refresh_need(need_id)
    lines = AgreementLine.objects.filter(need=need)
    is_waiting = lines.filter(accepted__isnull=True, agreement__status__in=OPEN_STATUSES).exists()
    accepted = lines.aggregate(total=Sum("accepted"))["total"] or 0
    if not is_waiting and accepted >= need.quantity and need.status in NEED_WAYS["meet"].sources:
        need.status = next_status(NEED_WAYS, "meet", need.status)
        need.save(update_fields=["status"])
    return need


@transaction.atomic
def meet_need(*, actor: Actor, need_id: int) -> Need:
    """Note that a need was met: what was agreed for it was delivered and accepted, or it was solved otherwise."""
    need = managed_need(actor, need_id, "meet")
    need.save(update_fields=["status"])
    audit.record(actor, "cobuilding.need_met", need)
    return need


def managed_need(actor: Actor, need_id: int, act: str) -> Need:
    """Lock a need for those who keep the list of its place, and move its status in memory to where the act leads.

    Raises NotFound for another's need, NotAllowed without the right there, Conflict if the act isn't open now.
    """
    seen = get_need(actor, need_id)
    actor.require(Right.COBUILDING_MANAGE, seen.place_code)
    need: Need = Need.objects.select_for_update(no_key=True).get(pk=seen.pk)
    need.status = next_status(NEED_WAYS, act, need.status)
    return need


@transaction.atomic
def read_household(*, actor: Actor, need_id: int, reason: str) -> NeedHousehold:
    """Return the household of a need with what is encrypted, and write down who read it and why."""
    found: NeedHousehold | None = (
        NeedHousehold.objects.visible_to(actor)
        .select_related("resident", "need")
        .filter(need_id=need_id)
        .one()
    )
    if found is None:
        raise NotFound()
    if not reason.strip():
        raise Invalid("请写明查看的用途。")
    audit.record_read(actor, found, ("resident", "note"), reason.strip())
    return found
