"""Keep photos of findings and of what was mended; show a unit those of its own orders."""

from collections.abc import Sequence

from django.utils import timezone

from gongjian.apps.inspections.models import Finding
from gongjian.apps.inspections.services.answers import Upload
from gongjian.core import files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.core.models import StoredFile
from gongjian.core.rules import rule_value


def keep_photos(
    actor: Actor, uploads: Sequence[Upload], place_code: str, unit_id: int | None = None
) -> list[StoredFile]:
    """Check and keep photos, to be seen by those who see findings there. Raises Invalid; nothing is kept then."""
    limit = rule_value("inspections.max_photos", on=timezone.localdate(), place_code=place_code)
    if len(uploads) > limit:
        raise Invalid(f"一处最多 {limit} 张照片，传了 {len(uploads)} 张。请少选几张。")
    kept: dict[str, StoredFile] = {}
    for upload in uploads:
        stored = files.store_photo(
            actor=actor,
            content=upload.content,
            name=upload.name,
            right=Right.RECTIFICATIONS_VIEW,
            place_code=place_code,
            unit_id=unit_id,
        )
        if stored.sha256 in kept:  # chosen twice
            stored.delete()
            continue
        kept[stored.sha256] = stored
    return list(kept.values())


def show_to_unit(findings: Sequence[Finding], unit_id: int) -> None:
    """Let a unit see the photos of findings it is to mend: the same bytes, as files of that unit too."""
    for finding in findings:
        shared = []
        for photo in finding.photos.all():
            photo.pk, photo.unit_id, photo.right = None, unit_id, Right.RECTIFICATIONS_VIEW
            photo._state.adding = True
            photo.save()
            shared.append(photo)
        finding.photos.set(shared)
