"""Claiming both ways (双向认领): one side asks, the other consents or declines; nothing is agreed before both did."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import (
    CLAIM_WAYS,
    NEED_WAYS,
    RESOURCE_WAYS,
    ClaimSide,
    ClaimStatus,
    next_status,
)
from gongjian.apps.cobuilding.models import AllianceMember, Claim, Need, Resource
from gongjian.apps.cobuilding.selectors.amounts import open_of_need, open_of_resource
from gongjian.apps.cobuilding.selectors.claims import get_claim, may_answer, may_take_back
from gongjian.apps.cobuilding.selectors.lists import get_need, get_resource
from gongjian.apps.cobuilding.selectors.units import speaks_for
from gongjian.apps.cobuilding.services.agreements.drafting import draft_from_claim
from gongjian.apps.cobuilding.services.needs import refresh_need
from gongjian.apps.cobuilding.services.telling import tell_desk, tell_unit
from gongjian.apps.parties.models import Organisation
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound

FIELDS = ("need_id", "resource_id", "organisation_id", "side", "quantity", "status")


@dataclass(frozen=True, kw_only=True)
class ClaimSpec:
    """What one side asks of the other: so much of a need, from this unit, with or without a resource of its list."""

    need_id: int
    quantity: int
    organisation_id: int | None = None
    resource_id: int | None = None
    words: str = ""
    is_demo: bool = False


@transaction.atomic
def claim_need(*, actor: Actor, spec: ClaimSpec) -> Claim:
    """A unit claims so much of a need it is shown. Raises NotFound, NotAllowed, Invalid, Conflict (no longer open)."""
    if spec.organisation_id is None:
        raise Invalid("请选是哪个单位认领。")
    if not speaks_for(actor, spec.organisation_id):
        raise NotAllowed("只能替自己的单位认领。")
    unit = _unit(spec.organisation_id)
    need = _asking_need(actor, spec.need_id)
    resource = None
    if spec.resource_id is not None:
        resource = _offered(actor, spec.resource_id)
        if resource.organisation_id != unit.pk:
            raise Invalid("这条资源不是本单位的。请从本单位的资源里选，或者不选。")
    claim = _ask(actor, need, resource, unit, ClaimSide.UNIT, spec)
    tell_desk(need.place_code, claim, f"{unit}认领“{need.title}” {spec.quantity} {need.kind.unit}，等你答复")
    return claim


@transaction.atomic
def ask_for_resource(*, actor: Actor, spec: ClaimSpec) -> Claim:
    """A community asks a unit for so much of a resource, for one of its needs.

    Raises NotFound, NotAllowed, Invalid, Conflict: no longer open, or the unit has as many undertakings this year
    as it said it would take on.
    """
    if spec.resource_id is None:
        raise Invalid("请选要申请哪一条资源。")
    need = _asking_need(actor, spec.need_id)
    actor.require(Right.COBUILDING_MANAGE, need.place_code)
    resource = _offered(actor, spec.resource_id)
    unit = resource.organisation
    check_ceiling(unit, need.place_code)
    claim = _ask(actor, need, resource, unit, ClaimSide.COMMUNITY, spec)
    tell_unit(
        unit, claim, f"想请{unit}提供“{resource.title}” {spec.quantity} {need.kind.unit}，用于“{need.title}”"
    )
    return claim


def _unit(organisation_id: int) -> Organisation:
    unit = Organisation.objects.filter(pk=organisation_id, is_active=True).first()
    if unit is None:
        raise NotFound("没有找到这个单位，或者它已停用。")
    return unit


def _asking_need(actor: Actor, need_id: int) -> Need:
    """Lock a need one is shown and that still asks."""
    seen = get_need(actor, need_id)
    need: Need = Need.objects.select_for_update(no_key=True).get(pk=seen.pk)
    next_status(NEED_WAYS, "claim", need.status)
    return need


def _offered(actor: Actor, resource_id: int) -> Resource:
    """Lock a resource one is shown and that may be asked for."""
    seen = get_resource(actor, resource_id)
    rows = Resource.objects.select_related("organisation").select_for_update(no_key=True, of=("self",))
    resource: Resource = rows.get(pk=seen.pk)
    next_status(RESOURCE_WAYS, "claim", resource.status)
    return resource


def _ask(
    actor: Actor, need: Need, resource: Resource | None, unit: Organisation, side: ClaimSide, spec: ClaimSpec
) -> Claim:
    check_amounts(need, resource, spec.quantity)
    if Claim.objects.filter(need=need, organisation=unit, status=ClaimStatus.ASKED).exists():
        raise Conflict(f"{unit}和这条需求已有一个在等答复。请先答复或撤回那一个。")
    claim = Claim.objects.create(
        place_code=need.place_code,
        organisation=unit,
        need=need,
        resource=resource,
        side=side,
        quantity=spec.quantity,
        words=spec.words.strip(),
        asked_by_id=actor.user_id,
        is_demo=spec.is_demo,
    )
    audit.record(actor, "cobuilding.claimed", claim, after=audit.snapshot(claim, *FIELDS))
    return claim


def check_amounts(need: Need, resource: Resource | None, quantity: int) -> None:
    """Refuse another category, and more than is open of either side; both are to be locked."""
    if quantity < 1:
        raise Invalid("数量至少是 1。")
    if resource is not None and resource.category != need.category:
        raise Invalid(f"需求要的是{need.kind.name}，这条资源是{resource.kind.name}，对不上。")
    if quantity > (left := open_of_need(need)):
        raise Conflict(f"这条需求还差 {left} {need.kind.unit}，请把数量改到它以内。")
    if resource is not None and quantity > (left := open_of_resource(resource)):
        raise Conflict(f"这条资源还剩 {left} {need.kind.unit}，请把数量改到它以内。")


def check_ceiling(unit: Organisation, place_code: str) -> None:
    """Refuse to ask a member that has as many undertakings this year as it said it would take on there."""
    membership = AllianceMember.objects.filter(
        organisation=unit, left_on__isnull=True, alliance__place_code=place_code, ceiling__isnull=False
    ).first()
    if membership is None or membership.ceiling is None:
        return
    year = timezone.localdate().year
    taken = Claim.objects.filter(
        organisation=unit, place_code=place_code, status=ClaimStatus.CONSENTED, answered_at__year=year
    ).count()
    if taken >= membership.ceiling:
        raise Conflict(f"{unit}今年已承担 {taken} 项，到了自己说的上限。请换一个单位，或与它商量。")


@transaction.atomic
def consent(*, actor: Actor, claim_id: int, words: str = "") -> Claim:
    """The side that was asked consents, so far as the amount is still open: both sides agree now, and a draft is written.

    Raises NotFound, NotAllowed for anybody else, Conflict once it was answered or the amount is gone.
    """
    claim = _to_answer(actor, claim_id, "consent")
    check_amounts(claim.need, claim.resource, claim.quantity)
    _answered(actor, claim, words)
    audit.record(actor, "cobuilding.consented", claim, after=audit.snapshot(claim, *FIELDS))
    draft_from_claim(actor=actor, claim=claim)
    refresh_need(claim.need_id)
    _tell_asker(claim, f"同意了：{claim.need.title} {claim.quantity} {claim.need.kind.unit}，接下来签协议")
    return claim


@transaction.atomic
def decline(*, actor: Actor, claim_id: int, reason: str) -> Claim:
    """The side that was asked declines, saying why."""
    claim = _to_answer(actor, claim_id, "decline")
    if not reason.strip():
        raise Invalid("请写明为什么不行，对方好另想办法。")
    _answered(actor, claim, reason)
    audit.record(actor, "cobuilding.declined", claim, after={"reason": reason.strip()})
    _tell_asker(claim, f"谢绝了“{claim.need.title}”：{reason.strip()}")
    return claim


@transaction.atomic
def withdraw_claim(*, actor: Actor, claim_id: int, reason: str) -> Claim:
    """The side that asked takes it back before an answer."""
    seen = get_claim(actor, claim_id)
    if not may_take_back(actor, seen):
        raise NotAllowed("这是对方提出的，只有对方能撤回。可以谢绝。")
    claim = _locked(seen, "withdraw")
    _answered(actor, claim, reason)
    audit.record(actor, "cobuilding.claim_withdrawn", claim, after={"reason": reason.strip()})
    return claim


def _to_answer(actor: Actor, claim_id: int, act: str) -> Claim:
    seen = get_claim(actor, claim_id)
    if not may_answer(actor, seen):
        raise NotAllowed("要由对方答复。你可以撤回，或等对方。")
    return _locked(seen, act)


def _locked(seen: Claim, act: str) -> Claim:
    """Lock need, resource and claim in this order, as asking does, and move the claim's status in memory."""
    need = Need.objects.select_for_update(no_key=True).get(pk=seen.need_id)
    resource = None
    if seen.resource_id is not None:
        resource = Resource.objects.select_for_update(no_key=True).get(pk=seen.resource_id)
    rows = Claim.objects.select_related("organisation").select_for_update(no_key=True, of=("self",))
    claim: Claim = rows.get(pk=seen.pk)
    claim.need, claim.resource = need, resource
    claim.status = next_status(CLAIM_WAYS, act, claim.status)
    return claim


def _answered(actor: Actor, claim: Claim, words: str) -> None:
    claim.answer, claim.answered_at = words.strip(), timezone.now()
    claim.answered_by_id = actor.user_id
    claim.save(update_fields=["status", "answer", "answered_at", "answered_by"])


def _tell_asker(claim: Claim, sentence: str) -> None:
    if claim.side == ClaimSide.UNIT:
        tell_unit(claim.organisation, claim, f"社区{sentence}")
    else:
        tell_desk(claim.place_code, claim, f"{claim.organisation}{sentence}")
