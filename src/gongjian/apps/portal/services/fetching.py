"""Mails are fetched from the mailbox, each once: kept as it came first, in the transaction that moves the mark past it.

A worker that dies before that fetches it again; one that dies after it leaves a new letter, which the next one takes up.
"""

from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongjian.apps.places.selectors import get_place
from gongjian.apps.portal.choices import LetterState
from gongjian.apps.portal.gateways import mailbox as gateway
from gongjian.apps.portal.gateways.mailbox import Fetched, MailboxFault
from gongjian.apps.portal.models import Mailbox, ReceivedMail
from gongjian.apps.portal.services.letters import settle
from gongjian.core import audit, files
from gongjian.core.access import SYSTEM, Actor, Right
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.jobs import task
from gongjian.readers.mail import body_of, id_of

BUSY_FOR = timedelta(minutes=10)
AT_A_TIME = 50


def check_mailbox() -> bool:
    """Have the mailbox read by a worker, where one is set up; say whether it was asked for."""
    if gateway.is_configured():
        read_mailbox.enqueue()
    return gateway.is_configured()


def fetch_now(*, actor: Actor) -> None:
    """Have the mailbox read at once. Raises Conflict without one."""
    actor.require(Right.SYSTEM_VIEW)
    if not check_mailbox():
        raise Conflict("还没有设邮箱。请先按说明设 MAILBOX_HOST 等几项，再重启服务。")
    audit.record(actor, "portal.mailbox_read", place_code=settings.MAILBOX_PLACE)


@task()
def read_mailbox() -> int:
    """Fetch what is new and settle it; return how many letters were settled. One worker at a time."""
    row = _claim()
    if row is None:
        return 0
    try:
        fault = _fetch(row)
        settled = settle_new()
    finally:
        Mailbox.objects.filter(pk=row.pk).update(busy_until=None)
    now = timezone.now()
    row.tried_at, row.fault, row.read_at = now, fault[:300], row.read_at if fault else now
    row.save(update_fields=["tried_at", "fault", "read_at"])
    return settled


def settle_new() -> int:
    """Settle the letters that nothing came of yet; return how many."""
    ids = list(
        ReceivedMail.objects.filter(state=LetterState.NEW)
        .order_by("pk")
        .values_list("pk", flat=True)[:AT_A_TIME]
    )
    for pk in ids:
        settle(pk)
    return len(ids)


def _claim() -> Mailbox | None:
    key = f"{settings.MAILBOX_USER}@{settings.MAILBOX_HOST}/{settings.MAILBOX_FOLDER}"
    row, _made = Mailbox.objects.get_or_create(key=key[:300], defaults={"place_code": settings.MAILBOX_PLACE})
    now = timezone.now()
    free = Q(busy_until__isnull=True) | Q(busy_until__lt=now)
    taken = Mailbox.objects.filter(free, pk=row.pk).update(
        busy_until=now + BUSY_FOR, place_code=settings.MAILBOX_PLACE
    )
    row.refresh_from_db()
    return row if taken else None


def _fetch(row: Mailbox) -> str:
    """Fetch and keep what is new; return why it could not be done, or ""."""
    try:
        if not get_place(settings.MAILBOX_PLACE).is_current:
            return "MAILBOX_PLACE 写的地方已经不用了。请改成现在的街道或社区代码。"
        with gateway.opened() as opened:
            if opened.uid_validity != row.uid_validity:
                row.uid_validity, row.last_uid = opened.uid_validity, 0
            for uid in opened.newer_than(row.last_uid):
                _keep(row, opened.fetch(uid), uid)
    except NotFound:
        return "MAILBOX_PLACE 写的不是现有的地方。请写街道或社区的代码。"
    except MailboxFault as fault:
        return str(fault)
    return ""


@transaction.atomic
def _keep(row: Mailbox, fetched: Fetched | None, uid: int) -> None:
    """Keep a mail and move the mark past it; one that is here already, under another number, is passed."""
    row.last_uid = uid
    row.save(update_fields=["uid_validity", "last_uid"])
    if fetched is None:
        return
    digest = _digest(fetched.content)
    if ReceivedMail.objects.filter(mailbox=row, digest=digest).exists():
        return
    stored = files.keep_sealed(actor=SYSTEM, content=fetched.content, place_code=row.place_code)
    ReceivedMail.objects.create(
        mailbox=row,
        place_code=row.place_code,
        uid_validity=row.uid_validity,
        uid=uid,
        digest=digest,
        is_whole=fetched.is_whole,
        file=stored,
    )


def _digest(content: bytes) -> str:
    return sha256(id_of(content) + b"\n" + body_of(content)).hexdigest()
