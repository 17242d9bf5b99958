"""Tell people: a notice in the app, and mail where mail is configured."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.mail import send_mass_mail
from django.db import transaction
from django.utils import timezone

from gongjian.apps.parties.models import Notice
from gongjian.apps.parties.selectors import get_notice
from gongjian.core.access import Actor
from gongjian.core.jobs import task

DUMMY = "django.core.mail.backends.dummy.EmailBackend"
SENTENCE_LIMIT = 300


@transaction.atomic
def notify(user_ids: Iterable[int], sentence: str, url: str = "", place_code: str = "") -> list[Notice]:
    """Tell each person once; by mail too, after the commit, where there is mail and an address."""
    rows = [
        Notice(
            user_id=user_id,
            sentence=sentence[:SENTENCE_LIMIT],
            url=url[:SENTENCE_LIMIT],
            place_code=place_code,
        )
        for user_id in sorted(set(user_ids))
    ]
    notices = Notice.objects.bulk_create(rows)
    if notices and settings.EMAIL_BACKEND != DUMMY:
        ids = [notice.pk for notice in notices]
        transaction.on_commit(lambda: mail_notices.enqueue(ids))
    return notices


@task()
def mail_notices(notice_ids: Sequence[int]) -> int:
    """Send notices that were not mailed yet; safe to run twice. Return how many were sent."""
    waiting = Notice.objects.filter(pk__in=notice_ids, mailed_at__isnull=True, user__is_active=True).exclude(
        user__email=""
    )
    rows = list(waiting.select_related("user"))
    subject = "共建：有事要办"
    text = "{name}：\n\n{sentence}。\n\n请登录共建查看。这封信由系统发出，不用回复。"
    letters = [
        (
            subject,
            text.format(name=row.user.full_name, sentence=row.sentence.rstrip("。")),
            None,
            [row.user.email],
        )
        for row in rows
    ]
    if letters:
        send_mass_mail(letters)
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())
    return len(letters)


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
