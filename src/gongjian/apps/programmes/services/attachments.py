"""Check and keep what is attached to a report: photos and papers, all of them or none."""

from collections.abc import Sequence

from django.utils import timezone

from gongjian.core import attachments
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload
from gongjian.core.errors import Invalid
from gongjian.core.models import StoredFile
from gongjian.core.rules import rule_value


def check_count(kept: int, uploads: Sequence[Upload], place_code: str) -> None:
    """Refuse more files than the rule of the day allows."""
    limit = int(rule_value("reports.max_files", on=timezone.localdate(), place_code=place_code))
    if kept + len(uploads) > limit:
        raise Invalid(
            f"照片和附件一共 {kept + len(uploads)} 个，最多 {limit} 个。请去掉 {kept + len(uploads) - limit} 个。"
        )


def store_uploads(
    *,
    actor: Actor,
    uploads: Sequence[Upload],
    place_code: str,
    unit_id: int | None,
    right: Right = Right.PROGRAMMES_VIEW,
) -> list[StoredFile]:
    """Keep the files, checked by their content, for those who hold `right` there. Raises Invalid naming the file."""
    return attachments.store_uploads(
        actor=actor, uploads=uploads, right=right, place_code=place_code, unit_id=unit_id
    )
