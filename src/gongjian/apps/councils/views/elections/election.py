"""One election, opened on what is to be done now; its roll; what a single button does."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.councils.choices.elections import ElectionStatus
from gongjian.apps.councils.models.elections import Election
from gongjian.apps.councils.selectors import elections as selectors
from gongjian.apps.councils.services import elections as services
from gongjian.apps.councils.views.elections.lists import MARKS
from gongjian.core import ballots
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.ballots.pages import tell_recount
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import act_and_return, crumb


@allows(Right.ELECTIONS_VIEW)
@require_GET
def show_election(request: ActorRequest, election_id: int) -> HttpResponse:
    """Show an election with the step that is its turn."""
    election = selectors.get_election(request.actor, election_id)
    can_manage = request.actor.can(Right.ELECTIONS_MANAGE, election.place_code)
    board = selectors.board_of(election)
    context = {
        "row": election,
        "board": board,
        "mark": MARKS[ElectionStatus(election.status)],
        "can_manage": can_manage,
        "public_url": request.build_absolute_uri(reverse("councils:public_election", args=[election.key])),
        "papers": _papers(request, election, board) if election.status == ElectionStatus.VOTING else [],
        "crumbs": [crumb(_("选举"), "councils:elections"), crumb(election.title)],
    }
    return render(request, "councils/elections/election.html", context)


def _papers(request: ActorRequest, election: Election, board: Any) -> list[dict[str, Any]]:
    """Say for each post how far the reading of its papers is."""
    found = []
    for post in board.posts:
        box = ballots.box_of(post.box_key)
        reader = ballots.first_reader(post.box_key)
        found.append(
            {
                "post": post,
                "issued": box.papers_issued,
                "is_read": box.has_papers,
                "awaits_second": reader is not None,
                "is_mine": reader is not None and reader == request.actor.user_id,
            }
        )
    return found


@allows(Right.ELECTIONS_VIEW)
@require_GET
def show_roll(request: ActorRequest, election_id: int) -> HttpResponse:
    """Show the roll by number, names masked, or those found by number or full name."""
    election = selectors.get_election(request.actor, election_id)
    wanted = request.GET.get("q", "").strip()
    page = None if wanted else selectors.list_roll(election, request.GET)
    context = {
        "row": election,
        "page": page,
        "rows": selectors.find_on_roll(election, wanted) if wanted else page.rows if page else [],
        "wanted": wanted,
        "crumbs": [
            crumb(_("选举"), "councils:elections"),
            crumb(election.title, "councils:election", election.pk),
            crumb(_("选民名册")),
        ],
    }
    return render(request, "councils/elections/roll.html", context)


def _draw(request: ActorRequest, election_id: int) -> None:
    drawn = services.draw_roll(actor=request.actor, election_id=election_id)
    messages.success(
        request,
        _(
            "列入 %(listed)d 人；不满年龄 %(young)d 人；没有身份证号、年龄不明 %(unknown)d 人，可以按名册异议加入。"
        )
        % {"listed": drawn.listed, "young": drawn.too_young, "unknown": drawn.age_unknown},
    )


def _recount(request: ActorRequest, election_id: int) -> None:
    tell_recount(request, services.recount(actor=request.actor, election_id=election_id))


def _plain(service: Callable[..., object]) -> Callable[[ActorRequest, int], object]:
    return lambda request, election_id: service(actor=request.actor, election_id=election_id)


ACTS: Mapping[str, Callable[[ActorRequest, int], object]] = {
    "draw-roll": _draw,
    "post-roll": _plain(services.post_roll),
    "freeze-roll": _plain(services.freeze_roll),
    "post-candidates": _plain(services.post_candidates),
    "open-vote": _plain(services.open_voting),
    "close-vote": _plain(services.close_voting),
    "announce": _plain(services.announce),
    "recount": _recount,
}


@allows(Right.ELECTIONS_MANAGE)
@require_POST
def act_on_election(request: ActorRequest, election_id: int, act: str) -> HttpResponse:
    """Do what one button of the page asks."""
    election = selectors.get_election(request.actor, election_id)
    request.actor.require(Right.ELECTIONS_MANAGE, election.place_code)
    if act not in ACTS:
        raise NotFound()
    return act_and_return(request, lambda: ACTS[act](request, election_id), "councils:election", election_id)
