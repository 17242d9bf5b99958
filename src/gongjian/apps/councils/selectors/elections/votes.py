"""What is voted on, by which rule it is counted, and what is left for a second round."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.councils.choices.elections import BallotKind, CandidateStatus, ElectionCause
from gongjian.apps.councils.models.elections import Candidate, Election, ElectionPost
from gongjian.core.ballots import Part, box_of
from gongjian.engines import tally


def candidates_of(post: ElectionPost) -> list[Candidate]:
    """List those who stand for a post, in order of their nomination."""
    return [row for row in post.candidates.all() if row.status == CandidateStatus.QUALIFIED]


def question_of(post: ElectionPost) -> tally.Question:
    """Return what is asked for a post: marks for candidates and names written in, or yes and no to the one."""
    names = tuple(row.name for row in candidates_of(post))
    if post.ballot_kind == BallotKind.YES_NO:
        options = (tally.YES, tally.NO, tally.ABSTAIN)
        return tally.Question(f"{post.name}：{names[0]}", options, may_be_blank=True)
    return tally.choose(post.name, names, post.seats, has_write_ins=True, may_be_blank=True)


def options_in_words(post: ElectionPost) -> str:
    """Number the options of a post as its ballot paper does: 1 赵一，2 钱二."""
    labels = {tally.YES: _("同意"), tally.NO: _("不同意"), tally.ABSTAIN: _("弃权")}
    return "，".join(f"{n} {labels.get(name, name)}" for n, name in enumerate(question_of(post).options, 1))


def parts_of(election: Election) -> list[Part]:
    """Return the ballot paper: a part for each post, from the highest."""
    parts = []
    for post in election.posts.prefetch_related("candidates").order_by("order"):
        post.election = election
        question = question_of(post)
        labels: dict[str, str] = {}
        words = _("%(post)s：选 %(n)d 人") % {"post": post.name, "n": post.seats}
        if post.ballot_kind == BallotKind.YES_NO:
            labels = {tally.YES: _("同意"), tally.NO: _("不同意"), tally.ABSTAIN: _("弃权")}
            words = question.title
        parts.append(Part(post.box_key, question, words, labels))
    return parts


def vote_of(election: Election, post: ElectionPost, box: tally.Box, higher: tuple[str, ...]) -> tally.Vote:
    """Return by what a post is counted: thresholds of the election's own rule, who is elected higher already."""
    stated = election.rule["thresholds"]
    is_second = election.cause == ElectionCause.SECOND_ROUND
    assert election.closed_at is not None
    closed_at = timezone.localtime(election.closed_at).isoformat(timespec="minutes")
    majority = stated["second_majority" if is_second else "majority"]
    turnout = stated.get("second_turnout" if is_second else "turnout")
    is_yes_no = post.ballot_kind == BallotKind.YES_NO
    return tally.Vote(
        tally.read_threshold(majority, tally.Base.RETURNED),
        box.issued,
        closed_at,
        option=tally.YES if is_yes_no else "",
        seats=0 if is_yes_no else post.seats,
        turnout=tally.read_threshold(turnout, tally.Base.ROLL) if turnout else None,
        excluded=() if is_yes_no else higher,
    )


def still_open(election: Election) -> list[tuple[ElectionPost, int, Sequence[str]]]:
    """List (post, open seats, names next in votes) of a counted election, for its second round."""
    posts = list(election.posts.prefetch_related("candidates").order_by("order"))
    everybody = tuple(name for post in posts for name in post.elected)
    found: list[tuple[ElectionPost, int, Sequence[str]]] = []
    for post in posts:
        post.election = election
        result = post.result or {}
        if not result.get("open_seats") or post.ballot_kind == BallotKind.YES_NO:
            continue
        held = tally.Election(tuple(post.elected), tuple(result["tied"]), result["open_seats"])
        names = tally.runners_up(tally.count(box_of(post.box_key)), held, excluded=everybody)
        if names:
            found.append((post, held.open_seats, names))
    return found
