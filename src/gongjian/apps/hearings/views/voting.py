"""The page on which a panelist votes with his token: no account, no session, nothing written but the box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongjian.apps.hearings import selectors, services
from gongjian.apps.hearings.choices import HearingStatus
from gongjian.apps.hearings.forms import VoteForm
from gongjian.core.access import public
from gongjian.core.form_pages import UNPROCESSABLE, attempt

REASON = "a secret vote is cast by a token, by whoever holds it; an account would tell who voted"


@public(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, vote_key: str) -> HttpResponse:
    """Take one vote."""
    hearing = selectors.get_by_vote_key(vote_key)
    form = VoteForm(request.POST or None)
    context = {"hearing": hearing, "form": form, "question": services.QUESTION}
    if hearing.status != HearingStatus.VOTING:
        return render(request, "hearings/vote_over.html", context)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        attempt(
            form,
            lambda: services.cast_vote(
                vote_key=vote_key, token=asked["token"], choice=asked["choice"], reason=asked["reason"]
            ),
        )
        if not form.errors:
            return render(request, "hearings/voted.html", context)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "hearings/vote.html", context, status=status)
