"""The rules of an election as it keeps them, and the days that follow from them."""

from datetime import date, timedelta
from typing import Any

from gongjian.apps.councils.models.elections import Election, RollCorrection, Tenure
from gongjian.core.rules import get_rule, rule_value

KEYS = (
    "age",
    "roll_days",
    "objection_days",
    "answer_days",
    "joint_nominators",
    "candidates_days",
    "more_candidates",
    "thresholds",
    "proxies_most",
    "reissue_most",
    "term_years",
)


def rules_of(place_code: str, on: date) -> dict[str, Any]:
    """Return the rules of a day at a place as plain data, with their citations, to be kept with an election."""
    rules = {key: get_rule(f"elections.{key}", on=on, place_code=place_code) for key in KEYS}
    values: dict[str, Any] = {key: rule.value for key, rule in rules.items()}
    return {**values, "citations": {key: rule.citation for key, rule in rules.items()}}


def most_reissues(election: Election) -> int:
    """Return how often a voter may be given another token; an election planned before that rule goes by its day."""
    kept = election.rule.get("reissue_most")
    if kept is None:
        kept = rule_value("elections.reissue_most", on=election.votes_on, place_code=election.place_code)
    return int(kept)


def last_day_to_post(election: Election) -> date:
    """Return the last day on which the roll may be posted."""
    return election.votes_on - timedelta(days=int(election.rule["roll_days"]))


def last_day_to_object(election: Election) -> date:
    """Return the last day to object to the posted roll: the day of posting isn't counted."""
    assert election.posted_on is not None
    return election.posted_on + timedelta(days=int(election.rule["objection_days"]))


def last_day_to_answer(correction: RollCorrection, election: Election) -> date:
    """Return the last day to answer an objection."""
    return correction.raised_on + timedelta(days=int(election.rule["answer_days"]))


def last_day_to_list(election: Election) -> date:
    """Return the last day on which the final candidates may be posted."""
    return election.votes_on - timedelta(days=int(election.rule["candidates_days"]))


def term_end(election: Election, begins: date) -> date:
    """Return the last day of a term that begins on a day; a by-election and a second round end with the first."""
    standing = Tenure.objects.filter(election=election.earlier_id).order_by("starts_on").first()
    if standing is not None:
        return standing.ends_on
    year = begins.year + int(election.rule["term_years"])
    anniversary = date(year, begins.month, min(begins.day, 28) if begins.month == 2 else begins.day)
    return anniversary - timedelta(days=1)
