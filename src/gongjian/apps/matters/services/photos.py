"""Photos of matters: checked before any row is locked, kept with the act they belong to."""

from collections.abc import Sequence

from django.utils import timezone

from gongjian.apps.matters.choices import PhotoStage
from gongjian.apps.matters.models import Assignment, Matter, MatterPhoto
from gongjian.core import files
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload
from gongjian.core.errors import Invalid
from gongjian.core.files import Photo
from gongjian.core.rules import rule_value

MOST = "matters.max_photos"


def check_photos(uploads: Sequence[Upload], place_code: str) -> list[Photo]:
    """Check and clean photos, the same one once. Raises Invalid with a sentence; no row is written."""
    limit = int(rule_value(MOST, on=timezone.localdate(), place_code=place_code))
    if len(uploads) > limit:
        raise Invalid(f"一次最多 {limit} 张照片，传了 {len(uploads)} 张。请少选几张。")
    found = [files.check_photo(upload.content, upload.name, place_code) for upload in uploads]
    return list({photo.sent_sha256: photo for photo in found}.values())


def keep_photos(
    actor: Actor,
    matter: Matter,
    photos: Sequence[Photo],
    stage: PhotoStage,
    assignment: Assignment | None = None,
) -> None:
    """Keep checked photos with a matter."""
    for photo in photos:
        stored = files.keep_photo(
            actor=actor, photo=photo, right=Right.MATTERS_VIEW, place_code=matter.place_code
        )
        MatterPhoto.objects.create(
            matter=matter, file=stored, stage=stage, assignment=assignment, at=timezone.now()
        )
