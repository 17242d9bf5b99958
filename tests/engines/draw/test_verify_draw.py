"""A certificate is confirmed by anyone, and a change is told to the line."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines import draw
from gongjian.engines.draw import verifier
from gongjian.engines.errors import EngineInputError

SALT = "00112233445566778899aabbccddeeff"
MOMENTS = {"published_at": "2026-09-16T09:00:00+08:00", "typed_at": "2026-09-17T21:30:00+08:00"}


def made_draw(*, places=12, inspectors=6, per_place=2, at_most=0, take=(("*", 5),), salt=SALT):
    """Announce and draw from communities of three districts and inspectors of the same districts."""
    districts = ("510903", "510904", "510921")
    pool = [
        draw.place_entry(f"{districts[n % 3]}001{n:03}", districts[n % 3], f"社区{n}") for n in range(places)
    ]
    people = [
        draw.inspector_entry(f"J{n}", districts[n % 3], f"检查员{n}", [districts[n % 3]])
        for n in range(inspectors)
    ]
    terms = draw.Terms("9月抽查", "福彩3D第2026250期开奖号码", salt, take, per_place, at_most)
    return draw.draw(draw.Announcement.of(terms, pool, people), "7 0 4")


def certificate(drawing):
    return draw.certificate_text(drawing, **MOMENTS, typed_by="赵**", witnesses="钱**、孙**")


def changed(text, change):
    data = json.loads(text)
    change(data)
    return json.dumps(data, ensure_ascii=False)


def test_a_certificate_is_confirmed_with_the_hash_noted_when_it_was_published():
    drawing = made_draw()

    verdict = draw.verify(certificate(drawing), drawing.announcement.hash)

    assert verdict.is_confirmed
    assert len(drawing.result.drawn) == 5
    assert len(drawing.result.visits) == 10
    assert not drawing.short


def test_the_worked_example_of_the_page_holds_by_plain_hashing():
    """The numbers of docs/algorithms/draw.md, computed with hashlib alone as `sha256sum` would."""
    page = (Path(__file__).parents[3] / "docs" / "algorithms" / "draw.md").read_text(encoding="utf-8")
    terms = draw.Terms("示例", "某日指数", SALT, (("*", 1),))
    drawing = draw.draw(
        draw.Announcement.of(terms, [draw.place_entry("A", "x", "甲"), draw.place_entry("B", "x", "乙")]),
        "3021.53",
    )
    hashed = [sha256(f"{SALT}\n{line}".encode()).hexdigest() for line in ("A\tx\t甲\t", "B\tx\t乙\t")]
    tickets = [
        sha256(f"{drawing.result.seed}\n{line}".encode()).hexdigest() for line in ("A\tx\t甲\t", "B\tx\t乙\t")
    ]

    assert drawing.result.drawn == (("A",) if tickets[0] < tickets[1] else ("B",))
    for number in (drawing.announcement.hash, drawing.result.seed, *hashed, *tickets):
        assert number in page


@pytest.mark.parametrize("index", range(12))
def test_a_changed_entry_is_named(index):
    def change(data):
        data["lists"]["places"][index] = data["lists"]["places"][index].replace("社区", "村")

    verdict = draw.verify(changed(certificate(made_draw()), change))

    assert len(verdict.problems) == 1
    assert f"地方清单第 {index + 1} 条被改过" in verdict.problems[0]


def test_a_changed_inspector_and_a_removed_and_an_added_entry_are_named():
    text = certificate(made_draw())
    barred = changed(text, lambda data: data["lists"]["inspectors"].__setitem__(2, "J9\t510903\t新人\t"))
    removed = changed(text, lambda data: data["lists"]["places"].pop(3))
    added = changed(text, lambda data: data["lists"]["places"].insert(4, "510903001999\t510903\t多的社区\t"))

    assert "检查员清单第 3 条被改过：现在写的是“J9 新人”" in draw.verify(barred).problems[0]
    assert draw.verify(removed).problems == ("地方清单少了一条：公布时的第 4 条不见了。",)
    assert draw.verify(added).problems == ("地方清单多了一条：第 5 条“510903001999 多的社区”。",)


def test_an_entry_changed_together_with_its_hash_is_named_by_the_noted_announcement():
    drawing = made_draw()

    def change(data):
        data["lists"]["places"][1] = data["lists"]["places"][1].replace("社区", "村")
        data["leaves"]["places"][1] = verifier.digest(SALT, data["lists"]["places"][1])

    forged = changed(certificate(drawing), change)

    assert "公布以后有改动" in draw.verify(forged).problems[0]
    verdict = draw.verify(forged, drawing.announcement.hash, drawing.announcement.text)
    assert any("地方清单第 2 条被改过" in problem for problem in verdict.problems)


def test_a_wholly_rewritten_certificate_fails_against_the_noted_hash():
    drawing, other = made_draw(), made_draw(salt="f" * 32)

    assert draw.verify(certificate(other)).is_confirmed
    verdict = draw.verify(certificate(other), drawing.announcement.hash)
    assert not verdict.is_confirmed
    assert any(drawing.announcement.hash in problem for problem in verdict.problems)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["terms"]["take"].update({"*": 6}), "公布以后有改动"),
        (lambda d: d["entropy"].update(text="7 0 5"), "种子应当是"),
        (lambda d: d["entropy"].update(at="2026-09-16T09:00:00+08:00"), "不晚于清单哈希公布的时间"),
        (lambda d: d["result"]["drawn"].reverse(), "抽中的第 1 条应当是"),
        (lambda d: d["result"]["drawn"].pop(), "抽中的应当有 5 条，证书里有 4 条"),
        (lambda d: d["result"]["visits"][3].__setitem__(1, "J0"), "派出的第 4 条应当是"),
        (lambda d: d["leaves"]["places"].__setitem__(0, "0" * 64), "逐条哈希被改过"),
        (lambda d: d.update(format="other/2"), "只认"),
        (lambda d: d.pop("terms"), "读不出来"),
    ],
)
def test_any_other_change_is_refused_with_its_reason(change, words):
    drawing = made_draw()
    if "J0" in [pair[1] for pair in drawing.result.visits[3:4]]:
        pytest.skip("the forged visit is the true one")

    verdict = draw.verify(changed(certificate(drawing), change))

    assert any(words in problem for problem in verdict.problems)


def test_what_is_no_certificate_is_refused_in_words():
    assert "读不出来" in draw.verify("{").problems[0]
    assert "读不出来" in draw.verify("[1]").problems[0]


def test_quotas_by_stratum_are_kept_and_the_rest_of_the_list_has_its_own():
    drawing = made_draw(take=(("*", 2), ("510903", 1)))
    first = [key for key in drawing.result.drawn if key.startswith("510903")]

    assert len(first) == 1
    assert len(drawing.result.drawn) == 3


def test_nobody_is_sent_home_and_a_full_assignment_is_found_where_greed_would_fail():
    """Two places, two inspectors, one visit each: J1 may only go to the first place."""
    places = [draw.place_entry("510903001001", "x", "甲"), draw.place_entry("510904001001", "x", "乙")]
    people = [draw.inspector_entry("J1", "", "", ["510904"]), draw.inspector_entry("J2", "", "", [])]
    for number in range(40):
        terms = draw.Terms("双随机", "来源", f"{number:032x}", (("*", 2),), 1, 1)
        drawing = draw.draw(draw.Announcement.of(terms, places, people), "1")

        assert set(drawing.result.visits) == {("510903001001", "J1"), ("510904001001", "J2")}


def test_a_place_without_enough_inspectors_is_told():
    drawing = made_draw(inspectors=1, per_place=1, take=(("*", 12),))

    home = {key for key in drawing.result.drawn if key.startswith("510903")}
    assert set(drawing.short) == home


@given(seed=st.text(min_size=1, max_size=20).filter(str.strip), places=st.integers(1, 30), data=st.data())
def test_draws_are_distinct_eligible_within_quota_and_confirmed(seed, places, data):
    take = data.draw(st.integers(1, places))
    at_most = data.draw(st.integers(0, 4))
    made = made_draw(places=places, take=(("*", take),), at_most=at_most).announcement
    drawing = draw.draw(made, seed)
    loads = [inspector for _, inspector in drawing.result.visits]
    bars = {entry.key: entry.bars for entry in made.pool.inspectors}

    assert len(set(drawing.result.drawn)) == take
    assert len(set(drawing.result.visits)) == len(loads)
    assert all(not place.startswith(bars[who]) for place, who in drawing.result.visits)
    assert not at_most or all(loads.count(who) <= at_most for who in loads)
    assert draw.verify(certificate(drawing), made.hash).is_confirmed


def test_each_entry_is_drawn_about_equally_often():
    """3,000 draws of 3 of 12: each is expected 750 times; five standard deviations are 119."""
    counts = dict.fromkeys((entry.key for entry in made_draw().announcement.pool.places), 0)
    made = made_draw(take=(("*", 3),), per_place=0).announcement
    for number in range(3000):
        for key in draw.draw(made, str(number)).result.drawn:
            counts[key] += 1

    assert all(abs(count - 750) < 119 for count in counts.values())


@pytest.mark.parametrize(
    ("terms", "places", "words"),
    [
        (draw.Terms("", "来源", SALT, (("*", 1),)), ["A"], "写明"),
        (draw.Terms("题", "来源", "短", (("*", 1),)), ["A"], "盐"),
        (draw.Terms("题", "来源", SALT, (("*", 2),)), ["A"], "只有 1 个，不能抽 2 个"),
        (draw.Terms("题", "来源", SALT, (("甲", 1),)), ["A"], "“甲”里只有 0 个"),
        (draw.Terms("题", "来源", SALT, (("*", 0),)), ["A"], "抽几个"),
        (draw.Terms("题", "来源", SALT, (("*", 1),)), [], "空的"),
        (draw.Terms("题", "来源", SALT, (("*", 1),)), ["A", "A"], "重复"),
        (draw.Terms("题", "来源", SALT, (("*", 1),), 1), ["A"], "检查员"),
    ],
)
def test_what_cannot_be_drawn_from_is_refused_before_publishing(terms, places, words):
    with pytest.raises(EngineInputError, match=words):
        draw.Announcement.of(terms, [draw.place_entry(key, "x", "名") for key in places])


def test_an_entry_with_a_line_break_or_an_empty_number_is_refused():
    with pytest.raises(EngineInputError, match="换行"):
        draw.place_entry("A", "x", "甲\n乙")
    with pytest.raises(EngineInputError, match="编号"):
        draw.place_entry("", "x", "甲")
    with pytest.raises(EngineInputError, match="公共数"):
        draw.draw(made_draw().announcement, "  ")
