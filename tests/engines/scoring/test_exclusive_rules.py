"""Rules of which only one counts, held against trying every choice."""

from decimal import Decimal
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring import Entry, Item, Rubric, Rule, RuleKind, Sheet, score_sheet

D = Decimal


def deduct(key: str, amount: str, **more) -> Rule:
    return Rule(key, RuleKind.DEDUCT, D(amount), title=f"情形{key}", **more)


FEW = deduct("few", "1", exclusive="垃圾")
MANY = deduct("many", "5", exclusive="垃圾")
SMELL = deduct("smell", "2")
ITEM = Item("1", "垃圾清运", "环境", D(20), (FEW, MANY, SMELL))


def lines(*entries: Entry):
    return {line.rule_key: line for line in score_sheet(Rubric((ITEM,)), Sheet(entries)).items[0].lines}


def test_of_an_exclusive_group_only_the_rule_that_takes_most_counts_and_the_other_says_why_not():
    found = lines(Entry("few", D(3)), Entry("many", D(1)), Entry("smell", D(1)))

    assert [found[key].counted for key in ("few", "many", "smell")] == [0, 5, 2]
    assert found["few"].outdone_by == "many"
    assert found["few"].sentence == (
        "情形few：3 处，每处扣 1 分，不封顶；和“情形many”只算一条，按那一条算，这条不计"
    )


@pytest.mark.parametrize(("few", "winner"), [("4.99", "many"), ("5", "few"), ("6", "few")])
def test_of_equal_marks_the_earlier_rule_counts(few, winner):
    found = lines(Entry("few", D(few)), Entry("many", D(1)))

    assert [key for key, line in found.items() if line.counted] == [winner]


def test_a_ceiling_is_applied_before_the_rules_are_compared():
    capped = Item("1", "垃圾", "", D(20), (deduct("few", "1", cap=D(3), exclusive="垃圾"), MANY))

    result = score_sheet(Rubric((capped,)), Sheet((Entry("few", D(9)), Entry("many", D(1)))))

    assert result.deducted == 5


def test_a_rule_that_was_looked_at_and_not_found_outdoes_nothing():
    found = lines(Entry("few", D(0)), Entry("many", D(2)))

    assert (found["few"].outdone_by, found["many"].counted) == ("", 10)


@pytest.mark.parametrize(
    "rules",
    [
        (FEW, Rule("praise", RuleKind.ADD, D(1), exclusive="垃圾")),
        (FEW, Rule("fire", RuleKind.VETO, exclusive="垃圾")),
        (Rule("fire", RuleKind.VETO, exclusive="垃圾"),),
    ],
)
def test_a_group_holds_only_deductions_or_only_additions(rules):
    with pytest.raises(EngineInputError, match="互斥组“垃圾”"):
        Rubric((Item("1", "垃圾", "", D(20), rules),))


RULES = st.lists(
    st.builds(
        lambda kind, amount, cap, group: (kind, amount, cap, group),
        st.sampled_from([RuleKind.DEDUCT, RuleKind.ADD]),
        st.integers(1, 6),
        st.none() | st.integers(1, 9),
        st.sampled_from(["", "甲", "乙"]),
    ),
    min_size=1,
    max_size=6,
)
COUNTS = st.lists(st.integers(0, 4), min_size=6, max_size=6)


def build(drawn) -> Item:
    rules = tuple(
        Rule(
            f"r{n}",
            kind,
            D(amount),
            cap=None if cap is None else D(cap),
            exclusive=f"{group}{kind}" if group else "",
        )
        for n, (kind, amount, cap, group) in enumerate(drawn)
    )
    return Item("1", "项", "", D(12), rules, deduct_cap=D(12))


def best_choice(item: Item, counts: dict[str, int], kind: RuleKind) -> Decimal:
    """The most that any choice of one rule a group comes to."""
    rules = [rule for rule in item.rules if rule.kind is kind]
    free = [rule for rule in rules if not rule.exclusive]
    groups = [
        [r for r in rules if r.exclusive == name] for name in {r.exclusive for r in rules if r.exclusive}
    ]

    def marks(rule: Rule) -> Decimal:
        own = counts[rule.key] * rule.amount
        return own if rule.cap is None else min(own, rule.cap)

    sums = [sum((marks(rule) for rule in (*free, *chosen)), D(0)) for chosen in product(*groups)]
    return max(sums)


@given(drawn=RULES, counts=COUNTS)
def test_an_item_loses_and_wins_what_the_best_choice_of_each_group_comes_to(drawn, counts):
    item = build(drawn)
    counted = {rule.key: count for rule, count in zip(item.rules, counts, strict=False)}
    entries = tuple(Entry(key, D(count)) for key, count in counted.items())

    score = score_sheet(Rubric((item,)), Sheet(entries)).items[0]

    assert score.deducted == min(D(12), best_choice(item, counted, RuleKind.DEDUCT))
    assert score.added == best_choice(item, counted, RuleKind.ADD)


@given(drawn=RULES, counts=COUNTS, order=st.permutations(range(6)))
def test_neither_the_order_of_entries_nor_splitting_them_changes_the_score(drawn, counts, order):
    item = build(drawn)
    whole = [Entry(rule.key, D(count)) for rule, count in zip(item.rules, counts, strict=False)]
    split = [Entry(entry.rule_key, D(1)) for entry in whole for _ in range(int(entry.count))]
    looked_at = [Entry(entry.rule_key, D(0)) for entry in whole]
    shuffled = [whole[n] for n in order if n < len(whole)]

    scores = {
        score_sheet(Rubric((item,)), Sheet(tuple(entries))).total
        for entries in (whole, shuffled, split + looked_at)
    }

    assert len(scores) == 1


def test_every_order_of_three_entries_gives_the_same_lines():
    entries = (Entry("few", D(5)), Entry("many", D(1)), Entry("smell", D(2)))

    assert len({tuple(sorted(lines(*order).items())) for order in permutations(entries)}) == 1
