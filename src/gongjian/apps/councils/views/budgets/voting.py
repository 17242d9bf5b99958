"""The page on which a resident votes on a fund with his token: no account, no session, nothing written but the box."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongjian.apps.councils.selectors import budgets as reads
from gongjian.core.access import public
from gongjian.core.ballots.pages import PUBLIC_REASON, voting_page


@public(PUBLIC_REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, vote_key: str) -> HttpResponse:
    """Take one vote."""
    return voting_page(request, reads.sheet_of(reads.by_vote_key(vote_key)))
