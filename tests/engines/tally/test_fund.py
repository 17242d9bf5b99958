"""A fund by vote, told: every cent is reconciled, small groups are told together, the certificate is counted again."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.tally import (
    Ballot,
    Box,
    FundVote,
    cast,
    check_fund_certificate,
    choose,
    close,
    enter_papers,
    equal_shares,
    freeze,
    fund_certificate,
    open_box,
    shares_of,
    token_hash,
    told_missed,
    told_rounds,
)

COSTS = {"1": 70_000, "2": 40_000, "3": 25_000, "4": 20_000, "5": 10_000}
VOTE = FundVote(110_000, COSTS, dict.fromkeys(COSTS, "项目"), 100, "2026-11-26T20:00+08:00")
MARKS = ["12", "123", "12", "123", "123", "12", "345", "4", "45", "345", "1"]


def counted_box(marks: list[str], papers: list[str] = (), most: int = 4) -> Box:  # type: ignore[assignment]
    """A closed box with so many ballots by token and on paper."""
    voters = len(marks) + len(papers)
    tokens = [f"token-{number:03}" for number in range(len(marks))]
    box = open_box(
        choose("选项目", tuple(COSTS), most),
        freeze("名册", [str(number) for number in range(voters)]),
        salt="s",
        token_hashes=[token_hash("s", token) for token in tokens],
        papers_issued=len(papers),
    )
    for token, marked in zip(tokens, marks, strict=True):
        box = cast(box, token, Ballot(tuple(marked)))
    if papers:
        read = [Ballot(tuple(marked)) for marked in papers]
        box = enter_papers(box, read, read)
    return close(box)


def test_the_published_example_to_the_cent() -> None:
    told = told_rounds(shares_of(counted_box(MARKS), replace(VOTE, step=0)), 1)

    assert [(one.project, one.marks, one.fund_left) for one in told] == [
        ("1", 7, 40_000),
        ("4", 4, 20_000),
        ("5", 3, 10_000),
    ]
    (line,) = told[2].payers
    assert (line.voters, line.cents, line.least, line.most) == (3, 10_000, 3_333, 3_334)


def test_a_spoilt_ballot_has_no_share_and_is_counted_as_returned() -> None:
    box = counted_box(MARKS, papers=["", "12345"])

    assert shares_of(box, VOTE).voters == len(MARKS)
    assert sum(number for _, number in json.loads(fund_certificate(box, VOTE))["ballots"]) == 13


def test_what_is_missing_is_told_rounded_up() -> None:
    missed = {
        miss.project: miss for miss in told_missed(shares_of(counted_box(MARKS), replace(VOTE, step=0)))
    }

    assert (missed["3"].held, missed["3"].lacking) == (3_333, 21_667)
    assert (missed["2"].held, missed["2"].lacking) == (0, 40_000)


@given(
    st.lists(st.frozensets(st.sampled_from("12345"), max_size=4), min_size=1, max_size=40), st.integers(1, 8)
)
def test_every_cent_is_reconciled_and_no_small_group_stands_alone(
    ballots: list[frozenset[str]], least: int
) -> None:
    shares = equal_shares(COSTS, ballots, VOTE.fund, step=500, order="12345")

    told = told_rounds(shares, least)

    assert VOTE.fund == sum(one.cost for one in told) + shares.left
    for one in told:
        assert sum(line.cents for line in one.payers) == one.cost == COSTS[one.project]
        assert sum(line.voters for line in one.payers) == one.marks
        assert all(line.voters >= least for line in one.payers) or len(one.payers) == 1
        for line in one.payers:
            assert line.voters * line.least <= line.cents <= line.voters * line.most
            if not line.is_merged:
                assert line.most - line.least <= 1


def test_a_certificate_is_counted_again_and_names_no_token() -> None:
    text = fund_certificate(counted_box(MARKS, papers=["12", "5"]), VOTE)

    assert check_fund_certificate(text) == ()
    assert "token-" not in text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"fund": 120_000}, "重新计算"),
        ({"ballots": [[["1"], 2], [["4"], 9]]}, "重新计算"),
        ({"closed_at": "2026-11-27T20:00+08:00"}, "哈希"),
        ({"ballots": [[["1"], 50]]}, "不能验证"),
    ],
)
def test_a_changed_certificate_is_found(changed: dict[str, object], told: str) -> None:
    found = json.loads(fund_certificate(counted_box(MARKS), VOTE)) | changed

    assert any(told in sentence for sentence in check_fund_certificate(json.dumps(found)))


def test_what_is_no_certificate_is_said() -> None:
    assert check_fund_certificate("[]")
    assert check_fund_certificate("{}")


def test_an_open_box_is_not_spent() -> None:
    box = replace(counted_box(MARKS), is_open=True)

    with pytest.raises(EngineInputError):
        shares_of(box, VOTE)
