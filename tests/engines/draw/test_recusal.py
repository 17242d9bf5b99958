from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.draw import Ground, Terms, Tie, draw, grounds, place_entry
from gongjian.engines.draw.certificate import Announcement

PEOPLE = [f"p{n}" for n in range(14)]
TIES = st.lists(st.builds(Tie, st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.booleans()), max_size=20)


def test_kinship_carries_on_as_far_as_the_rule_says_a_dispute_does_not():
    ties = [
        Tie("a", "h", True),
        Tie("b", "a", True),
        Tie("c", "b", True),
        Tie("d", "h", False),
        Tie("e", "d", False),
    ]

    for steps, expected in ((1, "ad"), (2, "abd"), (3, "abcd")):
        assert set(grounds("abcde", {"h"}, ties, kin_steps=steps)) == set(expected)


def test_the_household_itself_never_judges():
    assert grounds(["h"], {"h"}, [], kin_steps=0) == {"h": Ground.HOUSEHOLD}


def _is_chain_of_kin(chain: tuple[str, ...], ties: list[Tie]) -> bool:
    pairs = {frozenset((tie.first, tie.second)) for tie in ties if tie.is_kin}
    return all(frozenset(step) in pairs for step in pairwise(chain))


@given(
    ties=TIES,
    household=st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=3),
    number=st.text("0123456789", min_size=1, max_size=9),
)
def test_a_panel_of_relatives_or_disputants_is_impossible_to_draw(ties, household, number):
    barred = grounds(PEOPLE, household, ties, kin_steps=2)
    free = [who for who in PEOPLE if who not in barred]
    if not free:
        return
    terms = Terms("评议小组", "某期开奖号码", "0" * 32, (("*", len(free)),))
    made = Announcement.of(terms, [place_entry(who, "rep", who) for who in free])

    panel = set(draw(made, number).result.drawn)

    for who in panel:
        assert who not in household
        assert not any({tie.first, tie.second} == {who, one} for tie in ties for one in household)
        for one in household:
            assert not any(_is_chain_of_kin((one, middle, who), ties) for middle in PEOPLE)
    assert panel == set(free), "nobody steps aside without a ground"


@given(ties=TIES, household=st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=3))
def test_it_does_not_matter_who_of_a_pair_was_written_first(ties, household):
    turned = [Tie(tie.second, tie.first, tie.is_kin) for tie in reversed(ties)]

    assert grounds(PEOPLE, household, ties, kin_steps=2) == grounds(PEOPLE, household, turned, kin_steps=2)
