import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.tally import (
    NO,
    YES,
    Attendance,
    Ballot,
    Base,
    Box,
    Count,
    GroupRule,
    QuorumRule,
    Threshold,
    Vote,
    cast,
    certificate_text,
    check_certificate,
    choose,
    close,
    count,
    decide,
    elect,
    freeze,
    make_token,
    open_box,
    shortfalls,
    token_hash,
    yes_no,
)

TWO_THIRDS = Fraction(2, 3)
AT_LEAST = Threshold(TWO_THIRDS, Base.PRESENT)
MORE_THAN = Threshold(TWO_THIRDS, Base.PRESENT, is_strict=True)
HALF_OF_ALL = Threshold(Fraction(1, 2), Base.ROLL, is_strict=True)


def tally(yes: int, returned: int, *, on_roll: int = 0, spoilt: int = 0) -> Count:
    no = returned - yes - spoilt
    return Count(on_roll or returned, returned, returned, returned - spoilt, ((YES, yes), (NO, no)))


@pytest.mark.parametrize(
    ("rule", "yes", "present", "passed"),
    [
        (AT_LEAST, 9, 15, False),  # below
        (AT_LEAST, 10, 15, True),  # at
        (AT_LEAST, 11, 15, True),  # above
        (MORE_THAN, 10, 15, False),  # at is not enough
        (MORE_THAN, 11, 15, True),
        (AT_LEAST, 10, 16, False),  # 10.67 needs 11
        (AT_LEAST, 11, 16, True),
        (MORE_THAN, 11, 16, True),
        (AT_LEAST, 0, 0, False),
        (Threshold(Fraction(1, 2), Base.PRESENT, is_strict=True), 5, 10, False),
        (Threshold(Fraction(1, 2), Base.PRESENT, is_strict=True), 6, 10, True),
        (Threshold(Fraction(1), Base.PRESENT), 10, 10, True),
        (Threshold(Fraction(1), Base.PRESENT), 9, 10, False),
    ],
)
def test_the_majority_is_exact_below_at_and_above(rule, yes, present, passed):
    outcome = decide(tally(yes, present), YES, rule, present=present)

    assert outcome.is_passed is passed
    assert (outcome.count, outcome.base) == (yes, present)
    assert rule.is_met(outcome.needed, present) or present == 0
    assert not rule.is_met(outcome.needed - 1, present)


@pytest.mark.parametrize(
    ("base", "needed"), [(Base.ROLL, 20), (Base.PRESENT, 16), (Base.RETURNED, 14), (Base.VALID, 12)]
)
def test_of_whom_the_share_is_taken_decides(base, needed):
    counted = Count(30, 22, 21, 18, ((YES, 15), (NO, 3)))

    outcome = decide(counted, YES, Threshold(TWO_THIRDS, base), present=24)

    assert (outcome.needed, outcome.is_passed) == (needed, needed <= 15)


@given(
    count_=st.integers(0, 400),
    base=st.integers(1, 400),
    share=st.fractions(Fraction(1, 9), Fraction(8, 9), max_denominator=9),
    strict=st.booleans(),
)
def test_enough_is_enough_whoever_computes_it(count_, base, share, strict):
    rule = Threshold(share, Base.ROLL, strict)
    ratio = Fraction(count_, base)

    assert rule.is_met(count_, base) is (ratio > share if strict else ratio >= share)
    assert rule.is_met(count_, base) is (count_ >= rule.least(base))


SHAANXI = QuorumRule(
    15, Threshold(TWO_THIRDS, Base.ROLL), (GroupRule("rep", "居民代表", Threshold(TWO_THIRDS, Base.PRESENT)),)
)
ZHASHUI = QuorumRule(10, None, (GroupRule("rep", "居民代表", least=3),))


@pytest.mark.parametrize(
    ("rule", "came", "missing"),
    [
        (SHAANXI, Attendance(15, 10, {"rep": 7}), []),  # 10 of 15 and 7 of 10, each at the bound
        (SHAANXI, Attendance(14, 10, {"rep": 7}), ["差 1 人"]),
        (SHAANXI, Attendance(15, 9, {"rep": 6}), ["至少到 10 人，现在到了 9 人"]),
        (SHAANXI, Attendance(15, 10, {"rep": 6}), ["居民代表到会的至少要 7 人，现在 6 人"]),
        (SHAANXI, Attendance(16, 10, {"rep": 7}), ["至少到 11 人"]),
        (SHAANXI, Attendance(16, 11, {"rep": 8}), []),
        (SHAANXI, Attendance(3, 1, {}), ["差 12 人", "至少到 2 人", "居民代表"]),
        (ZHASHUI, Attendance(10, 1, {"rep": 3}), []),
        (ZHASHUI, Attendance(9, 9, {"rep": 3}), ["差 1 人"]),
        (ZHASHUI, Attendance(10, 10, {"rep": 2}), ["至少要 3 人，现在 2 人"]),
    ],
)
def test_what_is_missing_for_a_quorum_is_said(rule, came, missing):
    told = shortfalls(rule, came)

    assert len(told) == len(missing)
    assert all(part in sentence for part, sentence in zip(missing, told, strict=True))


