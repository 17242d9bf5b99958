"""Notes of supervision: written on the spot, with photos; a problem may become a matter."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.programmes.services import Upload
from gongjian.apps.supervision.choices import ActivityKind, MatterOrigin
from gongjian.apps.supervision.models import Matter, Note
from gongjian.apps.supervision.selectors.notes import get_note
from gongjian.apps.supervision.services.matters import MatterSpec, open_matter
from gongjian.apps.supervision.services.plans import note_held, programme_of, programme_of_day
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.rules import rule_value

TITLE_LENGTH = 60


@transaction.atomic
def write_note(
    *,
    actor: Actor,
    place_code: str,
    text: str,
    is_problem: bool,
    seen_on: date | None = None,
    spot: str = "",
    programme_id: int | None = None,
    photos: Sequence[Upload] = (),
    is_demo: bool = False,
) -> Note:
    """Keep what was seen; the day's visit of the plan then counts as held. Raises Invalid, nothing is kept then."""
    actor.require(Right.SUPERVISION_NOTE, place_code)
    today = timezone.localdate()
    day = seen_on or today
    if not text.strip():
        raise Invalid("没有写看到什么。一两句话就行。")
    if day > today:
        raise Invalid("日期还没到。请改成今天或以前的日期。")
    programme = programme_of(actor, programme_id) or programme_of_day(place_code, day)
    note = Note.objects.create(
        place_code=place_code,
        programme=programme,
        seen_on=day,
        spot=spot.strip(),
        text=text.strip(),
        is_problem=is_problem,
        written_by_id=actor.user_id,
        written_at=timezone.now(),
        is_demo=is_demo,
    )
    _keep_photos(actor, note, photos)
    audit.record(actor, "supervision.note_written", note, after=audit.snapshot(note, "text", "is_problem"))
    note_held(actor, ActivityKind.ON_SITE, place_code, day, note.programme_id)
    return note


def _keep_photos(actor: Actor, note: Note, photos: Sequence[Upload]) -> None:
    most = int(rule_value("supervision.max_photos", on=note.seen_on, place_code=note.place_code))
    if len(photos) > most:
        raise Invalid(f"照片 {len(photos)} 张，最多 {most} 张。请少选几张。")
    for photo in photos:
        note.photos.add(
            files.store_photo(
                actor=actor,
                content=photo.content,
                name=photo.name,
                right=Right.SUPERVISION_VIEW,
                place_code=note.place_code,
            )
        )


@transaction.atomic
def make_matter_of_note(*, actor: Actor, note_id: int, due_on: date | None = None) -> Matter:
    """Turn a problem into a matter for the place where it was seen, by the usual deadline unless another is given."""
    note = get_note(actor, note_id)
    actor.require(Right.SUPERVISION_NOTE, note.place_code)
    note = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if not note.is_problem:
        raise Conflict("这条记录不是问题，不用交办。")
    if Matter.objects.filter(note=note).exists():
        raise Conflict("这个问题已经交办了。")
    title = note.text.splitlines()[0].strip().rstrip("。")
    spec = MatterSpec(
        origin=MatterOrigin.NOTE,
        title=title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…",
        detail=f"{note.spot}：{note.text}" if note.spot else note.text,
        place_code=note.place_code,
        due_on=due_on,
        source=f"{note.seen_on.year}年{note.seen_on.month}月{note.seen_on.day}日督查记录",
        programme_id=note.programme_id,
        is_demo=note.is_demo,
    )
    return open_matter(actor=actor, spec=spec, note=note)
