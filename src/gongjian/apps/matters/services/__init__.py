"""Writes of the matters app."""

from gongjian.apps.matters.services.after import me_too, rate, record_callback, reopen, reopen_at_desk
from gongjian.apps.matters.services.analyses import compose_again, compose_analysis, prepare_analyses
from gongjian.apps.matters.services.answers import answer_and_close, close_unsolved
from gongjian.apps.matters.services.bulk import Done, act_on_each
from gongjian.apps.matters.services.checks import check
from gongjian.apps.matters.services.desk import classify, file_matter, reject_matter, send_to_verify
from gongjian.apps.matters.services.dispatching import add_unit, dispatch, whistle
from gongjian.apps.matters.services.entries import RESIDENT
from gongjian.apps.matters.services.exclusions import exclude, include
from gongjian.apps.matters.services.exports import AT_ONCE as EXPORTED_AT_ONCE
from gongjian.apps.matters.services.exports import MOST_EXPORTED, export_at_once, start_export
from gongjian.apps.matters.services.handling import accept, act, hand_back
from gongjian.apps.matters.services.hotline import (
    check_hotline,
    confirm_hotline,
    drop_hotline,
    hotline_template,
    read_hotline,
)
from gongjian.apps.matters.services.hotline_rows import COLUMNS as HOTLINE_COLUMNS
from gongjian.apps.matters.services.intake import (
    MatterSpec,
    Reported,
    ReporterSpec,
    contact,
    danger_in,
    report_matter,
)
from gongjian.apps.matters.services.joining import merge, split, void
from gongjian.apps.matters.services.load import load_first_classes
from gongjian.apps.matters.services.photos import add_photo
from gongjian.apps.matters.services.reminders import send_reminders
from gongjian.apps.matters.services.reporters import (
    Revealed,
    choose_messages,
    erase_reporter,
    forget_reporters,
    reveal_reporter,
)
from gongjian.apps.matters.services.shifts import hand_over_shift, take_shift, withdraw_shift
from gongjian.apps.matters.services.supplement import note_down, supplement
from gongjian.apps.matters.services.terms import ask_extension, decide_extension, hold, resume
from gongjian.apps.matters.services.verifying import verify

__all__ = [
    "EXPORTED_AT_ONCE",
    "HOTLINE_COLUMNS",
    "MOST_EXPORTED",
    "RESIDENT",
    "Done",
    "MatterSpec",
    "Reported",
    "ReporterSpec",
    "Revealed",
    "accept",
    "act",
    "act_on_each",
    "add_photo",
    "add_unit",
    "answer_and_close",
    "ask_extension",
    "check",
    "check_hotline",
    "choose_messages",
    "classify",
    "close_unsolved",
    "compose_again",
    "compose_analysis",
    "confirm_hotline",
    "contact",
    "danger_in",
    "decide_extension",
    "dispatch",
    "drop_hotline",
    "erase_reporter",
    "exclude",
    "export_at_once",
    "file_matter",
    "forget_reporters",
    "hand_back",
    "hand_over_shift",
    "hold",
    "hotline_template",
    "include",
    "load_first_classes",
    "me_too",
    "merge",
    "note_down",
    "prepare_analyses",
    "rate",
    "read_hotline",
    "record_callback",
    "reject_matter",
    "reopen",
    "reopen_at_desk",
    "report_matter",
    "resume",
    "reveal_reporter",
    "send_reminders",
    "send_to_verify",
    "split",
    "start_export",
    "supplement",
    "take_shift",
    "verify",
    "void",
    "whistle",
    "withdraw_shift",
]
