"""The look before closing: by somebody other than those who acted."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongjian.apps.matters.choices import AssignmentState, PhotoStage, StepKind
from gongjian.apps.matters.models import Assignment, Check, Matter
from gongjian.apps.matters.selectors.hands import units_of, why_not_check
from gongjian.apps.matters.services.entries import add_step, named, tell_desk, tell_unit
from gongjian.apps.matters.services.fieldwork import with_moments
from gongjian.apps.matters.services.locking import locked, written
from gongjian.apps.matters.services.photos import check_photos, keep_photos
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload
from gongjian.core.errors import NotAllowed, NotFound
from gongjian.core.files import Photo
from gongjian.engines.replay import Recorded


def check(
    *,
    actor: Actor,
    matter_id: int,
    has_passed: bool,
    words: str = "",
    photos: Sequence[Upload] = (),
    recorded: Recorded | None = None,
) -> Check:
    """Say whether what was done is really done; what isn't goes back to the units with words.

    `recorded` is when a phone without a network wrote it; the units' time runs on from the arrival.
    Raises NotAllowed for whoever acted, and for people of the units that did.
    """
    found = Matter.objects.visible_to(actor).filter(pk=matter_id).one()
    if found is None:
        raise NotFound()
    checked = check_photos(photos, found.place_code)
    with transaction.atomic():
        return _check(actor, matter_id, has_passed, words, checked, recorded)


def _check(
    actor: Actor,
    matter_id: int,
    has_passed: bool,
    words: str,
    photos: list[Photo],
    recorded: Recorded | None,
) -> Check:
    matter = locked(actor, matter_id, "check_pass" if has_passed else "check_fail")
    actor.require(Right.MATTERS_CHECK, matter.place_code)
    parts = [part for part in units_of(matter.pk, matter.cycle) if part.state == AssignmentState.DONE]
    if refusal := why_not_check(actor, parts):
        raise NotAllowed(refusal)
    text = words.strip() if has_passed else written(words, "请写明哪里没有办好，承办单位要照着返工。", 500)
    if not has_passed:
        matter.done_at = None
    matter.save(update_fields=["state", "done_at"])
    row = Check.objects.create(
        matter=matter,
        cycle=matter.cycle,
        has_passed=has_passed,
        words=text,
        at=timezone.now(),
        by_id=actor.user_id,
    )
    keep_photos(actor, matter, photos, PhotoStage.CHECK)
    add_step(
        actor,
        matter,
        StepKind.CHECK_PASSED if has_passed else StepKind.CHECK_FAILED,
        with_moments(text, recorded),
        is_public=has_passed,
    )
    audit.record(actor, "matters.checked", matter, after={"outcome": has_passed, "text": text})
    if has_passed:
        tell_desk(matter, f"{named(matter)}核查通过，请写答复。")
    else:
        _send_back(matter, parts, text)
    return row


def _send_back(matter: Matter, parts: Sequence[Assignment], words: str) -> None:
    ids = [part.pk for part in parts]
    Assignment.objects.filter(pk__in=ids).update(
        state=AssignmentState.REWORK, done_at=None, rework_count=F("rework_count") + 1
    )
    for part in parts:
        part.matter = matter
        tell_unit(part, f"{named(matter)}核查没有通过，请返工：{words}")
