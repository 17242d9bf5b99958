"""What residents open on the phone: the posted roll by masked name, candidates, the result; and the vote by token."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.councils.choices.elections import ElectionStatus
from gongjian.apps.councils.selectors import elections as selectors
from gongjian.core.access import public
from gongjian.core.ballots import Sheet
from gongjian.core.ballots.pages import PUBLIC_REASON, voting_page
from gongjian.core.errors import NotFound


@public("an election is announced to all residents: masked names of the roll, candidates, result")
@require_GET
def show_public_election(request: HttpRequest, vote_key: str) -> HttpResponse:
    """Show what is posted of an election."""
    election = selectors.get_election_by_key(vote_key)
    board = selectors.board_of(election)
    is_posted = election.status == ElectionStatus.POSTED
    context = {
        "row": election,
        "board": board,
        "page": selectors.list_roll(election, request.GET) if is_posted else None,
        "objections_until": selectors.last_day_to_object(election) if is_posted else None,
        "shows_candidates": election.status not in (ElectionStatus.POSTED, ElectionStatus.FROZEN),
        "shows_result": election.status == ElectionStatus.ANNOUNCED,
    }
    return render(request, "councils/elections/public.html", context)


@public(PUBLIC_REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def vote_in_election(request: HttpRequest, vote_key: str) -> HttpResponse:
    """Take one vote."""
    election = selectors.get_election_by_key(vote_key)
    if election.status in (ElectionStatus.POSTED, ElectionStatus.FROZEN, ElectionStatus.LISTED):
        raise NotFound(_("还没有开始投票。请到投票时间再来。"))
    return voting_page(
        request,
        Sheet(
            heading=_("选举投票"),
            subject=election.title,
            parts=selectors.parts_of(election),
            is_open=election.takes_votes,
            over_words=_("结果由居民选举委员会当场公布，并贴出公告。"),
            done_words=_("结果在计票以后公布。"),
        ),
    )
