"""What the writes of hearings share: loading a row for a step, taking the step, and refusing what is not its turn."""

from django.utils.translation import gettext as _

from gongjian.apps.hearings.choices import AidStatus, HearingStatus
from gongjian.apps.hearings.models import AidApplication, Hearing
from gongjian.apps.hearings.selectors import get_application, get_hearing
from gongjian.core import events
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict


def managed_application(actor: Actor, application_id: int) -> AidApplication:
    """Load an application for those who run its steps, locked."""
    seen = get_application(actor, application_id)
    actor.require(Right.HEARINGS_MANAGE, seen.place_code)
    return lock_application(seen.pk)


def lock_application(application_id: int) -> AidApplication:
    """Load an application with its head, locked."""
    rows = AidApplication.objects.select_related("head").select_for_update(no_key=True, of=("self",))
    locked: AidApplication = rows.get(pk=application_id)
    return locked


def managed_hearing(actor: Actor, hearing_id: int, *turns: HearingStatus) -> Hearing:
    """Load a hearing for those who run it, its application locked first; Conflict unless it is one of `turns`."""
    seen = get_hearing(actor, hearing_id)
    actor.require(Right.HEARINGS_MANAGE, seen.place_code)
    lock_application(seen.application_id)
    hearing = get_hearing(actor, hearing_id)
    if turns and hearing.status not in turns:
        raise Conflict(
            _("%(hearing)s现在是“%(status)s”，这一步还不能做或已经做过。")
            % {"hearing": hearing, "status": hearing.get_status_display()}
        )
    return hearing


def take_step(application: AidApplication, status: AidStatus) -> None:
    """Move an application on and tell who listens; Conflict with what is missing when that step isn't open."""
    if not application.may_become(status):
        raise Conflict(
            _("这份申请现在是“%(now)s”，还不能到“%(wanted)s”。请先把前一步办完。")
            % {"now": application.get_status_display(), "wanted": AidStatus(status).label}
        )
    application.status = status
    events.tell("hearings.step", application)
