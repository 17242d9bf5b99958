"""Changes in pairings, tea parties and the opinions of units."""

from gongjian.apps.cobuilding.services.pairings.households import add_household, end_household
from gongjian.apps.cobuilding.services.pairings.opinions import (
    Reported,
    answer_opinion,
    assign_opinion,
    confirm_opinion,
    lapse_opinion,
    return_opinion,
    write_opinion,
)
from gongjian.apps.cobuilding.services.pairings.pairings import (
    PairingSpec,
    VisitSpec,
    end_pairing,
    make_pairing,
    record_visit,
    withdraw_visit,
)
from gongjian.apps.cobuilding.services.pairings.parties import (
    PartySpec,
    add_seat,
    compose_report,
    hold_party,
    note_attendance,
    plan_party,
)
from gongjian.apps.cobuilding.services.pairings.reminders import send_reminders
from gongjian.apps.cobuilding.services.pairings.transfer import open_work_of, transfer

__all__ = [
    "PairingSpec",
    "PartySpec",
    "Reported",
    "VisitSpec",
    "add_household",
    "add_seat",
    "answer_opinion",
    "assign_opinion",
    "compose_report",
    "confirm_opinion",
    "end_household",
    "end_pairing",
    "hold_party",
    "lapse_opinion",
    "make_pairing",
    "note_attendance",
    "open_work_of",
    "plan_party",
    "record_visit",
    "return_opinion",
    "send_reminders",
    "transfer",
    "withdraw_visit",
    "write_opinion",
]
