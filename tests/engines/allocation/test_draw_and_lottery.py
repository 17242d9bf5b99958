"""Choosing by lots: the order is the draw's and can be checked from outside; choosing in turn wastes nothing."""

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings

from gongjian.engines.allocation import (
    announce_lots,
    deferred_acceptance,
    draw_lots,
    lots_of,
    serial_dictatorship,
    without_points,
)
from gongjian.engines.draw import certificate_text, verifier, verify
from gongjian.engines.errors import EngineInputError
from tests.engines.allocation.markets import every_assignment, markets, rank

TERMS = {"title": "2026年第1批选房", "source": "福彩3D第2026250期", "salt": "a" * 32}
MOMENTS = {"published_at": "2026-09-16T09:00:00+08:00", "typed_at": "2026-09-17T21:30:00+08:00"}
HOUSEHOLDS = [(f"L{n:03}", f"户{n}") for n in range(40)]


@pytest.fixture
def drawing():
    return draw_lots(announce_lots(HOUSEHOLDS, **TERMS), "704")


def test_every_household_gets_one_lot(drawing):
    lots = lots_of(drawing.result.drawn, [key for key, _ in HOUSEHOLDS])

    assert sorted(lots.tolist()) == list(range(40))
    assert HOUSEHOLDS[int(np.argmin(lots))][0] == drawing.result.drawn[0]


def test_the_order_is_confirmed_from_outside_with_nothing_but_python(drawing, tmp_path):
    file = tmp_path / "证书.json"
    file.write_text(certificate_text(drawing, **MOMENTS, typed_by="赵**"), encoding="utf-8")

    program = (
        "import runpy, sys; tool = runpy.run_path(sys.argv[1]); "
        "verdict = tool['verify'](open(sys.argv[2], encoding='utf-8').read(), sys.argv[3]); "
        "print(ascii(verdict.problems))"
    )
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        program,
        verifier.__file__,
        str(file),
        drawing.announcement.hash,
    ]
    run = subprocess.run(command, capture_output=True, text=True)

    assert (run.stdout, run.stderr) == ("()\n", "")
    assert verify(file.read_text(encoding="utf-8"), drawing.announcement.hash).is_confirmed


def test_two_households_that_change_places_in_the_certificate_are_found(drawing):
    data = json.loads(certificate_text(drawing, **MOMENTS, typed_by="赵**"))
    first, second, *rest = data["result"]["drawn"]
    data["result"]["drawn"] = [second, first, *rest]

    verdict = verify(json.dumps(data, ensure_ascii=False), drawing.announcement.hash)

    assert not verdict.is_confirmed
    assert "抽中的第 1 条应当是" in verdict.problems[0]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ([key for key, _ in HOUSEHOLDS] + ["X"], "抽签结果里没有“X”等 1 户"),
        ([key for key, _ in HOUSEHOLDS][1:], "“L000”等 1 户不在名单上"),
        ([key for key, _ in HOUSEHOLDS] + ["L001"], "重复的户"),
    ],
)
def test_a_draw_of_another_list_is_refused(drawing, keys, words):
    with pytest.raises(EngineInputError, match=words):
        lots_of(drawing.result.drawn, keys)


def test_an_empty_list_and_keys_given_twice_are_refused():
    with pytest.raises(EngineInputError, match="清单是空的"):
        announce_lots([], **TERMS)
    with pytest.raises(EngineInputError, match="重复的：a"):
        announce_lots([("a", "甲"), ("a", "乙")], **TERMS)


@settings(deadline=None)
@given(market=markets())
def test_choosing_in_turn_is_pareto_efficient(market):
    found = serial_dictatorship(market).pairs.tolist()

    def ranks(pairs):
        return [rank(market, household, pair) for household, pair in enumerate(pairs)]

    own = ranks(found)
    for other in map(ranks, every_assignment(market)):
        assert other == own or any(theirs > ours for theirs, ours in zip(other, own, strict=True))


@given(market=markets(max_households=8, max_homes=5))
def test_choosing_in_turn_is_deferred_acceptance_without_points(market):
    assert (
        serial_dictatorship(market).homes.tolist()
        == deferred_acceptance(without_points(market)).homes.tolist()
    )
