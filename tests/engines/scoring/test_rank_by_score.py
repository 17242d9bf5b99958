from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.scoring import rank_by_score

SCORES = st.lists(st.none() | st.integers(0, 20).map(Decimal), max_size=15)


def test_equal_scores_share_a_rank_and_the_next_rank_skips():
    ranking = rank_by_score(
        [("a", Decimal(90)), ("b", Decimal("90.0")), ("c", Decimal(91)), ("d", Decimal(80))]
    )

    assert [(place.key, place.rank) for place in ranking.ranked] == [("c", 1), ("a", 2), ("b", 2), ("d", 4)]


def test_a_place_without_a_score_has_no_rank_and_is_listed():
    ranking = rank_by_score([("a", None), ("b", Decimal(0))])

    assert (ranking.missing, [place.key for place in ranking.ranked]) == (("a",), ["b"])


def test_moves_are_against_the_earlier_rank():
    ranking = rank_by_score([("a", Decimal(1)), ("b", Decimal(2)), ("new", Decimal(3))], {"a": 1, "b": 3})

    assert {place.key: place.moved for place in ranking.ranked} == {"new": None, "b": 1, "a": -2}


@given(scores=SCORES)
def test_a_rank_is_one_more_than_the_number_of_better_scores(scores):
    pairs = [(str(n), score) for n, score in enumerate(scores)]

    ranking = rank_by_score(pairs)

    for place in ranking.ranked:
        assert place.rank == 1 + sum(score is not None and score > place.score for score in scores)
    assert len(ranking.ranked) + len(ranking.missing) == len(pairs)
