"""Writes of mediation."""

from gongjian.apps.matters.services.mediation.agreements import PointSpec, Signing, conclude, write_agreement
from gongjian.apps.matters.services.mediation.consent import (
    PartySpec,
    add_party,
    change_party,
    record_consent,
)
from gongjian.apps.matters.services.mediation.ending import (
    OTHER_WAYS,
    end_without_agreement,
    pass_up,
    refer,
    withdraw,
)
from gongjian.apps.matters.services.mediation.opening import appoint, dismiss, open_mediation
from gongjian.apps.matters.services.mediation.papers import render_agreement, render_letter
from gongjian.apps.matters.services.mediation.performance import (
    ask_confirmation,
    record_confirmation,
    record_performance,
)
from gongjian.apps.matters.services.mediation.reading import open_case, read_notes, read_scan
from gongjian.apps.matters.services.mediation.reminders import remind_mediators
from gongjian.apps.matters.services.mediation.talks import (
    add_note,
    answer_proposal,
    cancel_session,
    hold_session,
    plan_session,
    propose,
)

__all__ = [
    "OTHER_WAYS",
    "PartySpec",
    "PointSpec",
    "Signing",
    "add_note",
    "add_party",
    "answer_proposal",
    "appoint",
    "ask_confirmation",
    "cancel_session",
    "change_party",
    "conclude",
    "dismiss",
    "end_without_agreement",
    "hold_session",
    "open_case",
    "open_mediation",
    "pass_up",
    "plan_session",
    "propose",
    "read_notes",
    "read_scan",
    "record_confirmation",
    "record_consent",
    "record_performance",
    "refer",
    "remind_mediators",
    "render_agreement",
    "render_letter",
    "withdraw",
    "write_agreement",
]
