from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.tally import (
    ABSTAIN,
    NO,
    RANDOM_BYTES,
    YES,
    Ballot,
    Box,
    Question,
    cast,
    choose,
    close,
    count,
    enter_papers,
    freeze,
    from_text,
    issue,
    make_token,
    open_box,
    reasons,
    replace_slip,
    slip_number,
    to_text,
    token_hash,
    yes_no,
)

SALT = "00112233445566778899aabbccddeeff"
ASKED = yes_no("申请人申报的情况是否真实、完整")
AYE, ABSTAINED = Ballot((YES,)), Ballot((ABSTAIN,))


def nay(reason: str = "收入没有报全") -> Ballot:
    return Ballot((NO,), reason)


def tokens(number: int) -> list[str]:
    return [make_token(n.to_bytes(RANDOM_BYTES)) for n in range(1, number + 1)]


def box_for(voters: int, *, papers: int = 0, question: Question = ASKED) -> Box:
    roll = freeze("评议", [f"p{n}" for n in range(voters)])
    hashes = [token_hash(SALT, token) for token in tokens(voters - papers)]
    return open_box(question, roll, salt=SALT, token_hashes=hashes, papers_issued=papers)


def after(box: Box, *votes: tuple[str, Ballot]) -> Box:
    for token, ballot in votes:
        box = cast(box, token, ballot)
    return box


def test_a_box_tells_neither_order_nor_whose_token_cast_which_ballot():
    ballots = (AYE, nay("甲理由"), nay("乙理由"), ABSTAINED)
    box, held = box_for(4), tokens(4)

    texts = {
        to_text(after(box, *zip(holders, cast_as, strict=True)))
        for holders in permutations(held)
        for cast_as in permutations(ballots)
    }

    assert len(texts) == 1


@given(data=st.data(), voters=st.integers(1, 9))
def test_any_order_of_any_ballots_ends_in_the_same_box_and_count(data, voters):
    marks = data.draw(st.lists(st.sampled_from((AYE, nay(), ABSTAINED)), min_size=voters, max_size=voters))
    order = data.draw(st.permutations(range(voters)))
    box, held = box_for(voters), tokens(voters)

    straight = after(box, *zip(held, marks, strict=True))
    shuffled = after(box, *((held[n], marks[order[n]]) for n in order))

    assert to_text(straight) == to_text(shuffled)
    assert count(close(straight)) == count(close(shuffled))
    assert count(close(straight)).of(NO) == marks.count(nay())


def test_a_token_votes_once_however_it_is_typed():
    box, (token, *_) = box_for(2), tokens(2)
    assert "0" in token

    voted = cast(box, token.lower().replace("-", " ").replace("0", "o"), AYE)

    with pytest.raises(EngineInputError, match="已经投过"):
        cast(voted, token, nay())
    assert voted.returned == 1


@pytest.mark.parametrize(
    ("ballot", "sentence"),
    [
        (Ballot(()), "还没有选"),
        (Ballot((YES, NO), "x"), "最多选 1 个"),
        (Ballot(("maybe",)), "最多选"),
        (Ballot((NO,), "  "), "写明理由"),
    ],
)
def test_a_ballot_that_would_not_count_is_refused_and_the_token_kept(ballot, sentence):
    box, (token, *_) = box_for(1), tokens(1)

    with pytest.raises(EngineInputError, match=sentence):
        cast(box, token, ballot)

    assert cast(box, token, AYE).returned == 1


def test_an_unknown_token_is_refused():
    with pytest.raises(EngineInputError, match="没有这个票码"):
        cast(box_for(1), "ZZZZ-ZZZZ-ZZZZ", AYE)


def test_nothing_is_counted_before_the_box_is_closed_nor_cast_after():
    box, (first, second) = box_for(2), tokens(2)
    box = cast(box, first, nay("低报"))

    for ask in (count, reasons):
        with pytest.raises(EngineInputError, match="还没有结束"):
            ask(box)
    closed = close(box)

    assert reasons(closed) == ((NO, "低报"),)
    with pytest.raises(EngineInputError, match="已经结束"):
        cast(closed, second, AYE)
    with pytest.raises(EngineInputError, match="已经结束"):
        close(closed)


def test_more_ballots_than_voters_never_go_out():
    roll = freeze("评议", ["a", "b"])
    hashes = [token_hash(SALT, token) for token in tokens(2)]

    with pytest.raises(EngineInputError, match="名册上 2 人"):
        open_box(ASKED, roll, salt=SALT, token_hashes=hashes, papers_issued=1)
    with pytest.raises(EngineInputError, match="票码相同"):
        open_box(ASKED, roll, salt=SALT, token_hashes=hashes[:1] * 2)


def test_ballots_may_go_out_while_the_vote_runs_up_to_the_roll():
    roll = freeze("选举", ["a", "b", "c"])
    first, second, third = tokens(3)
    box = open_box(ASKED, roll, salt=SALT, token_hashes=[token_hash(SALT, first)])
    box = issue(cast(box, first, AYE), token_hashes=[token_hash(SALT, second)], papers=1)

    assert (box.issued, box.returned, box.papers_issued) == (3, 1, 1)
    assert cast(box, second, AYE).returned == 2
    with pytest.raises(EngineInputError, match="已经发出 3 张"):
        issue(box, token_hashes=[token_hash(SALT, third)])
    with pytest.raises(EngineInputError, match="票码相同"):
        issue(box, token_hashes=[token_hash(SALT, first)])
    read = enter_papers(box, [AYE], [AYE])
    with pytest.raises(EngineInputError, match="不能再发票"):
        issue(read, papers=1)


