"""Reads of a vote: by its open key for who holds a token, and how far a count of papers is."""

from gongjian.apps.hearings.choices import HearingStatus
from gongjian.apps.hearings.models import BallotBox, Hearing, PaperReading
from gongjian.core.errors import NotFound
from gongjian.engines.tally import Box, from_text


def get_by_vote_key(vote_key: str) -> Hearing:
    """Return the hearing that a token votes in; nothing of it but its number is shown to who has the key."""
    rows = Hearing.objects.select_related("application").order_by()
    found = rows.filter(vote_key=vote_key, status__in=(HearingStatus.VOTING, HearingStatus.COUNTED)).first()
    if found is None:
        raise NotFound("没有这次投票，或者还没有开始。请核对票上的网址。")
    return found


def box_of(hearing: Hearing) -> Box:
    """Return the box of a hearing that votes or has voted."""
    found = BallotBox.objects.filter(hearing=hearing).first()
    if found is None:
        raise NotFound("这次评议还没有开始投票。")
    return from_text(found.contents)


def first_reader(hearing: Hearing) -> int | None:
    """Return who read the paper ballots first, while a second reading is awaited."""
    return PaperReading.objects.filter(hearing=hearing).values_list("reader_id", flat=True).first()
