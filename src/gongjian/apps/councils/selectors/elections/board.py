"""What the page of an election shows, loaded in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch
from django.utils.translation import gettext as _

from gongjian.apps.councils.choices.elections import BallotKind, ElectionStatus, GivenWay
from gongjian.apps.councils.models.elections import (
    Candidate,
    Election,
    ElectionPost,
    MobileBox,
    Proxy,
    RollCorrection,
    Tenure,
)
from gongjian.apps.councils.selectors.elections.agenda import due_on
from gongjian.engines.tally import ABSTAIN, NO, YES


@dataclass(frozen=True)
class Line:
    """One line of a count: what was marked, how often, whether that elects."""

    name: str
    votes: int
    is_elected: bool


@dataclass
class Board:
    """An election with all that hangs on it, and the last day of its next step."""

    posts: Sequence[ElectionPost]
    voters: int
    given: Sequence[tuple[str, int]]
    corrections: Sequence[RollCorrection]
    boxes: Sequence[MobileBox]
    proxies: Sequence[Proxy]
    tenures: Sequence[Tenure]
    later: Sequence[Election]
    due_on: date | None
    handed_out: int = field(init=False)

    def __post_init__(self) -> None:
        self.handed_out = sum(number for _way, number in self.given)

    @property
    def counts(self) -> list[tuple[ElectionPost, list[Line]]]:
        """Each counted post with the lines of its count."""
        return [(post, lines_of(post)) for post in self.posts if post.result]

    @property
    def is_short(self) -> bool:
        """Whether seats stay open after the count."""
        return any((post.result or {}).get("open_seats") for post in self.posts)

    @property
    def has_second_round(self) -> bool:
        """Whether a second round is planned already."""
        return any(row.cause == "second_round" and row.status != ElectionStatus.VOID for row in self.later)


def board_of(election: Election) -> Board:
    """Load what hangs on an election. Eight queries."""
    candidates = Candidate.objects.select_related("resident").order_by("pk")
    posts = list(
        election.posts.prefetch_related(Prefetch("candidates", queryset=candidates)).order_by("order")
    )
    for post in posts:
        post.election = election
    counted = election.roll.filter(is_struck=False).order_by().values("given").annotate(number=Count("pk"))
    numbers = {row["given"]: row["number"] for row in counted}
    labels = dict(GivenWay.choices)
    return Board(
        posts=posts,
        voters=sum(numbers.values()),
        given=[(str(labels[way]), numbers[way]) for way in GivenWay.values if way in numbers],
        corrections=list(election.corrections.select_related("resident").order_by("pk")),
        boxes=list(election.mobile_boxes.annotate(asked=Count("asked_by")).order_by("pk")),
        proxies=list(
            election.proxies.filter(revoked_on__isnull=True)
            .select_related("principal__resident", "agent__resident")
            .order_by("pk")
        ),
        tenures=list(election.tenures.order_by("pk")),
        later=list(election.later.order_by("pk")),
        due_on=due_on(election),
    )


def lines_of(post: ElectionPost) -> list[Line]:
    """List the count of a post, most votes first; of yes and no, in the order of the paper."""
    result = post.result or {}
    if post.ballot_kind == BallotKind.YES_NO:
        labels = {YES: _("同意"), NO: _("不同意"), ABSTAIN: _("弃权")}
        return [Line(labels[name], votes, False) for name, votes in result.get("marks", [])]
    elected = set(result.get("elected", []))
    found = [Line(name, votes, name in elected) for name, votes in result.get("marks", [])]
    return sorted(found, key=lambda line: -line.votes)
