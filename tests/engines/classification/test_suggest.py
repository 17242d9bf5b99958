"""Suggestions are learned from past matters, explained by words that stand in the text, and never surer than they were."""

import json
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.classification import (
    MatterKind,
    Memory,
    forget,
    from_plain,
    learn,
    suggest,
    to_plain,
    train,
)
from gongjian.engines.classification.suggestions import BINS, LEAST_SHOWN, share_of
from gongjian.engines.errors import EngineInputError
from tests.engines.classification.phrasings import read_phrasings

KINDS, EXAMPLES = read_phrasings()
STALLS = MatterKind("0501", "无照经营游商", ("摆地摊",))
LAMPS = MatterKind("1102", "路灯不亮", ("路灯坏了",))
TWO = [STALLS, LAMPS]
SOME = train(KINDS, EXAMPLES[::7])
TEXT = st.text("路灯坏了摆摊卖菜的小区门口，。 a1", max_size=30)


@pytest.fixture(scope="module")
def folds() -> list[tuple[Memory, list[tuple[str, str]]]]:
    """Ten parts of the phrasings, each with what was learned from the other nine."""
    shuffled = EXAMPLES[:]
    random.Random(20261126).shuffle(shuffled)
    return [
        (train(KINDS, [one for n, one in enumerate(shuffled) if n % 10 != part]), shuffled[part::10])
        for part in range(10)
    ]


def test_unseen_phrasings_find_their_class_far_oftener_than_the_most_frequent_one(folds):
    first = among = 0
    for memory, tested in folds:
        for words, code in tested:
            codes = [one.code for one in suggest(words, KINDS, memory)]
            first, among = first + (codes[:1] == [code]), among + (code in codes)

    assert first / len(EXAMPLES) > 0.68  # the most frequent class alone: 1 in 19
    assert among / len(EXAMPLES) > 0.93


def test_a_stated_share_is_what_came_out(folds):
    """In each third of stated shares, suggestions are right about as often as they say."""
    said: dict[int, list[tuple[Fraction, bool]]] = {}
    for memory, tested in folds:
        for words, code in tested:
            for one in suggest(words, KINDS, memory):
                if one.share is not None:
                    said.setdefault(min(int(one.share * 3), 2), []).append((one.share, one.code == code))

    assert sorted(said) == [0, 1, 2]
    for rows in said.values():
        stated = sum(share for share, _right in rows) / len(rows)
        came = Fraction(sum(right for _share, right in rows), len(rows))
        assert abs(stated - came) < Fraction(1, 8)


def test_the_reason_counts_past_matters_and_quotes_their_words():
    memory = train(TWO, [("桥头有人摆摊卖菜", "0501"), ("校门口摆摊的", "0501"), ("巷子路灯坏了", "1102")])

    best = suggest("天桥上有人摆摊", TWO, memory)[0]

    assert (best.code, best.alike, best.words[0]) == ("0501", 2, "摆摊")
    assert best.sentence.startswith("依据：往次 2 件相似，都写到“摆摊”")


def test_without_past_matters_the_names_of_a_class_speak_for_it():
    best = suggest("门口的路灯坏了", TWO, Memory())[0]

    assert (best.code, best.alike, best.share) == ("1102", 0, None)
    assert "路灯" in best.words
    assert best.sentence == f"依据：写到“{best.words[0]}”，和“路灯不亮”的叫法一样"


@pytest.mark.parametrize("words", ["", "。！", "xyz 123"])
def test_words_never_met_suggest_nothing(words):
    assert suggest(words, TWO, Memory()) == ()


def test_what_people_here_call_it_outweighs_the_name_after_a_few_matters():
    memory = train(TWO, [("天桥黑灯瞎火", "1102"), ("楼下黑灯瞎火的", "1102"), ("黑灯瞎火看不见", "1102")])

    assert suggest("后街黑灯瞎火", TWO, memory)[0].code == "1102"


def test_a_share_is_stated_from_the_tenth_suggestion_on():
    below, at = [(0, 0)] * BINS, [(0, 0)] * BINS
    below[9], at[9] = (8, LEAST_SHOWN - 1), (8, LEAST_SHOWN)

    assert share_of(below, 0.95) is None
    assert share_of(at, 1.0) == Fraction(8, 10)
    assert share_of(at, 0.8999) is None


def test_the_record_notes_each_suggestion_before_the_matter_is_learned():
    once = learn(Memory(), TWO, "路灯坏了不亮", "1102")
    shown = sum(shown for _right, shown in once.record)

    assert shown == len(suggest("路灯坏了不亮", TWO, Memory())) > 0
    assert sum(right for right, _shown in once.record) == 1


@given(st.lists(st.tuples(TEXT, st.sampled_from(["0501", "1102"])), max_size=8), TEXT)
def test_forgetting_undoes_learning_and_storing_loses_nothing(examples, words):
    memory = train(TWO, examples)

    learned = learn(memory, TWO, words, "0501")

    assert forget(learned, words, "0501").of("0501") == memory.of("0501")
    assert from_plain(json.loads(json.dumps(to_plain(learned)))) == learned


@given(TEXT)
def test_quoted_words_stand_in_the_text_and_raw_shares_fall(words):
    found = suggest(words, KINDS, SOME)

    assert all(quote in words for one in found for quote in one.words)
    assert all(one.words for one in found)
    assert [one.raw for one in found] == sorted((one.raw for one in found), reverse=True)
    assert sum(one.raw for one in found) <= 1 + 1e-9


def test_equal_classes_keep_their_order():
    twins = [MatterKind("9902", "门店"), MatterKind("9901", "门店")]

    assert [one.code for one in suggest("有家门店", [*twins, STALLS], Memory())] == ["9902", "9901"]


def test_a_class_remembers_only_so_much(monkeypatch):
    from gongjian.engines.classification import memory as module

    monkeypatch.setattr(module, "MOST_FEATURES", 6)
    monkeypatch.setattr(module, "SLACK", 2)
    kept = train(TWO, [("路灯", "1102"), ("路灯", "1102"), ("路灯甲乙丙丁", "1102")]).of("1102")

    assert len(kept.seen) == 6
    assert kept.seen["路灯"] == 3
    assert kept.mass == sum(kept.seen.values())


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"classes": {"1": {"examples": "x", "seen": {}}}, "record": []},
        {"classes": {}, "record": [[0, 0]]},
        {"classes": {}, "record": [[2, 1]] * BINS},
    ],
)
def test_a_memory_that_cannot_be_read_is_refused(stored):
    with pytest.raises(EngineInputError, match="重新学一遍"):
        from_plain(stored)


def test_no_suggestion_at_all_cannot_be_asked_for():
    with pytest.raises(EngineInputError):
        suggest("路灯", TWO, Memory(), limit=0)


@pytest.mark.parametrize(("examples", "count"), [(2, 0), (3, 1)])
def test_one_character_speaks_only_when_past_matters_hold_it(examples, count):
    kind = MatterKind("9903", "老旧院落改造")
    memory = train([kind, STALLS], [("老屋要修", "9903")] * examples)

    assert len(suggest("有个老人摔着了", [kind, STALLS], memory)) == count
