"""What a refusal says would bring a pair in does, by another search, for refusals of every kind."""

from benchmarks.cobuilding_proposal import KINDS, refusals

MANY = 200


def test_of_200_refusals_of_every_kind_each_says_the_truth():
    told = refusals(MANY)

    assert (told["done"] >= MANY, told["sentences"]) == (True, [])
    assert set(told["kinds"]) == set(KINDS)
    assert min(told["kinds"].values()) >= MANY // len(KINDS)
