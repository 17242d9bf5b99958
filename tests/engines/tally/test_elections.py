"""Thresholds of an election at, below and above; the higher post first; who stands again; papers read line by line."""

import json
from fractions import Fraction

import pytest

from gongjian.engines.errors import EngineInputError
from gongjian.engines.tally import (
    Ballot,
    Base,
    Count,
    Election,
    Threshold,
    Vote,
    cast,
    certificate_text,
    check_certificate,
    choose,
    close,
    decide,
    elect,
    freeze,
    make_token,
    open_box,
    read_lines,
    read_threshold,
    runners_up,
    token_hash,
    yes_no,
)

TURNOUT = Threshold(Fraction(1, 2), Base.ROLL, is_strict=True)
MAJORITY = Threshold(Fraction(1, 2), Base.RETURNED, is_strict=True)
SECOND = Threshold(Fraction(1, 3), Base.RETURNED)


def counted(*marks: tuple[str, int], returned: int, on_roll: int = 100) -> Count:
    return Count(on_roll, returned, returned, returned, marks)


@pytest.mark.parametrize(("returned", "is_valid"), [(49, False), (50, False), (51, True)])
def test_more_than_half_of_the_roll_must_have_taken_part(returned, is_valid):
    held = elect(counted(("甲", returned), returned=returned), 1, MAJORITY, present=returned, turnout=TURNOUT)

    assert held.is_valid is is_valid
    assert held.elected == (("甲",) if is_valid else ())
    assert held.open_seats == (0 if is_valid else 1)
    one = counted(("yes", returned), returned=returned)
    outcome = decide(one, "yes", MAJORITY, present=returned, turnout=TURNOUT)
    assert outcome.is_passed is is_valid
    assert ("至少 51 人" in outcome.sentence) is not is_valid


@pytest.mark.parametrize(("got", "is_elected"), [(39, False), (40, False), (41, True)])
def test_more_than_half_of_those_who_voted_elect(got, is_elected):
    held = elect(counted(("甲", got), returned=80), 1, MAJORITY, present=80, turnout=TURNOUT)

    assert bool(held.elected) is is_elected


@pytest.mark.parametrize(("got", "is_elected"), [(26, False), (27, True), (28, True)])
def test_in_a_second_round_a_third_of_those_who_voted_is_enough(got, is_elected):
    held = elect(counted(("甲", got), returned=81), 1, SECOND, present=81)

    assert bool(held.elected) is is_elected


def test_who_is_elected_to_a_higher_post_takes_no_lower_seat():
    marks = counted(("甲", 70), ("乙", 60), ("丙", 55), returned=80)

    assert elect(marks, 2, MAJORITY, present=80, excluded=("甲",)).elected == ("乙", "丙")
    assert runners_up(marks, Election((), (), 1), excluded=("甲",)) == ("乙", "丙")


def test_those_next_in_votes_stand_again_with_all_who_are_tied_for_the_last_place():
    marks = counted(("甲", 50), ("乙", 30), ("丙", 20), ("丁", 20), ("戊", 0), returned=80)
    held = elect(marks, 2, MAJORITY, present=80)

    assert held == Election(("甲",), (), 1)
    assert runners_up(marks, held) == ("乙", "丁", "丙")
    assert runners_up(marks, Election(("甲", "乙"), (), 0)) == ()


def test_a_tie_for_the_last_seat_is_left_to_the_second_round():
    marks = counted(("甲", 60), ("乙", 45), ("丙", 45), returned=80)
    held = elect(marks, 2, MAJORITY, present=80)

    assert held == Election(("甲",), ("丙", "乙"), 1)
    assert runners_up(marks, held, more=1) == ("丙", "乙")


def test_the_certificate_of_an_election_is_counted_again_with_turnout_write_ins_and_the_higher_post():
    question = choose("副主任", ("赵一", "钱二"), 2, has_write_ins=True, may_be_blank=True)
    roll = freeze("选举", [f"p{n}" for n in range(5)])
    held = [make_token(bytes([n]) * 8) for n in range(1, 5)]
    box = open_box(question, roll, salt="s", token_hashes=[token_hash("s", one) for one in held])
    marks = (("赵一", "孙三"), ("孙三", "钱二"), ("孙三",), ())
    for token, choices in zip(held, marks, strict=True):
        box = cast(box, token, Ballot(choices))
    vote = Vote(MAJORITY, 4, "2026-11-26T12:00", seats=1, turnout=TURNOUT, excluded=("赵一",))

    text = certificate_text(close(box), vote)

    assert check_certificate(text) == ()
    found = json.loads(text)
    assert found["outcome"]["elected"] == ["孙三"]
    assert found["rule"]["turnout"] == {"share": "1/2", "base": "roll", "is_strict": True}
    for changed in (
        {"excluded": ["孙三"]},
        {"turnout": {"share": "9/10", "base": "roll", "is_strict": True}},
    ):
        other = {**found, "rule": {**found["rule"], **changed}}
        assert any("elected" in problem for problem in check_certificate(json.dumps(other)))


def test_papers_are_read_line_by_line():
    question = choose("委员", ("赵一", "钱二", "孙三", "李四"), 3, has_write_ins=True)
    text = "134\n2 ×3\n\n1 王五\n赵一、钱二 x2\n空\n废*2\n1234"

    assert read_lines(question, text) == [
        Ballot(("赵一", "孙三", "李四")),
        *[Ballot(("钱二",))] * 3,
        Ballot(("赵一", "王五")),
        *[Ballot(("赵一", "钱二"))] * 2,
        Ballot(()),
        *[Ballot(())] * 2,
        Ballot(("赵一", "钱二", "孙三", "李四")),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"), [("1\n5", "第 2 行：没有 5 号"), ("王五", "第 1 行：“王五”不是票上的选项")]
)
def test_a_line_that_can_not_be_read_is_named(text, sentence):
    with pytest.raises(EngineInputError, match=sentence):
        read_lines(yes_no("同意吗"), text)


def test_with_ten_candidates_numbers_are_kept_apart():
    names = tuple(f"候选{n}" for n in range(1, 13))

    assert read_lines(choose("代表", names, 5), "1 12") == [Ballot(("候选1", "候选12"))]


@pytest.mark.parametrize("text", ["一半", ">=1/0", "", ">1"])
def test_a_share_that_is_none_is_refused(text):
    with pytest.raises(EngineInputError):
        read_threshold(text, Base.ROLL)
