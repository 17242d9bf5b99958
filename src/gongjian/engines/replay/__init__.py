"""Replay what was recorded elsewhere: merge two people's answers losing neither, judge when something was done."""

from gongjian.engines.replay.merge import (
    FIELDS,
    NOTHING,
    Answer,
    Finding,
    Merged,
    Open,
    merge_answers,
    with_field,
)
from gongjian.engines.replay.moments import Recorded

__all__ = [
    "FIELDS",
    "NOTHING",
    "Answer",
    "Finding",
    "Merged",
    "Open",
    "Recorded",
    "merge_answers",
    "with_field",
]
