"""The reporter's own data: shown with a reason that is written down, destroyed on request."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongjian.apps.matters.choices import MessageState
from gongjian.apps.matters.models import Matter, Message, Reporter
from gongjian.apps.matters.selectors.following import follow
from gongjian.apps.matters.services.entries import RESIDENT
from gongjian.apps.matters.services.locking import written
from gongjian.core import audit, events
from gongjian.core.access import SYSTEM, Actor, Right
from gongjian.core.errors import NotFound
from gongjian.core.rules import rule_value

REPORTER_YEARS = "matters.reporter_years"
AT_A_TIME = 500


@dataclass(frozen=True)
class Revealed:
    """What a reporter gave of himself."""

    name: str
    phone: str
    email: str


@transaction.atomic
def reveal_reporter(*, actor: Actor, matter_id: int, reason: str) -> Revealed:
    """Show who raised a matter, for this view only; the reading and its reason are in the trail."""
    found = Matter.objects.reachable_by(actor, Right.MATTERS_REVEAL).select_related("reporter")
    matter: Matter | None = found.filter(pk=matter_id).one()
    if matter is None or matter.reporter is None:
        raise NotFound("没有留下反映人的信息，或者不归你管。")
    actor.require(Right.MATTERS_REVEAL)
    text = written(reason, "请写明为什么要看反映人的信息。会留下查看记录。")
    audit.record_read(actor, matter, ("name", "phone", "email"), text)
    row = matter.reporter
    return Revealed(row.name or "", row.phone or "", row.email or "")


@transaction.atomic
def erase_reporter(*, number: str, code: str) -> Matter:
    """Destroy what the holder of the code gave of himself; the matter stays."""
    matter = follow(number, code)
    if matter.reporter_id is None:
        raise NotFound("这件事没有留下个人信息。")
    row: Reporter = Reporter.objects.select_for_update(no_key=True).get(pk=matter.reporter_id)
    _erase(row)
    audit.record(RESIDENT, "matters.reporter_erased", matter)
    return matter


@transaction.atomic
def choose_messages(*, number: str, code: str, wants: bool) -> Matter:
    """Note whether the holder of the code wants to be written to from now on. Raises NotFound without a number or an address."""
    matter = follow(number, code)
    row = Reporter.objects.select_for_update(no_key=True).filter(pk=matter.reporter_id).first()
    if row is None or not row.can_be_reached:
        raise NotFound("这件事没有留下电话或邮箱。")
    row.wants_messages = wants
    row.save(update_fields=["wants_messages"])
    if not wants:
        _keep_unsent(row)
    act = "matters.messages_wanted" if wants else "matters.messages_unwanted"
    audit.record(RESIDENT, act, matter)
    return matter


def _erase(row: Reporter) -> None:
    row.name = row.phone = row.email = None
    row.phone_hash, row.erased_at, row.wants_messages = "", timezone.now(), False
    row.save()
    _keep_unsent(row)
    events.tell("matters.reporter_erased", row)


def _keep_unsent(row: Reporter) -> None:
    """What still waits to be sent is only there to be read."""
    waiting = Message.objects.filter(
        matter__reporter=row, state__in=(MessageState.WAITING, MessageState.FAILED)
    )
    waiting.update(state=MessageState.KEPT, way="", follow_code=None, fault="")


def forget_reporters() -> int:
    """Destroy what reporters gave of themselves once the rule's years since closing are over; return how many.

    Somebody with a matter still open, or opened again, is kept.
    """
    years = int(rule_value(REPORTER_YEARS, on=timezone.localdate()))
    before = timezone.now() - timedelta(days=365 * years)
    kept = Q(matters__closed_at__isnull=True) | Q(matters__closed_at__gte=before)
    old = Reporter.objects.filter(erased_at__isnull=True, matters__isnull=False).exclude(kept).distinct()
    rows = list(old[:AT_A_TIME])
    for row in rows:
        with transaction.atomic():
            _erase(row)
            audit.record(SYSTEM, "matters.reporter_erased", row.matters.first())
    return len(rows)
