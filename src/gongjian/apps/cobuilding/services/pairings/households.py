"""The households of a pairing: the community's own, read and written with the right to residents."""

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices.pairings import PairingKind
from gongjian.apps.cobuilding.models import PairingHousehold
from gongjian.apps.cobuilding.services.pairings.pairings import lock_pairing
from gongjian.apps.parties.selectors import find_residents
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound


@transaction.atomic
def add_household(*, actor: Actor, pairing_id: int, name: str) -> PairingHousehold:
    """Put the household of a resident of the community, found by name, into a pairing of a building or activist."""
    pairing = lock_pairing(actor, pairing_id)
    actor.require(Right.COBUILDING_MANAGE, pairing.place_code)
    actor.require(Right.RESIDENTS_VIEW, pairing.place_code)
    if pairing.kind == PairingKind.UNIT:
        raise Invalid("和单位的结对不挂住户。请登记“联户共建”或“联手共促”。")
    exact = [one for one in find_residents(actor, pairing.place_code, name) if one.name == name.strip()]
    if len(exact) != 1:
        found = "没有找到" if not exact else f"有 {len(exact)} 位"
        raise Invalid(f"居民名册里{found}叫这个名字的人。请到“居民”里核对后再填全名。")
    if PairingHousehold.objects.filter(pairing=pairing, resident=exact[0], left_on=None).exists():
        raise Conflict("这户已经在里面。")
    row = PairingHousehold.objects.create(pairing=pairing, resident=exact[0], joined_on=timezone.localdate())
    audit.record(actor, "cobuilding.household_added", pairing, after={"resident_id": exact[0].pk})
    return row


@transaction.atomic
def end_household(*, actor: Actor, household_id: int) -> PairingHousehold:
    """Take a household out of a pairing from today on."""
    rows = PairingHousehold.objects.visible_to(actor).select_related("pairing")
    row: PairingHousehold | None = (
        rows.select_for_update(no_key=True, of=("self",)).filter(pk=household_id).one()
    )
    if row is None:
        raise NotFound()
    actor.require(Right.COBUILDING_MANAGE, row.pairing.place_code)
    if row.left_on is None:
        row.left_on = timezone.localdate()
        row.save(update_fields=["left_on"])
        audit.record(actor, "cobuilding.household_left", row.pairing, after={"resident_id": row.resident_id})
    return row
