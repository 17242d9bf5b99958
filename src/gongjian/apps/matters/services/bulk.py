"""One act on several matters: each by itself, through the same service, with its own check of rights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from gongjian.apps.matters.models import Matter
from gongjian.core.errors import DomainError


@dataclass(frozen=True)
class Done:
    """What became of one matter: `refusal` says why nothing was done, "" where it was."""

    matter: Matter
    refusal: str = ""


def act_on_each(matters: Sequence[Matter], act: Callable[[Matter], object]) -> list[Done]:
    """Do an act to each matter in order; what is refused is left as it was, and the others are done all the same."""
    return [_one(matter, act) for matter in matters]


def _one(matter: Matter, act: Callable[[Matter], object]) -> Done:
    try:
        with transaction.atomic():
            act(matter)
    except DomainError as refusal:
        return Done(matter, refusal.message)
    return Done(matter)
