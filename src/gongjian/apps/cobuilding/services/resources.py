"""The list of resources: offered by a unit itself or written down for it, changed, paused, withdrawn."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import RESOURCE_WAYS, ResourceStatus, next_status
from gongjian.apps.cobuilding.models import AllianceMember, Resource
from gongjian.apps.cobuilding.selectors.amounts import open_of_resource
from gongjian.apps.cobuilding.selectors.lists import get_resource
from gongjian.apps.cobuilding.selectors.units import speaks_for
from gongjian.apps.cobuilding.services.entries import EntrySpec, check_publication, checked, fill, numbered
from gongjian.apps.cobuilding.services.telling import tell_desk, tell_unit
from gongjian.apps.parties.models import Organisation
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound

FIELDS = ("title", "category", "quantity", "conditions", "published_to", "expires_on", "status")


@dataclass(frozen=True, kw_only=True)
class ResourceSpec(EntrySpec):
    """What a unit can give; `quantity` is its ceiling while the entry holds, `reach_m` how far from it in metres."""

    organisation_id: int
    conditions: str = ""
    reach_m: int | None = None


@transaction.atomic
def offer_resource(*, actor: Actor, spec: ResourceSpec) -> Resource:
    """Add a resource: by who speaks for the unit, or by the desk of the place on its behalf, which is marked.

    The unit is told of what was written down for it. Raises NotFound for a unit out of sight, NotAllowed.
    """
    unit = _unit_of(actor, spec)
    resource = Resource(organisation=unit, made_by_id=actor.user_id, is_demo=spec.is_demo)
    resource.is_by_desk = not speaks_for(actor, unit.pk)
    _state(resource, spec)
    resource.status = ResourceStatus.DRAFT if spec.is_draft else ResourceStatus.OFFERED
    numbered(resource)
    audit.record(
        actor, "cobuilding.resource_offered", resource, after=audit.snapshot(resource, *FIELDS, "is_by_desk")
    )
    if resource.is_by_desk:
        tell_unit(unit, resource, f"社区替{unit}登记了资源：{resource.title}（{resource.amount}）。请核对")
    elif resource.published_to:
        tell_desk(resource.place_code, resource, f"{unit}能提供：{resource.title}（{resource.amount}）")
    return resource


def _unit_of(actor: Actor, spec: ResourceSpec) -> Organisation:
    """Return the unit a resource belongs to, if the actor may state it: for himself anywhere, for others at his place."""
    unit = Organisation.objects.filter(pk=spec.organisation_id, is_active=True).first()
    if unit is None:
        raise NotFound("没有找到这个单位，或者它已停用。请重新选。")
    if speaks_for(actor, unit.pk):
        actor.require(Right.COBUILDING_OFFER)
        _check_ground(unit, spec.place_code)
        return unit
    actor.require(Right.COBUILDING_MANAGE, spec.place_code)
    _check_ground(unit, spec.place_code)
    return unit


def _check_ground(unit: Organisation, place_code: str) -> None:
    """Refuse a place that a unit has nothing to do with: neither its own, nor above or below it, nor its alliance's."""
    near = place_code.startswith(unit.place_code) or unit.place_code.startswith(place_code)
    if near:
        return
    member = AllianceMember.objects.filter(organisation=unit, left_on__isnull=True)
    if not member.filter(alliance__place_code__startswith=place_code).exists():
        raise Invalid(f"{unit}不在这个地方，也不是它的联盟成员。请选单位所在的地方。")


@transaction.atomic
def edit_resource(*, actor: Actor, resource_id: int, spec: ResourceSpec) -> Resource:
    """Change a resource; never below what was already agreed. Its unit stays."""
    resource = kept_resource(actor, resource_id, "edit")
    if spec.organisation_id != resource.organisation_id:
        raise Invalid("资源是哪个单位的不能改。请撤回这条，另登一条。")
    _check_ground(resource.organisation, spec.place_code)
    before = audit.snapshot(resource, *FIELDS)
    held = resource.quantity - open_of_resource(resource)
    if spec.quantity < held:
        raise Conflict(f"已经约定了 {held}，数量不能比它少。")
    _state(resource, spec)
    if resource.status == ResourceStatus.DRAFT and not spec.is_draft:
        resource.status = ResourceStatus.OFFERED
    resource.save()
    audit.record(
        actor,
        "cobuilding.resource_changed",
        resource,
        before=before,
        after=audit.snapshot(resource, *FIELDS),
    )
    return resource


def _state(resource: Resource, spec: ResourceSpec) -> None:
    fill(resource, checked(spec, timezone.localdate()))
    resource.conditions, resource.reach_m = spec.conditions.strip(), spec.reach_m


@transaction.atomic
def publish_resource(*, actor: Actor, resource_id: int, published_to: str | None) -> Resource:
    """Show a resource to the people of a place, its own or one above; None: to its owners alone."""
    resource = kept_resource(actor, resource_id, "edit")
    check_publication(resource.place_code, published_to)
    before = audit.snapshot(resource, "published_to")
    resource.published_to = published_to
    resource.save(update_fields=["published_to"])
    after = audit.snapshot(resource, "published_to")
    audit.record(actor, "cobuilding.resource_published", resource, before=before, after=after)
    return resource


@transaction.atomic
def pause_resource(*, actor: Actor, resource_id: int, reason: str) -> Resource:
    """Take a resource off what may be asked for until it is resumed; what was agreed stands."""
    return _step(actor, resource_id, "pause", "cobuilding.resource_paused", reason)


@transaction.atomic
def resume_resource(*, actor: Actor, resource_id: int) -> Resource:
    """Let a paused resource be asked for again."""
    resource = kept_resource(actor, resource_id, "resume")
    resource.save(update_fields=["status"])
    audit.record(actor, "cobuilding.resource_resumed", resource)
    return resource


@transaction.atomic
def withdraw_resource(*, actor: Actor, resource_id: int, reason: str) -> Resource:
    """Take a resource off the list, saying why; what was agreed before stands."""
    return _step(actor, resource_id, "withdraw", "cobuilding.resource_withdrawn", reason)


def _step(actor: Actor, resource_id: int, act: str, audited: str, reason: str) -> Resource:
    resource = kept_resource(actor, resource_id, act)
    if not reason.strip():
        raise Invalid("请写明原因，对方会看到。")
    resource.save(update_fields=["status"])
    audit.record(actor, audited, resource, after={"reason": reason.strip()})
    return resource


def may_keep(actor: Actor, resource: Resource) -> bool:
    """Say whether a person may change a resource: he speaks for its unit, or keeps the lists of its place."""
    return speaks_for(actor, resource.organisation_id) or actor.can(
        Right.COBUILDING_MANAGE, resource.place_code
    )


def kept_resource(actor: Actor, resource_id: int, act: str) -> Resource:
    """Lock a resource for its unit or the desk of its place, and move its status in memory to where the act leads.

    Raises NotFound for another's, NotAllowed where it is only shown, Conflict if the act isn't open now.
    """
    seen = get_resource(actor, resource_id)
    if not speaks_for(actor, seen.organisation_id):
        actor.require(Right.COBUILDING_MANAGE, seen.place_code)
    rows = Resource.objects.select_related("organisation").select_for_update(no_key=True, of=("self",))
    resource: Resource = rows.get(pk=seen.pk)
    resource.status = next_status(RESOURCE_WAYS, act, resource.status)
    return resource
