"""The look on the spot that the desk asked for before it takes a report on."""

from collections.abc import Sequence

from django.db import transaction

from gongjian.apps.matters.choices import PhotoStage, StepKind
from gongjian.apps.matters.models import Matter, Step
from gongjian.apps.matters.services.entries import add_step, named, tell_desk
from gongjian.apps.matters.services.fieldwork import with_moments
from gongjian.apps.matters.services.locking import locked, written
from gongjian.apps.matters.services.photos import check_photos, keep_photos
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.files import Photo
from gongjian.engines.replay import Recorded

WORDS_LIMIT = 500


def verify(
    *,
    actor: Actor,
    matter_id: int,
    is_real: bool,
    words: str = "",
    photos: Sequence[Upload] = (),
    recorded: Recorded | None = None,
) -> Step:
    """Say whether it is as reported; the desk then takes it on or declines. What isn't, is said in words.

    Raises Conflict once somebody has said so.
    """
    found = Matter.objects.visible_to(actor).filter(pk=matter_id).one()
    if found is None:
        raise NotFound()
    checked = check_photos(photos, found.place_code)
    with transaction.atomic():
        return _verify(actor, matter_id, is_real, words, checked, recorded)


def _verify(
    actor: Actor, matter_id: int, is_real: bool, words: str, photos: list[Photo], recorded: Recorded | None
) -> Step:
    matter = locked(actor, matter_id, "verified")
    actor.require(Right.MATTERS_CHECK, matter.place_code)
    if Step.objects.filter(matter=matter, kind__in=StepKind.verified()).exists():
        raise Conflict("这件事已经有人报了核实结果。要补充的可以写补充情况。")
    text = words.strip() or "现场看过，和反映的一样。"
    text = written(text if is_real else words, "请写明现场是什么样，派办单位要照着定。", WORDS_LIMIT)
    keep_photos(actor, matter, photos, PhotoStage.BEFORE)
    kind = StepKind.FOUND if is_real else StepKind.NOT_FOUND
    step = add_step(actor, matter, kind, with_moments(text, recorded))
    audit.record(actor, "matters.verified", matter, after={"outcome": is_real, "text": text})
    tell_desk(matter, f"{named(matter)}{kind.label}，请定是否受理。")
    return step
