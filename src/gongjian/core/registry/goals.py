"""What is wanted of figures: the registry stands below the apps that set goals, so they register how to ask."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gongjian.core.access import Actor
from gongjian.core.figures import Figure


@dataclass(frozen=True)
class Goal:
    """A value that somebody has set for a figure: in words, and how the figure stands to it, with its mark.

    `value` in the indicator's own unit, `due_on` and `is_least` (else at most) are there when it can be forecast.
    """

    label: str
    text: str
    url: str
    word: str
    kind: str
    value: Fraction | None = None
    due_on: date | None = None
    is_least: bool = True


GoalSource = Callable[[Actor, Sequence[Figure]], Sequence[Sequence[Goal]]]
"""What an app wants of each of some figures, in their order."""

_goal_sources: list[GoalSource] = []
_goal_lists: list[Callable[[Actor, str], Mapping[str, Sequence[str]]]] = []


def register_goals(source: GoalSource) -> None:
    """Add an app's goals: the registry stands below the apps that set them."""
    _goal_sources.append(source)


def register_goal_list(source: Callable[[Actor, str], Mapping[str, Sequence[str]]]) -> None:
    """Add how an app names all its goals at a place by indicator, for the catalogue."""
    _goal_lists.append(source)


def goal_texts(actor: Actor, place_code: str) -> dict[str, list[str]]:
    """Name by indicator what is wanted of it at a place."""
    found: dict[str, list[str]] = {}
    for source in _goal_lists:
        for key, texts in source(actor, place_code).items():
            found.setdefault(key, []).extend(texts)
    return found


def list_goals(actor: Actor, figure: Figure) -> list[Goal]:
    """List what a figure is to reach, as far as the actor may see who set it."""
    return list_goals_of(actor, [figure])[0]


def list_goals_of(actor: Actor, figures: Sequence[Figure]) -> list[list[Goal]]:
    """List what each of some figures is to reach; one query an app that sets goals."""
    found: list[list[Goal]] = [[] for _figure in figures]
    for source in _goal_sources:
        for goals, more in zip(found, source(actor, figures), strict=True):
            goals.extend(more)
    return found
