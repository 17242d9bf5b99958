"""Pages of the supervision app."""

from gongjian.apps.supervision.views.calendar import export_calendar, record_happening, show_calendar
from gongjian.apps.supervision.views.letters import (
    download_letter,
    list_letters,
    make_letters,
    remind_signers,
    show_letter,
    sign_letter,
    withdraw_letter,
)
from gongjian.apps.supervision.views.matter_acts import (
    answer_extension,
    ask_extension,
    check_matter,
    pause_matter,
    report_progress,
    resume_matter,
    void_matter,
)
from gongjian.apps.supervision.views.matters import add_matter, list_matters, show_matter
from gongjian.apps.supervision.views.meetings import (
    add_issue,
    add_meeting,
    compose_digest,
    list_issues,
    list_meetings,
    make_matter_of_point,
    settle_point,
    show_meeting,
)
from gongjian.apps.supervision.views.notes import add_note, list_notes, make_matter_of_note, show_note
from gongjian.apps.supervision.views.plans import add_plan, list_plans, show_plan, stop_activity

__all__ = [
    "add_issue",
    "add_matter",
    "add_meeting",
    "add_note",
    "add_plan",
    "answer_extension",
    "ask_extension",
    "check_matter",
    "compose_digest",
    "download_letter",
    "export_calendar",
    "list_issues",
    "list_letters",
    "list_matters",
    "list_meetings",
    "list_notes",
    "list_plans",
    "make_letters",
    "make_matter_of_note",
    "make_matter_of_point",
    "pause_matter",
    "record_happening",
    "remind_signers",
    "report_progress",
    "resume_matter",
    "settle_point",
    "show_calendar",
    "show_letter",
    "show_matter",
    "show_meeting",
    "show_note",
    "show_plan",
    "sign_letter",
    "stop_activity",
    "void_matter",
    "withdraw_letter",
]
