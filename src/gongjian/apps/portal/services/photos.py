"""Photos that wait are cleaned and put with their matters by any number of workers, each once.

A worker claims a photo for some minutes; if it dies, another takes it up. The row goes in the same
transaction in which the photo joins its matter, so that a photo is never there twice and never lost.
"""

import time
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import PhotoStage, StepKind
from gongjian.apps.matters.services.entries import add_step
from gongjian.apps.matters.services.photos import keep_photos
from gongjian.apps.portal.models import SubmissionPhoto
from gongjian.core import files, waiting_photos
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.files import Photo

CLAIMED_FOR = timedelta(minutes=3)
CANDIDATES = 20
WORK_S = 8.0
"""Then the worker looks after the rest of its work before it goes on."""


def clean_waiting(seconds: float = WORK_S) -> int:
    """Clean the photos whose matters are there, for so long at most; return how many were settled."""
    settled, end = 0, time.monotonic() + seconds
    while time.monotonic() < end and (photo := _claim()) is not None:
        _settle(photo)
        settled += 1
    return settled


def _claim() -> SubmissionPhoto | None:
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIMED_FOR)
    waiting = SubmissionPhoto.objects.filter(free, submission__matter__isnull=False)
    for pk in waiting.order_by("pk").values_list("pk", flat=True)[:CANDIDATES]:
        if SubmissionPhoto.objects.filter(free, pk=pk).update(claimed_at=now):
            return SubmissionPhoto.objects.select_related("submission__matter").filter(pk=pk).first()
    return None


def _settle(row: SubmissionPhoto) -> None:
    photo = _cleaned(row)
    with transaction.atomic():
        matter = row.submission.matter
        if matter is None or not SubmissionPhoto.objects.filter(pk=row.pk).delete()[0]:
            return
        if photo is None:
            words = f"照片“{row.name}”打不开，没有留下。请在办理时补一张。"
            add_step(matters.RESIDENT, matter, StepKind.REPORTED, words, is_public=True)
        else:
            keep_photos(matters.RESIDENT, matter, [photo], PhotoStage.BEFORE)
    waiting_photos.drop(row.stored_as)


def _cleaned(row: SubmissionPhoto) -> Photo | None:
    """Return the cleaned photo, or None for one whose head promised more than its body holds."""
    try:
        content = waiting_photos.read(row.stored_as)
        return files.check_photo(content, row.name, row.submission.place_code)
    except (Invalid, NotFound):
        return None
