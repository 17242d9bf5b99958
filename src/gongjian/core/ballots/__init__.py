"""The home of secret votes: a box in one row, papers read by two, the page on which a token votes.

A vote is known by its key alone, which whoever holds it makes; who may open and close it is for the caller to say.
Nothing of a single vote is written but that one row: no actor, time, order, audit row or session (decision 0019).
"""

from gongjian.core.ballots.boxes import (
    box_of,
    cast,
    cast_together,
    close,
    forget_open_boxes,
    give_up,
    issue,
    make_key,
    open_box,
    open_boxes,
    recount,
    reissue,
)
from gongjian.core.ballots.papers import (
    PaperCount,
    Reading,
    first_reader,
    read_papers,
    reader_awaiting,
)
from gongjian.core.ballots.sheets import Part, Sheet, Slips

__all__ = [
    "PaperCount",
    "Part",
    "Reading",
    "Sheet",
    "Slips",
    "box_of",
    "cast",
    "cast_together",
    "close",
    "first_reader",
    "forget_open_boxes",
    "give_up",
    "issue",
    "make_key",
    "open_box",
    "open_boxes",
    "read_papers",
    "reader_awaiting",
    "recount",
    "reissue",
]
