"""What was passed is filed with the street and in force from a day; the version before it ends on that day."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.covenants import VersionStatus
from gongjian.apps.councils.models import CovenantVersion
from gongjian.apps.councils.services.covenants.steps import managed_version, take_step
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Invalid

REPLACED = "由第{number}稿代替"


@transaction.atomic
def file_version(
    *, actor: Actor, version_id: int, filed_on: date, in_force_on: date, filing_number: str = ""
) -> CovenantVersion:
    """File a passed version for the street; it is in force from a day, on which the one before it ends."""
    version = managed_version(actor, version_id, by_street=True)
    voted = [vote.held_on for vote in version.votes.all() if vote.is_passed]
    if filed_on > timezone.localdate() or (voted and filed_on < max(voted)):
        raise Invalid("备案日期要在表决以后，不能在今天以后。请核对。")
    if in_force_on < filed_on:
        raise Invalid("施行的日子不能早于备案的日子。请改。")
    version.filed_on, version.in_force_on = filed_on, in_force_on
    version.filing_number = filing_number.strip()
    take_step(version, VersionStatus.FILED, "filed_on", "in_force_on", "filing_number")
    earlier = CovenantVersion.objects.filter(
        covenant=version.covenant_id, status=VersionStatus.FILED, number__lt=version.number
    )
    still = earlier.filter(ended_on__isnull=True) | earlier.filter(ended_on__gt=in_force_on)
    still.update(ended_on=in_force_on, end_reason=REPLACED.format(number=version.number))
    audit.record(
        actor,
        "councils.covenant_filed",
        version,
        after=audit.snapshot(version, "filed_on", "in_force_on", "filing_number"),
        place_code=version.place_code,
    )
    return version
