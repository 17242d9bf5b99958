"""Reads of a vote by its open key, for who holds a token."""

from gongjian.apps.hearings.choices import HearingStatus
from gongjian.apps.hearings.models import Hearing
from gongjian.core.errors import NotFound


def get_by_vote_key(vote_key: str) -> Hearing:
    """Return the hearing that a token votes in; nothing of it but its number is shown to who has the key."""
    rows = Hearing.objects.select_related("application").order_by()
    found = rows.filter(vote_key=vote_key, status__in=(HearingStatus.VOTING, HearingStatus.COUNTED)).first()
    if found is None:
        raise NotFound("没有这次投票，或者还没有开始。请核对票上的网址。")
    return found
