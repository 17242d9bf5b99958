"""The vote on a fund: the roll frozen, ballots handed out, papers read by two, closed and spent by equal shares.

The vote itself is `core.ballots`: no actor, time, order, audit row or session of a single vote is kept.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.budgets import FundStatus, WishStatus
from gongjian.apps.councils.models import Fund
from gongjian.apps.councils.selectors.budgets import (
    ballot_wishes,
    get_fund,
    outcome_of,
    question_of,
    voters_of,
)
from gongjian.apps.councils.services.budgets.steps import managed_fund, take_step, take_wish_step
from gongjian.core import audit, ballots
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import tally
from gongjian.engines.errors import EngineInputError


@transaction.atomic
def open_vote(*, actor: Actor, fund_id: int, vote_until: date, papers: int = 0) -> tuple[Fund, list[str]]:
    """Freeze the roll and open the box; return the tokens, which are kept nowhere and shown this once.

    `papers` of the voters get a paper ballot, the others a token each. May be done again while nobody has voted.
    """
    fund = managed_fund(actor, fund_id, FundStatus.POSTED, FundStatus.VOTING)
    today = timezone.localdate()
    if fund.posted_until is None or today <= fund.posted_until:
        raise Conflict(f"名单公示到 {fund.posted_until:%m月%d日} 24 时为止，满了以后才能投票。")
    if vote_until < today:
        raise Invalid("投票截止的日子已经过了。请改成今天或以后。")
    voters = voters_of(fund)
    if not voters:
        raise Conflict("居民名册是空的。请先在“居民”里登记，再开始投票。")
    if not 0 <= papers <= len(voters):
        raise Invalid(f"名册上 {len(voters)} 人，纸票在 0 和 {len(voters)} 张之间。请改。")
    roll = tally.freeze(f"{fund.place_code} {fund.year} {fund.title}", [str(voter) for voter in voters])
    tokens = ballots.open_box(
        fund.vote_key, question_of(fund), roll, tokens=len(voters) - papers, papers=papers
    )
    if fund.status == FundStatus.POSTED:
        take_step(fund, FundStatus.VOTING)
    fund.vote_until, fund.roll_size, fund.roll_hash = vote_until, len(voters), roll.hash
    fund.save(update_fields=["status", "vote_until", "roll_size", "roll_hash"])
    audit.record(
        actor,
        "councils.fund_vote_opened",
        fund,
        after={"tokens": len(tokens), "papers": papers, "roll_hash": roll.hash},
    )
    return fund, tokens


@transaction.atomic
def read_papers(*, actor: Actor, fund_id: int, papers: Sequence[tally.Ballot]) -> ballots.Reading:
    """Take one person's reading of the paper ballots; the second, by somebody else, puts them in if both agree."""
    fund = managed_fund(actor, fund_id, FundStatus.VOTING)
    told = ballots.read_papers(actor, fund.vote_key, papers)
    if told.is_complete:
        audit.record(actor, "councils.fund_papers_entered", fund, after={"papers": len(papers)})
    else:
        act = "councils.fund_papers_differed" if told.difference else "councils.fund_papers_read"
        audit.record(actor, act, fund)
    return told


@transaction.atomic
def close_vote(*, actor: Actor, fund_id: int) -> Fund:
    """Close the box and spend the fund by equal shares; the result can't be changed.

    Raises Conflict before the last day of the vote is over, unless every ballot has come back.
    """
    fund = managed_fund(actor, fund_id, FundStatus.VOTING)
    box = ballots.box_of(fund.vote_key)
    last = fund.vote_until
    if last is not None and timezone.localdate() <= last and box.returned < box.issued:
        raise Conflict(f"投票到 {last.month}月{last.day}日 24 时为止，还有票没有收回，现在不能结束。")
    box = ballots.close(fund.vote_key)
    fund.closed_at = timezone.now()
    vote, counted = vote_of(fund), tally.count(box)
    try:
        shares = tally.shares_of(box, vote)
        fund.certificate = tally.fund_certificate(box, vote)
    except EngineInputError as refusal:
        raise Conflict(str(refusal)) from refusal
    paper = {"issued": counted.issued, "returned": counted.returned, "spoilt": counted.spoilt}
    fund.outcome = outcome_of(shares, paper, int(fund.rule["least_told"]))
    take_step(fund, FundStatus.COUNTED)
    fund.save(update_fields=["closed_at", "certificate", "outcome", "status"])
    _settle_wishes(fund, set(shares.funded))
    audit.record(actor, "councils.fund_counted", fund, after={**paper, "funded": list(shares.funded)})
    return fund


def _settle_wishes(fund: Fund, funded: set[str]) -> None:
    for wish in ballot_wishes(fund):
        take_wish_step(wish, WishStatus.FUNDED if str(wish.number) in funded else WishStatus.UNFUNDED)
        wish.save(update_fields=["status"])


def vote_of(fund: Fund) -> tally.FundVote:
    """Return what is certified beside the box of a fund whose vote is over."""
    assert fund.closed_at is not None
    wishes = ballot_wishes(fund)
    return tally.FundVote(
        fund=fund.fund_cents,
        costs={str(wish.number): wish.cost_cents or 0 for wish in wishes},
        titles={str(wish.number): wish.title for wish in wishes},
        step=int(fund.rule["step_cents"]),
        closed_at=timezone.localtime(fund.closed_at).isoformat(timespec="minutes"),
    )


def recount(*, actor: Actor, fund_id: int) -> tuple[str, ...]:
    """Count the box again and hold it against the certificate; return what differs, nothing when all is right."""
    fund = get_fund(actor, fund_id)
    if not fund.is_counted:
        raise Conflict("还没有计票，不能重新计票。")
    problems = tally.check_fund_certificate(fund.certificate)
    again = tally.fund_certificate(ballots.box_of(fund.vote_key), vote_of(fund))
    return problems if again == fund.certificate else (*problems, "票箱里的票和计票证书对不上。")
