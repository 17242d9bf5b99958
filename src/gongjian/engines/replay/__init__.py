"""Replay what was recorded elsewhere: merge two people's answers field by field, losing neither."""

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

__all__ = [
    "FIELDS",
    "NOTHING",
    "Answer",
    "Finding",
    "Merged",
    "Open",
    "merge_answers",
    "with_field",
]
