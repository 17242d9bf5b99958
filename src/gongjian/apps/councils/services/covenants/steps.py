"""What the writes of covenants share: a version locked for a step, the step taken."""

from gongjian.apps.councils.choices.covenants import VersionStatus
from gongjian.apps.councils.models import Covenant, CovenantVersion
from gongjian.apps.councils.selectors.covenants import get_version
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict

STREET = 9


def managed_version(actor: Actor, version_id: int, *, by_street: bool = False) -> CovenantVersion:
    """Load a version for those who run its steps (`by_street`: the street above it), its covenant locked."""
    seen = get_version(actor, version_id)
    code = seen.place_code[:STREET] if by_street else seen.place_code
    actor.require(Right.COUNCILS_MANAGE, code)
    lock_covenant(seen.covenant_id)
    return get_version(actor, version_id)


def lock_covenant(covenant_id: int) -> Covenant:
    """Lock a covenant, so that its versions go on one step at a time."""
    locked: Covenant = Covenant.objects.select_for_update(no_key=True).get(pk=covenant_id)
    return locked


def take_step(version: CovenantVersion, status: VersionStatus, *fields: str) -> None:
    """Move a version on and save it with `fields`; Conflict when that step isn't open."""
    if not version.may_become(status):
        raise Conflict(
            f"{version}现在是“{version.get_status_display()}”，还不能到“{VersionStatus(status).label}”。"
        )
    version.status = status
    version.save(update_fields=["status", *fields])
