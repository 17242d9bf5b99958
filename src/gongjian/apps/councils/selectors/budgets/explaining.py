"""Why which projects were chosen, in plain words and to the cent: for residents, for the table, for the notice.

All comes from `outcome`, which was written once from the closed box; nothing here reads a ballot.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gongjian.apps.councils.models import Fund
from gongjian.core.errors import NotFound
from gongjian.engines.tally import Shares, ToldMissed, ToldPayers, ToldRound, told_missed, told_rounds


def outcome_of(shares: Shares, counted: Mapping[str, int], least: int) -> dict[str, Any]:
    """Write down what was counted for good: integers in cents, exact fractions as text."""
    return {
        **counted,
        "voters": shares.voters,
        "share": str(shares.share),
        "left": shares.left,
        "rounds": [_kept_round(one) for one in told_rounds(shares, least)],
        "missed": [[one.project, one.cost, one.marks, one.held, one.lacking] for one in told_missed(shares)],
    }


def _kept_round(one: ToldRound) -> dict[str, Any]:
    payers = [[line.voters, line.cents, line.least, line.most, line.is_merged] for line in one.payers]
    return {
        "project": one.project,
        "cost": one.cost,
        "marks": one.marks,
        "votes": str(one.votes),
        "top": str(one.top),
        "payers": payers,
        "fund_left": one.fund_left,
    }


@dataclass(frozen=True)
class FundRound:
    """One round as told: which project, by its title and number, and the lines of its payers."""

    place: int
    title: str
    told: ToldRound

    @property
    def is_even(self) -> bool:
        """Whether all supporters paid alike, so that it counts as many votes as it was marked."""
        return self.told.votes == self.told.marks

    @property
    def top_cents(self) -> int:
        """The most that one paid, in cents, rounded up."""
        return -(-self.told.top.numerator // self.told.top.denominator)

    @property
    def paid(self) -> int:
        """The sum of its payers' lines, in cents."""
        return sum(line.cents for line in self.told.payers)


@dataclass(frozen=True)
class FundMissed:
    """One project not chosen, with why: its supporters can't pay, or nobody marked it."""

    title: str
    told: ToldMissed


@dataclass(frozen=True)
class Explanation:
    """All that residents are told of a count (amounts in cents).

    `share` is what each voter had in the run that counts; `is_raised` where it is more than the fund's equal part.
    """

    fund: int
    voters: int
    share: Fraction
    rounds: tuple[FundRound, ...]
    missed: tuple[FundMissed, ...]
    left: int
    step: int

    @property
    def fund_share(self) -> Fraction:
        """The equal part of the fund, in yuan."""
        return Fraction(self.fund, self.voters * 100)

    @property
    def raised_share(self) -> Fraction:
        """What each had in the run that counts, in yuan."""
        return self.share / 100

    @property
    def raise_yuan(self) -> Fraction:
        """How much was added to the equal part, in yuan."""
        return self.raised_share - self.fund_share

    @property
    def is_raised(self) -> bool:
        """Whether shares were raised so that less of the fund lies idle."""
        return self.share > Fraction(self.fund, self.voters)

    @property
    def spent(self) -> int:
        """What the chosen projects cost together."""
        return sum(one.told.cost for one in self.rounds)

    @property
    def is_reconciled(self) -> bool:
        """Whether every cent is accounted for: the fund, and each project's payers."""
        return self.fund == self.spent + self.left and all(one.paid == one.told.cost for one in self.rounds)


def explanation_of(fund: Fund) -> Explanation:
    """Read what a counted fund's residents are told. Raises NotFound before the count."""
    if fund.outcome is None:
        raise NotFound("还没有计票，结果还不能看。")
    outcome: dict[str, Any] = fund.outcome
    titles = {str(wish.number): wish.title for wish in fund.wishes.all() if wish.number is not None}
    return Explanation(
        fund=fund.fund_cents,
        voters=outcome["voters"],
        share=Fraction(outcome["share"]),
        rounds=tuple(_rounds(outcome["rounds"], titles)),
        missed=tuple(FundMissed(titles[row[0]], ToldMissed(*row)) for row in outcome["missed"]),
        left=outcome["left"],
        step=int(fund.rule["step_cents"]),
    )


def _rounds(rows: list[dict[str, Any]], titles: Mapping[str, str]) -> Iterator[FundRound]:
    for place, row in enumerate(rows, start=1):
        told = ToldRound(
            row["project"],
            row["cost"],
            row["marks"],
            Fraction(row["votes"]),
            Fraction(row["top"]),
            tuple(ToldPayers(*line) for line in row["payers"]),
            row["fund_left"],
        )
        yield FundRound(place, titles[row["project"]], told)


def certificate_of(fund: Fund) -> str:
    """Return the certificate of a finished count. Raises NotFound before it."""
    if not fund.certificate:
        raise NotFound("还没有计票，还没有证书。")
    return fund.certificate
