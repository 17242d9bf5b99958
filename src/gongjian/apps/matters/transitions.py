"""Which act leads from which state to which: the one table that every service asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongjian.apps.matters.choices import MatterState as State
from gongjian.core.errors import Conflict


@dataclass(frozen=True)
class Transition:
    """The states an act is open in, and the state it leads to (None: it stays, or the act decides)."""

    sources: frozenset[State]
    target: State | None


_OPEN = frozenset(State) - set(State.over())
_BEFORE_UNITS = frozenset({State.REPORTED, State.VERIFYING})
_WITH_DESK = frozenset({State.FILED, State.RETURNED})
_IN_HAND = frozenset(State.with_units())

TRANSITIONS: Mapping[str, Transition] = {
    "contact": Transition(_OPEN, None),
    "classify": Transition(_OPEN - {State.MERGED}, None),
    "verify": Transition(frozenset({State.REPORTED}), State.VERIFYING),
    "verified": Transition(frozenset({State.VERIFYING}), None),
    "file": Transition(_BEFORE_UNITS, State.FILED),
    "reject": Transition(_BEFORE_UNITS | _WITH_DESK, State.REJECTED),
    "dispatch": Transition(_WITH_DESK, State.DISPATCHED),
    "add_unit": Transition(_IN_HAND, None),
    "accept": Transition(_IN_HAND, State.ACCEPTED),
    "hand_back": Transition(_IN_HAND, State.RETURNED),
    "act": Transition(_IN_HAND, State.DONE),
    "ask_extension": Transition(_IN_HAND, None),
    "decide_extension": Transition(_IN_HAND | {State.SUSPENDED}, None),
    "mediate": Transition(_BEFORE_UNITS | _WITH_DESK, State.MEDIATING),
    "end_mediation": Transition(frozenset({State.MEDIATING}), State.CHECKED),
    "appoint": Transition(frozenset(State), None),
    "hold": Transition(_IN_HAND | _WITH_DESK | {State.MEDIATING}, State.SUSPENDED),
    "resume": Transition(frozenset({State.SUSPENDED}), None),
    "check_pass": Transition(frozenset({State.DONE}), State.CHECKED),
    "check_fail": Transition(frozenset({State.DONE}), State.REWORK),
    "answer": Transition(frozenset({State.CHECKED}), State.CLOSED),
    "answer_at_once": Transition(_BEFORE_UNITS | _WITH_DESK | {State.CHECKED}, State.CLOSED),
    "close_unsolved": Transition(_IN_HAND | _WITH_DESK | {State.DONE, State.CHECKED}, State.CLOSED),
    "merge": Transition(_BEFORE_UNITS | _WITH_DESK, State.MERGED),
    "gather": Transition(_OPEN - {State.MERGED}, None),
    "split": Transition(_BEFORE_UNITS | _WITH_DESK, None),
    "rate": Transition(frozenset({State.CLOSED}), None),
    "reopen": Transition(frozenset({State.CLOSED}), State.FILED),
    "raise": Transition(_OPEN, None),
    "supplement": Transition(_OPEN, None),
    "void": Transition(_OPEN - {State.MEDIATING}, State.VOID),
}
"""Acts by name. `answer_at_once` is for what needs no unit: a consultation, an idea."""


def next_state(act: str, state: str) -> State:
    """Return the state after an act; the present one where the act keeps it.

    Raises Conflict, with the present state in words, when the act isn't open in it: the row was
    acted on meanwhile, or the page was old.
    """
    transition, present = TRANSITIONS[act], State(state)
    if present not in transition.sources:
        raise Conflict(f"这件事现在是“{present.label}”，不能再这样办。可能刚有人办过，请刷新后再看。")
    return transition.target or present


def is_open_to(act: str, state: str) -> bool:
    """Say whether an act is open in a state, for showing its button."""
    return State(state) in TRANSITIONS[act].sources
