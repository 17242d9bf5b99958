"""Secret votes that can be counted again: a frozen roll, tokens, a box without order, exact thresholds, a fund shared by vote."""

from gongjian.engines.tally.box import (
    Box,
    cast,
    close,
    enter_papers,
    from_text,
    issue,
    open_box,
    reasons,
    to_text,
)
from gongjian.engines.tally.certificate import Vote, certificate_text, check_certificate
from gongjian.engines.tally.count import Count, Election, count, decide, elect, runners_up, turnout_words
from gongjian.engines.tally.equal_shares import Missed, Payer, Round, Shares, equal_shares
from gongjian.engines.tally.model import ABSTAIN, NO, YES, Ballot, Question, choose, yes_no
from gongjian.engines.tally.papers import read_lines
from gongjian.engines.tally.roll import Roll, freeze
from gongjian.engines.tally.thresholds import (
    Attendance,
    Base,
    GroupRule,
    Outcome,
    QuorumRule,
    Threshold,
    read_threshold,
    shortfalls,
)
from gongjian.engines.tally.tokens import RANDOM_BYTES, make_token, token_hash

__all__ = [
    "ABSTAIN",
    "NO",
    "RANDOM_BYTES",
    "YES",
    "Attendance",
    "Ballot",
    "Base",
    "Box",
    "Count",
    "Election",
    "GroupRule",
    "Missed",
    "Outcome",
    "Payer",
    "Question",
    "QuorumRule",
    "Roll",
    "Round",
    "Shares",
    "Threshold",
    "Vote",
    "cast",
    "certificate_text",
    "check_certificate",
    "choose",
    "close",
    "count",
    "decide",
    "elect",
    "enter_papers",
    "equal_shares",
    "freeze",
    "from_text",
    "issue",
    "make_token",
    "open_box",
    "read_lines",
    "read_threshold",
    "reasons",
    "runners_up",
    "shortfalls",
    "to_text",
    "token_hash",
    "turnout_words",
    "yes_no",
]
