"""The person who raised a matter, or the system he did it with, says more about it; so does whoever is in the field."""

from collections.abc import Sequence

from django.db import transaction

from gongjian.apps.matters.choices import PhotoStage, StepKind
from gongjian.apps.matters.models import Matter, Step
from gongjian.apps.matters.selectors.hands import acts_for, units_of
from gongjian.apps.matters.services.entries import add_step, named, tell_desk
from gongjian.apps.matters.services.fieldwork import with_moments
from gongjian.apps.matters.services.locking import lock, written
from gongjian.apps.matters.services.photos import check_photos, keep_photos
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload
from gongjian.core.errors import NotAllowed, NotFound
from gongjian.engines.replay import Recorded

WORDS_LIMIT = 2000


def supplement(*, actor: Actor, matter_id: int, words: str, photos: Sequence[Upload] = ()) -> Step:
    """Add words and photos to an open matter and tell the desk; return the line of the timeline.

    A person or system with an account adds to what it reported itself, or where it may take reports down; who has
    none comes with the number and code that the caller checked. Raises NotFound, Invalid, and Conflict when closed.
    """
    matter = Matter.objects.filter(pk=matter_id).first()
    if matter is None or not _may_add(actor, matter):
        raise NotFound()
    text = written(words, "没有写要补充什么。请写清楚。", WORDS_LIMIT)
    checked = check_photos(photos, matter.place_code)
    with transaction.atomic():
        matter = lock(matter_id, "supplement")
        keep_photos(actor, matter, checked, PhotoStage.BEFORE)
        step = add_step(actor, matter, StepKind.SUPPLEMENTED, text)
        audit.record(actor, "matters.supplemented", matter, after={"text": text})
        tell_desk(matter, f"{named(matter)}有补充：{text}")
    return step


@transaction.atomic
def note_down(*, actor: Actor, matter_id: int, words: str, recorded: Recorded | None = None) -> Step:
    """Add what somebody in the field has to say of a matter, whatever became of it meanwhile, and tell the desk.

    Whoever may act, check or report there may. Raises NotFound, NotAllowed and Invalid.
    """
    matter = Matter.objects.visible_to(actor).filter(pk=matter_id).one()
    if matter is None:
        raise NotFound()
    rights = (Right.MATTERS_CHECK, Right.MATTERS_REPORT)
    is_unit = any(acts_for(actor, part.organisation) for part in units_of(matter.pk, matter.cycle))
    if not is_unit and not any(actor.can(right, matter.place_code) for right in rights):
        raise NotAllowed("这件事不归你办，也不在你巡查的地方，不能补充。")
    text = written(words, "没有写要补充什么。请写清楚。", WORDS_LIMIT)
    step = add_step(actor, matter, StepKind.SUPPLEMENTED, with_moments(text, recorded))
    audit.record(actor, "matters.supplemented", matter, after={"text": text})
    tell_desk(matter, f"{named(matter)}有补充：{text}")
    return step


def _may_add(actor: Actor, matter: Matter) -> bool:
    if actor.user_id is None or actor.user_id == matter.reported_by_id:
        return True
    return actor.can(Right.MATTERS_REPORT, matter.place_code)