def votes(*marks: tuple[str, int]) -> Count:
    number = sum(got for _, got in marks)
    return Count(number, number, number, number, marks)


@pytest.mark.parametrize(
    ("marks", "seats", "elected", "tied", "left"),
    [
        ((("甲", 9), ("乙", 8), ("丙", 3)), 2, ("甲", "乙"), (), 0),
        ((("甲", 9), ("乙", 8), ("丙", 8)), 2, ("甲",), ("丙", "乙"), 1),
        ((("甲", 9), ("乙", 5), ("丙", 3)), 2, ("甲",), (), 1),  # 5 of 10 is not more than half
        ((("甲", 6), ("乙", 6), ("丙", 6)), 2, (), ("丙", "乙", "甲"), 2),
        ((("甲", 6), ("乙", 6)), 2, ("乙", "甲"), (), 0),
    ],
)
def test_equal_votes_for_the_last_seat_are_left_to_a_second_round(marks, seats, elected, tied, left):
    counted = Count(10, 10, 10, 10, marks)

    result = elect(counted, seats, HALF_OF_ALL, present=10)

    assert set(result.elected) == set(elected)
    assert set(result.tied) == set(tied)
    assert result.open_seats == left


def closed(*ballots: Ballot, question=None) -> Box:
    tokens = [make_token(n.to_bytes(8)) for n in range(1, len(ballots) + 1)]
    salt = "a" * 32
    roll = freeze("名册", [str(n) for n in range(len(ballots))])
    box = open_box(
        question or yes_no("是否属实"), roll, salt=salt, token_hashes=[token_hash(salt, t) for t in tokens]
    )
    for token, ballot in zip(tokens, ballots, strict=True):
        box = cast(box, token, ballot)
    return close(box)


VOTE = Vote(AT_LEAST, 3, "2026-11-26T10:00:00+08:00", option=YES)


def test_a_certificate_is_confirmed_by_a_recount_and_names_no_token_or_reason():
    box = closed(Ballot((YES,)), Ballot((YES,)), Ballot((NO,), "收入不实"))

    text = certificate_text(box, VOTE)

    assert check_certificate(text) == ()
    assert "收入不实" not in text
    assert not any(spent in text for spent in box.spent)
    assert json.loads(text)["outcome"]["is_passed"] is True
    assert certificate_text(box, VOTE) == text
    assert count(box) == count(box)


def test_a_changed_certificate_says_what_no_longer_follows():
    found = json.loads(certificate_text(closed(*[Ballot((YES,))] * 2, Ballot((NO,), "x")), VOTE))

    found["ballots"][0][1] = 2  # one "yes" turned into a "no"
    found["ballots"][1][1] = 1
    problems = check_certificate(json.dumps(found))

    assert any("marks" in line for line in problems)
    assert any("is_passed" in line for line in problems)
    assert any("哈希" in line for line in problems)
    assert check_certificate("{}") == ("这不是一份完整的计票证书（KeyError），不能验证。",)
    assert check_certificate("not json")


def test_a_certificate_with_more_ballots_than_went_out_is_refused():
    found = json.loads(certificate_text(closed(*[Ballot((YES,))] * 3), VOTE))

    found["ballots"][0][1] = 4

    assert check_certificate(json.dumps(found)) == (
        "这不是一份完整的计票证书（EngineInputError），不能验证。",
    )


def test_an_election_is_certified_like_a_decision():
    question = choose("居民小组长", ("甲", "乙", "丙"), 2)
    box = closed(Ballot(("甲", "乙")), Ballot(("甲",)), Ballot(("丙", "甲")), question=question)
    vote = Vote(HALF_OF_ALL, 3, "2026-11-26T10:00:00+08:00", seats=2)

    text = certificate_text(box, vote)

    assert json.loads(text)["outcome"] == {"elected": ["甲"], "tied": [], "open_seats": 1, "is_valid": True}
    assert check_certificate(text) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Threshold(Fraction(0), Base.ROLL),
        lambda: Threshold(Fraction(3, 2), Base.ROLL),
        lambda: Threshold(Fraction(1), Base.ROLL, is_strict=True),
        lambda: Vote(AT_LEAST, 3, "", option=YES, seats=1),
        lambda: Vote(AT_LEAST, 3, ""),
        lambda: decide(tally(1, 3), YES, AT_LEAST, present=2),
        lambda: decide(tally(1, 3), YES, AT_LEAST, present=4),
        lambda: elect(votes(("甲", 1), ("乙", 1)), 0, AT_LEAST, present=2),
    ],
)
def test_rules_and_figures_that_cannot_be_are_refused_with_advice(wrong):
    with pytest.raises(EngineInputError, match="请"):
        wrong()
