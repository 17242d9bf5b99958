"""Photos chosen at the form stay with it, so that nothing chosen is lost when something typed has to be changed."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.models import MatterPhoto
from gongjian.apps.matters.services.photos import MOST
from gongjian.apps.portal.choices import SubmissionState
from gongjian.apps.portal.models import Submission, SubmissionPhoto
from gongjian.core import flood, waiting_photos
from gongjian.core.attachments import Upload
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.rules import rule_value

PHOTO_FLOOD = "portal.photo_flood"


def submission_of(nonce: str, place_code: str, sender: str) -> Submission:
    """Return the row of one showing of a form, made when something first comes with it."""
    row, _made = Submission.objects.get_or_create(
        nonce=nonce, defaults={"place_code": place_code, "sender": sender}
    )
    return row


def keep_photos(row: Submission, uploads: Sequence[Upload]) -> list[SubmissionPhoto]:
    """Keep photos with a form that is not sent yet, the same one once.

    A form that is sent once more, because no answer came, brings the photos of the first time again; others
    are a Conflict then. Raises Invalid with a sentence for one that is no photo, too many, or too many from
    one sender; those before it are kept.
    """
    if row.state != SubmissionState.OPEN:
        if not {hashlib.sha256(upload.content).hexdigest() for upload in uploads} <= _came_with(row):
            raise Conflict("这张表已经交过了。要补照片，请在“查进度”里打开这件事。")
        return []
    limit = int(rule_value(MOST, on=timezone.localdate(), place_code=row.place_code))
    kept = []
    for upload in uploads:
        if row.photos.count() >= limit:
            raise Invalid(f"最多 {limit} 张照片，多出的没有收下。")
        if not flood.take("photo", row.sender, flood.limit_at(PHOTO_FLOOD, row.place_code)):
            raise Invalid("从你这里来的照片太多，这一张没有收下。请先不带照片提交，或者过一会儿再传。")
        kept.append(_keep(row, upload))
    return kept


def _came_with(row: Submission) -> set[str]:
    """Return the digests of the photos that came with a form, cleaned by now or not."""
    cleaned = MatterPhoto.objects.filter(matter=row.matter_id).values_list("file__sent_sha256", flat=True)
    return {*row.photos.values_list("sha256", flat=True), *cleaned}


def _keep(row: Submission, upload: Upload) -> SubmissionPhoto:
    photo = waiting_photos.keep(upload.content, upload.name, row.place_code)
    kept, is_new = SubmissionPhoto.objects.get_or_create(
        submission=row,
        sha256=photo.sha256,
        defaults={
            "stored_as": photo.stored_as,
            "name": upload.name[-200:],
            "content_type": photo.content_type,
        },
    )
    if not is_new:
        waiting_photos.drop(photo.stored_as)
    return kept


def drop_photo(row: Submission, photo_id: int) -> None:
    """Take a photo away from a form that is not sent yet; one that is gone already is no fault."""
    photo = row.photos.filter(pk=photo_id).first()
    if photo is None or row.state != SubmissionState.OPEN:
        return
    photo.delete()
    transaction.on_commit(lambda: waiting_photos.drop(photo.stored_as))
