"""Tell people: a notice in the app, and mail where mail is configured."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from gongjian.apps.parties.models import Notice, User
from gongjian.apps.parties.selectors import get_notice
from gongjian.core.access import Actor
from gongjian.core.jobs import task

DUMMY = "django.core.mail.backends.dummy.EmailBackend"
SENTENCE_LIMIT = 300
MAIL_DAYS = 2
"""Mail that could not be sent is tried again for so long; later the notice in the app has to do."""
SUBJECT = "共建：有事要办"
TEXT = "{name}：\n\n{sentence}。\n\n请登录共建查看。这封信由系统发出，不用回复。"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Topic:
    """What belongs together: further news on an unread topic is counted on the notice that is there.

    `many` says it in one sentence for several, with `{n}` for their number, and `url` opens them all.
    """

    key: str
    many: str
    url: str


@transaction.atomic
def notify(
    user_ids: Iterable[int],
    sentence: str,
    url: str = "",
    place_code: str = "",
    *,
    topic: Topic | None = None,
    due_on: date | None = None,
) -> list[Notice]:
    """Tell each person once; by mail too, after the commit, where there is mail and an address.

    Returns the new notices: those who have an unread one on the same topic see its number rise.
    """
    wanted = set(user_ids)
    if topic is not None:
        wanted -= _count_up(wanted, topic)
    rows = [
        Notice(
            user_id=user_id,
            sentence=sentence[:SENTENCE_LIMIT],
            url=url[:SENTENCE_LIMIT],
            place_code=place_code,
            topic=topic.key if topic else "",
            due_on=due_on,
        )
        for user_id in sorted(wanted)
    ]
    notices = Notice.objects.bulk_create(rows)
    if notices and has_mail():
        ids = [notice.pk for notice in notices]
        transaction.on_commit(lambda: mail_notices.enqueue(ids))
    return notices


def _count_up(user_ids: set[int], topic: Topic) -> set[int]:
    """Count one more on the unread notices of a topic; return whose they are.

    Whoever has none is locked and looked at once more, so that two who tell him at once make one notice.
    """
    rows = _unread(user_ids, topic)
    if missing := user_ids - {row.user_id for row in rows}:
        list(User.objects.filter(pk__in=missing).order_by("pk").select_for_update(no_key=True))
        rows += _unread(missing, topic)
    for row in rows:
        row.count += 1
        row.sentence, row.url = topic.many.format(n=row.count)[:SENTENCE_LIMIT], topic.url
        row.created_at = timezone.now()
    Notice.objects.bulk_update(rows, ["count", "sentence", "url", "created_at"])
    return {row.user_id for row in rows}


def _unread(user_ids: set[int], topic: Topic) -> list[Notice]:
    """Lock the unread notices of a topic, in one order for all who do so."""
    rows = Notice.objects.filter(user_id__in=user_ids, read_at__isnull=True, topic=topic.key)
    return list(rows.order_by("pk").select_for_update(no_key=True))


def settle_topic(key: str, user_ids: Iterable[int] | None = None) -> int:
    """Note that nothing waits on a topic any more: its unread notices are read; return how many."""
    rows = Notice.objects.filter(topic=key, read_at__isnull=True)
    if user_ids is not None:
        rows = rows.filter(user_id__in=list(user_ids))
    return rows.update(read_at=timezone.now())


def has_mail() -> bool:
    """Say whether the installation sends mail."""
    return settings.EMAIL_BACKEND != DUMMY


@task()
def mail_notices(notice_ids: Sequence[int]) -> int:
    """Send notices that were not mailed yet; safe to run twice. Return how many were sent."""
    return _mail(list(notice_ids))


def mail_waiting() -> int:
    """Try again what a mail server did not take, as long as it is unread and fresh; return how many were sent."""
    if not has_mail():
        return 0
    since, settled = timezone.now() - timedelta(days=MAIL_DAYS), timezone.now() - timedelta(minutes=5)
    rows = Notice.objects.filter(
        mailed_at__isnull=True, read_at__isnull=True, created_at__range=(since, settled)
    )
    return _mail(list(rows.exclude(user__email="").order_by("pk").values_list("pk", flat=True)[:200]))


def _mail(notice_ids: Sequence[int]) -> int:
    """Send over one connection. A notice is claimed before it is sent, so that no two workers send it."""
    waiting = Notice.objects.filter(pk__in=notice_ids, mailed_at__isnull=True, user__is_active=True)
    rows = list(waiting.exclude(user__email="").select_related("user").order_by("pk"))
    connection = get_connection() if rows else None
    sent = 0
    for row in rows:
        if not Notice.objects.filter(pk=row.pk, mailed_at__isnull=True).update(mailed_at=timezone.now()):
            continue
        letter = TEXT.format(name=row.user.full_name, sentence=row.sentence.rstrip("。"))
        try:
            EmailMessage(SUBJECT, letter, None, [row.user.email], connection=connection).send()
        except (SMTPException, OSError):
            Notice.objects.filter(pk=row.pk).update(mailed_at=None)
            log.warning("notice %s could not be mailed and will be tried again", row.pk, exc_info=True)
            break
        sent += 1
    return sent


@transaction.atomic
def mark_read(*, actor: Actor, notice_id: int) -> Notice:
    """Note that the person has read one of his notices; return it."""
    notice = get_notice(actor, notice_id)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Note that the person has read all his notices; return how many were new."""
    return Notice.objects.visible_to(actor).filter(read_at__isnull=True).update(read_at=timezone.now())
