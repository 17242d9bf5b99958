"""The board of open matters, and where a card may go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from gongjian.apps.matters import forms
from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.board import BY_STATE, Step, read_board
from gongjian.apps.matters.selectors.hands import why_not_check
from gongjian.apps.matters.selectors.matters import get_matter
from gongjian.apps.matters.selectors.open_acts import open_acts
from gongjian.apps.matters.transitions import TRANSITIONS
from gongjian.apps.matters.views.detail import ACT_WORDS
from gongjian.apps.matters.views.filters import narrow
from gongjian.core.access import Actor, ActorRequest, Right, allows
from gongjian.core.htmx import wants_fragment

MOVES = {
    "file": "file",
    "dispatch": "dispatch",
    "accept": "accept",
    "act": "act",
    "hand_back": "hand_back",
    "check": "check_pass",
    "answer": "answer",
    "hold": "hold",
    "resume": "resume",
}
"""Acts of a matter's page that a card is moved by, and the transition each takes."""


@dataclass(frozen=True)
class Move:
    """One act that a card's menu offers: where it leads; done at once, or on the matter's page where words are wanted."""

    name: str
    title: str | Promise
    to: Step | None
    at_once: bool
    url: str


@allows(Right.MATTERS_VIEW)
@require_GET
def show_board(request: ActorRequest) -> HttpResponse:
    """Show open matters by step, what is overdue on top."""
    narrowed = narrow(request, "matters:board")
    columns = read_board(request.actor, narrowed.rows, timezone.now())
    context: dict[str, Any] = {
        **narrowed.context,
        "columns": columns,
        "count": sum(column.count for column in columns),
        "late": sum(column.late for column in columns),
        "can_report": request.actor.can(Right.MATTERS_REPORT),
    }
    return render(request, "matters/board.html", context)


@allows(Right.MATTERS_VIEW)
@require_GET
def show_moves(request: ActorRequest, case_id: int) -> HttpResponse:
    """Offer the steps that a person may take with a card; the matter's page without a script."""
    matter = get_matter(request.actor, case_id)
    if not wants_fragment(request):
        return redirect("matters:matter", case_id)
    return render(
        request, "matters/_moves.html", {"matter": matter, "moves": moves_of(request.actor, matter)}
    )


def moves_of(actor: Actor, matter: Matter) -> list[Move]:
    """List the moves open to a person, in the order of the matter's page."""
    done = [part for part in matter.assignments.all() if part.cycle == matter.cycle and part.done_by_id]
    names = open_acts(actor, matter, why_not_check(actor, done)).names
    return [_move(matter, name) for name in names if name in MOVES]


def _move(matter: Matter, name: str) -> Move:
    words = ACT_WORDS[name]
    target = TRANSITIONS[MOVES[name]].target or MatterState.ACCEPTED
    at_once = words.form is forms.NoFields
    page = reverse("matters:matter", args=[matter.pk])
    url = reverse(f"matters:{name}", args=[matter.pk]) if at_once else f"{page}#{name}"
    return Move(name, words.title, BY_STATE.get(target), at_once, url)
