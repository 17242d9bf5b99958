"""The score on the phone is the score of the engine, mark for mark, on rubrics and sheets made at random."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from gongjian.engines import scoring
from gongjian.engines.errors import EngineInputError
from tests.browser.phone_rubrics import (
    answers_json,
    random_rubric,
    random_sheet,
    readings_json,
    rubric_json,
)

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
CASES = 500
SCORED = """async (cases) => {
  const { scoreSheet } = await import("/static/inspections/phone/scoring.js");
  const { rubricOf } = await import("/static/inspections/phone/rubric.js");
  return cases.map(({ rubric, answers, readings }) => {
    const result = scoreSheet(rubricOf(rubric), answers, readings);
    return {
      total: result.total && String(result.total), soFar: String(result.soFar), added: String(result.added),
      points: result.items.map((item) => String(item.points)), unanswered: result.unanswered,
    };
  });
}"""


def make_cases() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    chance = Random(20261125)
    asked, expected = [], []
    while len(asked) < CASES:
        try:
            rubric = random_rubric(chance)
            sheet = random_sheet(chance, rubric)
            result = scoring.score_sheet(rubric, sheet)
        except EngineInputError:
            continue
        asked.append(
            {
                "rubric": rubric_json(rubric),
                "answers": answers_json(rubric, sheet),
                "readings": readings_json(sheet),
            }
        )
        expected.append(
            {
                "total": None if result.total is None else scoring.plain(result.total),
                "soFar": scoring.plain(result.so_far),
                "added": scoring.plain(result.added),
                "points": [scoring.plain(item.points) for item in result.items],
                "unanswered": list(result.unanswered),
            }
        )
    return asked, expected


def test_the_phone_scores_as_the_engine_does(open_page: Callable[..., Any]) -> None:
    asked, expected = make_cases()
    complete = [case for case in expected if case["total"] is not None]
    assert len(complete) > CASES // 4
    assert sum("weight" in str(case["rubric"]["sections"]) for case in asked) == CASES

    found = open_page("/accounts/login/").evaluate(SCORED, asked)

    assert [
        (case, got, want) for case, got, want in zip(asked, found, expected, strict=True) if got != want
    ] == []
