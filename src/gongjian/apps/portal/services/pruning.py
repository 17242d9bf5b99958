"""What need not be kept any longer goes: photos not sent in, codes shown long enough, junk."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from gongjian.apps.portal.choices import SubmissionState
from gongjian.apps.portal.models import ReceivedMail, Submission, SubmissionPhoto
from gongjian.apps.portal.services.originals import forget_file
from gongjian.core import waiting_photos
from gongjian.core.rules import rule_value

AT_A_TIME = 2000


def forget_old() -> int:
    """Delete forms that are done with and were kept long enough, with their photos; return how many.

    A form whose photos a worker has yet to clean stays, and so does whatever the desk has yet to look at.
    """
    now, today = timezone.now(), timezone.localdate()
    hours = int(rule_value("portal.draft_hours", on=today))
    days = int(rule_value("portal.dropped_days", on=today))
    is_old = Q(made_at__lt=now - timedelta(hours=hours))
    unsent = Q(state=SubmissionState.OPEN) & is_old
    taken = Q(state=SubmissionState.TAKEN, photos__isnull=True) & is_old
    junk = Q(state=SubmissionState.DROPPED, decided_at__lt=now - timedelta(days=days))
    ids = list(Submission.objects.filter(unsent | taken | junk).values_list("pk", flat=True)[:AT_A_TIME])
    photos = SubmissionPhoto.objects.filter(submission_id__in=ids)
    stored = list(photos.values_list("stored_as", flat=True))
    for letter in ReceivedMail.objects.filter(submission_id__in=ids, matter__isnull=True).select_related(
        "file"
    ):
        forget_file(letter)
    Submission.objects.filter(pk__in=ids).delete()
    for name in stored:
        waiting_photos.drop(name)
    return len(ids)


def drop_strays() -> int:
    """Delete photos in the waiting folder that no form knows of: a process was killed between file and row; return how many."""
    hours = int(rule_value("portal.draft_hours", on=timezone.localdate()))
    names = waiting_photos.older_than(timezone.now() - timedelta(hours=hours))
    known = set(SubmissionPhoto.objects.values_list("stored_as", flat=True)) if names else set()
    strays = [name for name in names if name not in known]
    for name in strays:
        waiting_photos.drop(name)
    return len(strays)
