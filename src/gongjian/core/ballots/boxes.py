"""Boxes: opened for a roll, handed out from, voted into, closed, counted again, cleaned off the disk."""

import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from gongjian.core.errors import Conflict, NotFound
from gongjian.core.models import BallotBox, PaperReading
from gongjian.core.remains import drop_remains
from gongjian.engines import tally
from gongjian.engines.errors import EngineInputError

ABSENT = "没有这次投票，或者还没有开始。请核对票上的网址。"


def make_key() -> str:
    """Return a new key that opens a vote: 16 characters that nobody guesses."""
    return secrets.token_hex(8)


def open_box(
    key: str, question: tally.Question, roll: tally.Roll, *, tokens: int = 0, papers: int = 0
) -> list[str]:
    """Open the box of a vote and return `tokens` tokens, which are kept nowhere and told this once.

    May be done again while nobody has voted: the tokens of before are void then. Raises Conflict otherwise, and
    when more ballots go out than there are voters.
    """
    return open_boxes({key: question}, roll, tokens=tokens, papers=papers)


@transaction.atomic
def open_boxes(
    questions: Mapping[str, tally.Question], roll: tally.Roll, *, tokens: int = 0, papers: int = 0
) -> list[str]:
    """Open a box for each of several questions on one ballot paper; each token votes once in all of them.

    The ballots of one voter lie in boxes apart, so that nobody joins them by how somebody filled in the rest.
    """
    for row in locked(questions):
        if tally.from_text(row.contents).returned:
            raise Conflict("已经有人投票，不能换票码。")
    made = make_tokens(tokens)
    for key, question in questions.items():
        salt = secrets.token_hex(16)
        hashes = [tally.token_hash(salt, token) for token in made]
        with refusals():
            box = tally.open_box(question, roll, salt=salt, token_hashes=hashes, papers_issued=papers)
        BallotBox.objects.update_or_create(
            key=key, defaults={"contents": tally.to_text(box), "is_over": False, "cleaned_at": None}
        )
    PaperReading.objects.filter(key__in=questions).delete()
    return made


@transaction.atomic
def issue(keys: Collection[str], *, tokens: int = 0, papers: int = 0) -> list[str]:
    """Hand out more ballots of boxes opened together while the vote runs; return the new tokens, told this once."""
    made = make_tokens(tokens)
    for row in all_locked(keys):
        box = tally.from_text(row.contents)
        hashes = [tally.token_hash(box.salt, token) for token in made]
        with refusals():
            write(row, tally.issue(box, token_hashes=hashes, papers=papers))
    return made


@transaction.atomic
def reissue(keys: Collection[str], *, number: str) -> str:
    """Make the token of a lost slip void in all boxes of its paper and return another, told this once.

    `number` stands on the slip and on its stub; whose it is only the paper stub says. Raises Conflict when that
    token has voted already, or no slip has the number.
    """
    (token,) = make_tokens(1)
    for row in all_locked(keys):
        box = tally.from_text(row.contents)
        with refusals():
            write(row, tally.replace_slip(box, number=number, by=tally.token_hash(box.salt, token)))
    return token


def make_tokens(number: int) -> list[str]:
    """Return so many new tokens, in the order of their own letters."""
    return sorted(tally.make_token(secrets.token_bytes(tally.RANDOM_BYTES)) for _ in range(number))


def cast(key: str, token: str, ballot: tally.Ballot) -> None:
    """Drop one ballot for whoever holds the token. Raises Conflict with what is wrong; the token stays good then."""
    cast_together(token, {key: ballot})


@transaction.atomic
def cast_together(token: str, ballots: Mapping[str, tally.Ballot]) -> None:
    """Drop a ballot into each of several boxes opened together, all or none of them."""
    if len(ballots) > 1 and not any(ballot.choices for ballot in ballots.values()):
        raise Conflict("还没有选。请至少选一项再投。")
    for row in all_locked(ballots):
        with refusals():
            write(row, tally.cast(tally.from_text(row.contents), token, ballots[row.key]))


@transaction.atomic
def close(key: str) -> tally.Box:
    """Close a box for good and return it. Raises Conflict while paper ballots that went out are not entered."""
    (row,) = all_locked([key])
    with refusals():
        box = tally.close(tally.from_text(row.contents))
    row.is_over = True
    write(row, box, "is_over")
    return box


@transaction.atomic
def give_up(key: str) -> None:
    """Give up a vote that won't be counted: nobody votes any more, and its traces are cleaned too."""
    for row in locked([key]):
        row.is_over = True
        row.save(update_fields=["is_over"])
    PaperReading.objects.filter(key=key).delete()


def box_of(key: str) -> tally.Box:
    """Return the box of a vote. Raises NotFound before it was opened."""
    found = BallotBox.objects.filter(key=key).first()
    if found is None:
        raise NotFound(ABSENT)
    return tally.from_text(found.contents)


def recount(key: str, certificate: str, vote: tally.Vote) -> tuple[str, ...]:
    """Count a closed box again; return what differs from its certificate, nothing when it is right."""
    problems = tally.check_certificate(certificate)
    again = tally.certificate_text(box_of(key), vote)
    return problems if again == certificate else (*problems, "票箱里的票和计票证书对不上。")


def forget_open_boxes() -> int:
    """Take off the disk what the boxes of votes that are over held while votes came in; return of how many.

    Two readings of a box, taken around one vote, show that vote; the last one shows all of them together.
    """
    waiting = list(BallotBox.objects.filter(is_over=True, cleaned_at=None).values_list("key", flat=True))
    if not waiting or not all(drop_remains(model._meta.db_table) for model in (BallotBox, PaperReading)):
        return 0
    return BallotBox.objects.filter(key__in=waiting).update(cleaned_at=timezone.now())


def locked(keys: Collection[str]) -> list[BallotBox]:
    """Lock the boxes there are, in the order of their keys, so that two voters never wait for each other."""
    rows = BallotBox.objects.select_for_update(no_key=True).filter(key__in=list(keys))
    return list(rows.order_by("key"))


def all_locked(keys: Collection[str]) -> list[BallotBox]:
    """Lock boxes that take votes. Raises NotFound when one is not there, Conflict when one is over."""
    rows = locked(keys)
    if len(rows) != len(set(keys)) or not rows:
        raise NotFound(ABSENT)
    if any(row.is_over for row in rows):
        raise Conflict("投票已经结束，不能再投。")
    return rows


def write(row: BallotBox, box: tally.Box, *also: str) -> None:
    """Write a box's row anew."""
    row.contents = tally.to_text(box)
    row.save(update_fields=["contents", *also])


@contextmanager
def refusals() -> Iterator[None]:
    """Tell what the engine refuses as a Conflict."""
    try:
        yield
    except EngineInputError as refusal:
        raise Conflict(str(refusal)) from refusal
