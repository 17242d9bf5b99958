"""Which acts a matter's page offers to a person: by its state, by his right over its desk, by his unit's part."""

from dataclasses import dataclass

from gongjian.apps.matters.choices import AssignmentState, MatterKind, MatterState, StepKind
from gongjian.apps.matters.models import Assignment, Exclusion, Extension, Matter, Rating
from gongjian.apps.matters.selectors.hands import acts_for
from gongjian.apps.matters.selectors.mediation.cases import facts_of
from gongjian.apps.matters.transitions import is_open_to
from gongjian.core.access import Actor, Right

DESK_ACTS = {
    "file": "file",
    "dispatch": "dispatch",
    "mediate": "mediate",
    "answer": "answer",
    "resume": "resume",
    "add_unit": "add_unit",
    "classify": "classify",
    "verify": "verify",
    "reject": "reject",
    "hold": "hold",
    "unsolved": "close_unsolved",
    "callback": "rate",
    "reopen": "reopen",
    "merge": "merge",
    "split": "split",
    "void": "void",
}
"""Acts of the desk by the transition they take; the one that is wanted next comes first."""
AT_ONCE = (MatterKind.CONSULTATION, MatterKind.IDEA)


@dataclass(frozen=True)
class OpenActs:
    """What is open to a person: acts in order, his unit's part, what waits for an answer, why he can't check."""

    names: tuple[str, ...]
    part: Assignment | None
    extension: Extension | None
    exclusion: Exclusion | None
    why_not_check: str = ""


def open_acts(actor: Actor, matter: Matter, why_not_check: str) -> OpenActs:
    """List the acts open to a person; three queries. `matter` has its assignments loaded."""
    parts = [part for part in matter.assignments.all() if acts_for(actor, part.organisation)]
    own = next((part for part in parts if part.is_in_hand), None)
    asked = (
        Extension.objects.filter(matter=matter, is_granted__isnull=True).select_related("assignment").first()
    )
    left_out = Exclusion.objects.filter(matter=matter).first()
    names = [*_unit_acts(matter, parts, own, asked), *_check(actor, matter, why_not_check)]
    names += _verified(actor, matter)
    if actor.can(Right.MATTERS_DISPATCH, matter.desk_code):
        names += _desk_acts(matter)
        names += ["appoint", "dismiss"] if facts_of(matter) else []
    if actor.can(Right.MATTERS_DECIDE, matter.desk_code):
        names += _decisions(actor, asked, left_out)
    if (own or actor.can(Right.MATTERS_DISPATCH, matter.place_code)) and actor.can(Right.MATTERS_REVEAL):
        names += ["contact"] if is_open_to("contact", matter.state) and _can_be_spoken_to(matter) else []
    is_waiting = matter.state == MatterState.DONE and actor.can(Right.MATTERS_CHECK, matter.place_code)
    return OpenActs(tuple(names), own, asked, left_out, why_not_check if is_waiting else "")


def _can_be_spoken_to(matter: Matter) -> bool:
    """Say whether there is somebody to speak to: who raised it, or the people of a dispute that waits for it."""
    return bool(matter.reporter_id or (matter.same_day_due_at and matter.contacted_at is None))


def _unit_acts(
    matter: Matter, parts: list[Assignment], own: Assignment | None, asked: Extension | None
) -> list[str]:
    if own is None or not is_open_to("act", matter.state):
        return []
    names = ["accept"] if own.state == AssignmentState.PENDING else []
    names.append("act")
    was_returned = any(part.handed_back_at for part in parts if part.organisation_id == own.organisation_id)
    if own.state != AssignmentState.REWORK and not was_returned:
        names.append("hand_back")
    return [*names, "extension"] if asked is None else names


def _check(actor: Actor, matter: Matter, why_not: str) -> list[str]:
    is_open = is_open_to("check_pass", matter.state) and not why_not
    return ["check"] if is_open and actor.can(Right.MATTERS_CHECK, matter.place_code) else []


def _verified(actor: Actor, matter: Matter) -> list[str]:
    is_told = any(step.kind in StepKind.verified() for step in matter.steps.all())
    is_open = is_open_to("verified", matter.state) and not is_told
    return ["verified"] if is_open and actor.can(Right.MATTERS_CHECK, matter.place_code) else []


def _desk_acts(matter: Matter) -> list[str]:
    acts = dict(DESK_ACTS)
    if matter.kind in AT_ONCE:
        acts["answer"] = "answer_at_once"
    if matter.kind != MatterKind.DISPUTE:
        del acts["mediate"]
    names = [name for name, act in acts.items() if is_open_to(act, matter.state)]
    if matter.state != MatterState.CLOSED:
        return names
    is_rated = Rating.objects.filter(matter=matter, cycle=matter.cycle).exists()
    return [name for name in names if name != "callback" or not is_rated]


def _decisions(actor: Actor, asked: Extension | None, left_out: Exclusion | None) -> list[str]:
    names = ["include" if left_out else "exclude"]
    if asked is None or asked.asked_by_id == actor.user_id:
        return names
    is_own = actor.home_unit_id is not None and actor.home_unit_id == asked.assignment.organisation_id
    return names if is_own else ["decide", *names]
