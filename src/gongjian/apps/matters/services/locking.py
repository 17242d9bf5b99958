"""Load and lock what an act changes: the actor's own, and in a state that the act is open in."""

from gongjian.apps.matters.choices import AssignmentState
from gongjian.apps.matters.models import Assignment, Matter
from gongjian.apps.matters.selectors.hands import acts_for
from gongjian.apps.matters.transitions import next_state
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound

REASON_LIMIT = 300


def at_desk(actor: Actor, matter_id: int, act: str, right: Right = Right.MATTERS_DISPATCH) -> Matter:
    """Lock a matter for the desk that answers for it; a matter raised a level is out of the lower desk's hands.

    Raises NotFound for another's matter, NotAllowed for a lower desk's, Conflict if the act isn't open now.
    """
    matter = locked(actor, matter_id, act)
    if not actor.can(right, matter.desk_code) and actor.can(right, matter.place_code):
        raise NotAllowed(f"这件事已经提到{matter.get_level_display()}一级，由上级办。")
    actor.require(right, matter.desk_code)
    return matter


def locked(actor: Actor, matter_id: int, act: str) -> Matter:
    """Lock a matter the actor may see, and move its state in memory to where the act leads."""
    if not Matter.objects.visible_to(actor).filter(pk=matter_id).exists():
        raise NotFound()
    return lock(matter_id, act)


def lock(matter_id: int, act: str) -> Matter:
    """Lock a matter whoever asks, and move its state in memory to where the act leads."""
    matter: Matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    matter.state = next_state(act, matter.state)
    return matter


def in_own_hands(
    actor: Actor, assignment_id: int, act: str, states: tuple[AssignmentState, ...]
) -> tuple[Matter, Assignment]:
    """Lock a matter by the part of it that the actor's unit has, in one of the states the act is open in."""
    found = Assignment.objects.select_related("organisation").filter(pk=assignment_id).first()
    if found is None or not Matter.objects.visible_to(actor).filter(pk=found.matter_id).exists():
        raise NotFound()
    if not acts_for(actor, found.organisation):
        raise NotAllowed(f"这件事派给了{found.organisation}，由他们办。")
    actor.require(Right.MATTERS_ACT)
    matter: Matter = Matter.objects.select_for_update(no_key=True).get(pk=found.matter_id)
    part = Assignment.objects.select_related("organisation").get(pk=assignment_id)
    if part.state not in states:
        raise Conflict(
            f"{part.organisation}这一份现在是“{part.get_state_display()}”，不能再这样办。请刷新后再看。"
        )
    matter.state = next_state(act, matter.state)
    part.matter = matter
    return matter, part


def written(words: str, refusal: str, limit: int = REASON_LIMIT) -> str:
    """Return words without blanks around them; raise Invalid with a sentence if there are none or too many."""
    text = words.strip()
    if not text:
        raise Invalid(refusal)
    if len(text) > limit:
        raise Invalid(f"写了 {len(text)} 字，最多 {limit} 字。请写短一些。")
    return text
