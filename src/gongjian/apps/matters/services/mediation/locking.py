"""Load and lock a mediation for what its mediators do: their own case, in a state that the act is open in."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from gongjian.apps.matters.choices import MediationState as State
from gongjian.apps.matters.models import Matter, Mediation
from gongjian.apps.matters.selectors.mediation.steps import next_moment_of, next_reminder_of
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, NotFound

M = TypeVar("M", bound=models.Model)
AFTER_CONSENT = (State.MEDIATING,)
BEFORE_END = (State.ACCEPTED, State.MEDIATING)
WITH_AGREEMENT = State.with_agreement()


def mediated(actor: Actor, case_id: int, states: Iterable[State] = ()) -> Mediation:
    """Lock the mediation of a matter for one of its mediators; `states` are those the act is open in, none for any.

    Raises NotFound for everybody else, whatever his rights, and Conflict with the present state in words.
    """
    found = Mediation.objects.all().open_to(actor).filter(matter_id=case_id).one()
    if found is None:
        raise NotFound()
    actor.require(Right.MATTERS_MEDIATE)
    return in_state(lock_mediation(found.pk), states)


def mediated_to_end(actor: Actor, case_id: int, states: Iterable[State]) -> Mediation:
    """Lock the matter and then its mediation: what ends a mediation moves both."""
    if not Mediation.objects.all().open_to(actor).filter(matter_id=case_id).exists():
        raise NotFound()
    matter: Matter = Matter.objects.select_for_update(no_key=True).get(pk=case_id)
    row = mediated(actor, case_id, states)
    row.matter = matter
    return row


def lock_mediation(pk: int) -> Mediation:
    """Lock a mediation whoever asks; its matter is loaded with it."""
    row: Mediation = (
        Mediation.objects.select_for_update(no_key=True, of=("self",)).select_related("matter").get(pk=pk)
    )
    return row


def in_state(row: Mediation, states: Iterable[State]) -> Mediation:
    """Return the mediation if the act is open in its state; raise Conflict otherwise."""
    wanted = tuple(states)
    if wanted and row.state not in wanted:
        raise Conflict(f"调解现在是“{row.get_state_display()}”，不能再这样办。请刷新后再看。")
    return row


def own(rows: Any, pk: int, kind: type[M]) -> M:
    """Return one row of the case; NotFound for another case's."""
    found = rows.filter(pk=pk).first()
    if not isinstance(found, kind):
        raise NotFound()
    return found


def save_with_next(row: Mediation) -> None:
    """Save a locked mediation, and when its mediators have to do or to hear of something next."""
    row.next_at = next_moment_of(row)
    row.remind_at = next_reminder_of(row)
    row.save()
