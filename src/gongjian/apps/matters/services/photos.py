"""Photos of matters: checked before any row is locked, kept with the act they belong to."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import PhotoStage
from gongjian.apps.matters.models import Assignment, Matter, MatterPhoto
from gongjian.apps.matters.selectors.hands import acts_for, units_of
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.files import Photo
from gongjian.core.rules import rule_value

MOST = "matters.max_photos"


def check_photos(uploads: Sequence[Upload], place_code: str) -> list[Photo]:
    """Check and clean photos, the same one once. Raises Invalid with a sentence; no row is written."""
    limit = _most(place_code)
    if len(uploads) > limit:
        raise Invalid(f"一次最多 {limit} 张照片，传了 {len(uploads)} 张。请少选几张。")
    found = [files.check_photo(upload.content, upload.name, place_code) for upload in uploads]
    return list({photo.sent_sha256: photo for photo in found}.values())


def _most(place_code: str) -> int:
    return int(rule_value(MOST, on=timezone.localdate(), place_code=place_code))


def keep_photos(
    actor: Actor,
    matter: Matter,
    photos: Sequence[Photo],
    stage: PhotoStage,
    assignment: Assignment | None = None,
) -> None:
    """Keep checked photos with a matter."""
    for photo in photos:
        _keep(actor, matter, photo, stage, assignment)


@transaction.atomic
def add_photo(
    *, actor: Actor, matter_id: int, photo: Photo, stage: PhotoStage, shot: files.Shot, since: datetime
) -> MatterPhoto:
    """Put a checked photo with what the actor did to a matter at `since`, as a phone sends them one by one.

    `shot` is when and where it was taken as the phone says. The same photo is kept once. Raises NotFound, and
    Conflict when there are more than one act may bring.
    """
    found = Matter.objects.visible_to(actor).filter(pk=matter_id).one()
    if found is None:
        raise NotFound()
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    own = MatterPhoto.objects.filter(matter=matter, stage=stage, file__uploaded_by_id=actor.user_id)
    same = own.filter(file__sent_sha256=photo.sent_sha256).first()
    if same is not None:
        return same
    limit = _most(matter.place_code)
    if own.filter(at__gte=since).count() >= limit:
        raise Conflict(f"一次最多 {limit} 张照片，这张没有放进去。")
    parts = units_of(matter.pk, matter.cycle) if stage == PhotoStage.AFTER else []
    part = next((part for part in parts if acts_for(actor, part.organisation)), None)
    row = _keep(actor, matter, photo, stage, part, shot)
    audit.record(actor, "matters.photo_added", matter, after={"file": row.file_id, "kind": stage.value})
    return row


def _keep(
    actor: Actor,
    matter: Matter,
    photo: Photo,
    stage: PhotoStage,
    assignment: Assignment | None,
    shot: files.Shot | None = None,
) -> MatterPhoto:
    stored = files.keep_photo(
        actor=actor, photo=photo, right=Right.MATTERS_VIEW, place_code=matter.place_code, shot=shot
    )
    row: MatterPhoto = MatterPhoto.objects.create(
        matter=matter, file=stored, stage=stage, assignment=assignment, at=timezone.now()
    )
    return row
