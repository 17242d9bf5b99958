"""Writes of covenants."""

from gongjian.apps.councils.services.covenants.checking import answer_check, send_to_check
from gongjian.apps.councils.services.covenants.discussing import (
    OpinionSpec,
    answer_opinion,
    open_discussion,
    publish_opinion,
    receive_opinion,
    remind_of_discussions,
    take_opinion,
)
from gongjian.apps.councils.services.covenants.drafting import (
    CovenantSpec,
    drop_version,
    edit_draft,
    read_upload,
    start_covenant,
    start_next_draft,
)
from gongjian.apps.councils.services.covenants.filing import file_version
from gongjian.apps.councils.services.covenants.papers import render_announcement, render_covenant
from gongjian.apps.councils.services.covenants.secret import (
    SecretVote,
    close_secret,
    give_slips,
    give_up_secret,
    open_secret,
    question_of,
    read_papers,
    recount_secret,
)
from gongjian.apps.councils.services.covenants.voting import HandVote, record_hands, repeal

__all__ = [
    "CovenantSpec",
    "HandVote",
    "OpinionSpec",
    "SecretVote",
    "answer_check",
    "answer_opinion",
    "close_secret",
    "drop_version",
    "edit_draft",
    "file_version",
    "give_slips",
    "give_up_secret",
    "open_discussion",
    "open_secret",
    "publish_opinion",
    "question_of",
    "read_papers",
    "read_upload",
    "receive_opinion",
    "record_hands",
    "recount_secret",
    "remind_of_discussions",
    "render_announcement",
    "render_covenant",
    "repeal",
    "send_to_check",
    "start_covenant",
    "start_next_draft",
    "take_opinion",
]