def test_a_lost_slip_is_replaced_by_its_number_unless_it_has_voted():
    lost, voted, new = tokens(3)
    roll = freeze("选举", ["a", "b"])
    hashes = [token_hash(SALT, token) for token in (lost, voted)]
    box = cast(open_box(ASKED, roll, salt=SALT, token_hashes=hashes), voted, AYE)

    box = replace_slip(box, number=slip_number(lost).lower(), by=token_hash(SALT, new))

    assert (box.issued, box.returned) == (2, 1)
    with pytest.raises(EngineInputError, match="补发作废"):
        cast(box, lost, AYE)
    with pytest.raises(EngineInputError, match="已经投过了"):
        replace_slip(box, number=slip_number(voted), by=token_hash(SALT, lost))
    with pytest.raises(EngineInputError, match="没有这个票号"):
        replace_slip(box, number=slip_number(lost), by=token_hash(SALT, lost))
    box = cast(box, new, AYE)
    assert box.returned == 2
    with pytest.raises(EngineInputError, match="不能再补发"):
        replace_slip(close(box), number=slip_number(new), by=token_hash(SALT, lost))


def test_a_box_opened_before_slips_had_numbers_goes_on():
    old, used = tokens(2)
    hashes = [token_hash(SALT, token)[:64] for token in (old, used)]
    box = cast(open_box(ASKED, freeze("选举", ["a", "b"]), salt=SALT, token_hashes=hashes), used, AYE)

    assert cast(box, old, AYE).returned == 2
    with pytest.raises(EngineInputError, match="已经投过票"):
        cast(box, used, AYE)
    with pytest.raises(EngineInputError, match="没有这个票号"):
        replace_slip(box, number=slip_number(old), by=token_hash(SALT, tokens(3)[2]))


def test_others_may_be_written_in_and_a_blank_ballot_comes_back_uncounted_where_that_is_open():
    question = choose("主任", ("赵一", "钱二"), 1, has_write_ins=True, may_be_blank=True)
    roll = freeze("选举", ["a", "b", "c"])
    held = tokens(3)
    box = open_box(question, roll, salt=SALT, token_hashes=[token_hash(SALT, one) for one in held])

    box = after(box, *zip(held, (Ballot(("孙三",)), Ballot(()), Ballot(("赵一",))), strict=True))

    counted = count(close(box))
    assert counted.marks == (("赵一", 1), ("钱二", 0), ("孙三", 1))
    assert (counted.returned, counted.valid, counted.spoilt) == (3, 2, 1)
    assert from_text(to_text(box)) == box
    with pytest.raises(EngineInputError, match="最多选 1 个"):
        cast(box_for(1, question=question), held[0], Ballot(("赵一", "孙三")))


def test_papers_are_counted_when_two_readings_agree_in_any_order():
    box = cast(box_for(4, papers=3), tokens(1)[0], AYE)
    spoilt = Ballot(())

    with pytest.raises(EngineInputError, match="还没有录"):
        close(box)
    full = close(enter_papers(box, [nay("漏报"), spoilt, AYE], [AYE, Ballot((NO,), "漏报收入"), spoilt]))

    counted = count(full)
    assert (counted.issued, counted.returned, counted.valid, counted.spoilt) == (4, 4, 3, 1)
    assert counted.marks == ((YES, 2), (NO, 1), (ABSTAIN, 0))
    assert reasons(full) == ((NO, "漏报"),)


def test_readings_that_differ_are_refused_with_the_difference():
    box = box_for(3, papers=2)

    with pytest.raises(EngineInputError, match=r"“no”第一个人 1 张、第二个人 0 张"):
        enter_papers(box, [AYE, nay()], [AYE, AYE])
    with pytest.raises(EngineInputError, match="更多"):
        enter_papers(box, [AYE] * 3, [AYE] * 3)
    with pytest.raises(EngineInputError, match="写明理由"):
        enter_papers(box, [Ballot((NO,))], [Ballot((NO,))])
    entered = enter_papers(box, [AYE], [AYE])
    with pytest.raises(EngineInputError, match="不能再录"):
        enter_papers(entered, [AYE], [AYE])


def test_a_box_is_read_back_as_it_was():
    box = close(enter_papers(cast(box_for(3, papers=1), tokens(2)[0], nay()), [AYE], [AYE]))

    assert from_text(to_text(box)) == box
    with pytest.raises(EngineInputError, match="不是一个票箱"):
        from_text("{}")


def test_a_token_opens_only_its_own_box():
    token = tokens(1)[0]

    assert token_hash(SALT, token) != token_hash(SALT[::-1], token)
    with pytest.raises(EngineInputError, match="随机字节"):
        make_token(b"short")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: freeze("评议", []),
        lambda: freeze("评议", ["a", "a"]),
        lambda: freeze("评议", ["a", ""]),
        lambda: yes_no(" "),
        lambda: choose("选举", ("甲",), 1),
        lambda: choose("选举", ("甲", "甲"), 1),
        lambda: choose("选举", ("甲", "乙"), 3),
    ],
)
def test_rolls_and_questions_that_make_no_sense_are_refused_with_advice(wrong):
    with pytest.raises(EngineInputError, match="请"):
        wrong()


def test_the_roll_hash_shows_who_was_put_on_or_taken_off():
    assert freeze("评议", ["b", "a"]) == freeze("评议", ["a", "b"])
    assert len({freeze("评议", keys).hash for keys in (["a"], ["a", "b"], ["ab"])}) == 3
    assert freeze("评议", ["a"]).hash != freeze("选举", ["a"]).hash
