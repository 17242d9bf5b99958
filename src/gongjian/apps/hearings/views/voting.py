"""The page on which a panelist votes with his token."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongjian.apps.hearings import selectors, services
from gongjian.apps.hearings.choices import HearingStatus
from gongjian.apps.hearings.models import Hearing
from gongjian.core.access import public
from gongjian.core.ballots import Part, Sheet
from gongjian.core.ballots.pages import PUBLIC_REASON, voting_page
from gongjian.engines import tally


@public(PUBLIC_REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, vote_key: str) -> HttpResponse:
    """Take one vote."""
    hearing = selectors.get_by_vote_key(vote_key)
    return voting_page(
        request,
        Sheet(
            heading=_("民主评议投票"),
            subject=str(hearing),
            parts=[part_of(hearing)],
            is_open=hearing.status == HearingStatus.VOTING,
            over_words=_("结果由主持人当场公布，通过的在社区公示栏公示。"),
            done_words=_("结果在投票结束以后当场公布。"),
            choice_label=_("你的意见"),
            reason_missing=_("不同意的要写明理由，哪里不真实或不完整。"),
        ),
    )


def part_of(hearing: Hearing) -> Part:
    """Return the one question of a hearing, as its ballot paper shows it."""
    labels = {tally.YES: _("同意：真实、完整"), tally.NO: _("不同意"), tally.ABSTAIN: _("弃权")}
    question = tally.yes_no(services.QUESTION)
    return Part(hearing.vote_key, question, services.QUESTION + _("？"), labels)
