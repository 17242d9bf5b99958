"""Photos that wait are cleaned and put with their matters by any number of workers, each once.

A worker claims a photo for some minutes; if it dies, another takes it up. The row goes in the same
transaction in which the photo joins its matter, so that a photo is never there twice and never lost.
"""

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
AT_A_TIME = 40


def clean_waiting(limit: int = AT_A_TIME) -> int:
    """Clean up to so many photos whose matters are there; return how many were settled."""
    settled = 0
    while settled < limit and (photo := _claim()) is not None:
        _settle(photo)
        settled += 1
    return settled


def _claim() -> SubmissionPhoto | None:
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIMED_FOR)
    waiting = SubmissionPhoto.objects.filter(free, submission__matter__isnull=False)
    for photo in waiting.select_related("submission__matter").order_by("pk")[:CANDIDATES]:
        if SubmissionPhoto.objects.filter(free, pk=photo.pk).update(claimed_at=now):
            return photo
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
