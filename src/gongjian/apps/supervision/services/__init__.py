"""Writes of the supervision app."""

from gongjian.apps.supervision.services.issues import compose_digest, compose_issue
from gongjian.apps.supervision.services.letters import (
    LetterTerms,
    make_letters,
    remind_signers,
    render_letter,
    sign_letter,
    withdraw_letter,
)
from gongjian.apps.supervision.services.matters import (
    MatterSpec,
    check_matter,
    open_matter,
    report_progress,
    void_matter,
)
from gongjian.apps.supervision.services.meetings import (
    PointSpec,
    add_meeting,
    add_point,
    make_matter_of_point,
    settle_point,
)
from gongjian.apps.supervision.services.notes import make_matter_of_note, write_note
from gongjian.apps.supervision.services.plans import (
    ActivitySpec,
    add_activity,
    add_plan,
    record_occurrence,
    stop_activity,
)
from gongjian.apps.supervision.services.reminders import send_reminders
from gongjian.apps.supervision.services.terms import (
    answer_extension,
    ask_extension,
    pause_matter,
    resume_matter,
)
from gongjian.apps.supervision.services.transfer import open_work_of, transfer

__all__ = [
    "ActivitySpec",
    "LetterTerms",
    "MatterSpec",
    "PointSpec",
    "add_activity",
    "add_meeting",
    "add_plan",
    "add_point",
    "answer_extension",
    "ask_extension",
    "check_matter",
    "compose_digest",
    "compose_issue",
    "make_letters",
    "make_matter_of_note",
    "make_matter_of_point",
    "open_matter",
    "open_work_of",
    "pause_matter",
    "record_occurrence",
    "remind_signers",
    "render_letter",
    "report_progress",
    "resume_matter",
    "send_reminders",
    "settle_point",
    "sign_letter",
    "stop_activity",
    "transfer",
    "void_matter",
    "withdraw_letter",
    "write_note",
]
