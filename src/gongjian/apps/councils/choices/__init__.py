"""Words of the councils app."""

from gongjian.apps.councils.choices.councils import (
    ITEM_STEPS,
    MEETING_STEPS,
    RESOLUTION_STEPS,
    ChangeKind,
    CouncilKind,
    ItemOutcome,
    ItemStatus,
    MeetingStatus,
    Reply,
    ResolutionEntryKind,
    ResolutionStatus,
    SeatRole,
    TurnKind,
)

__all__ = [
    "ITEM_STEPS",
    "MEETING_STEPS",
    "RESOLUTION_STEPS",
    "ChangeKind",
    "CouncilKind",
    "ItemOutcome",
    "ItemStatus",
    "MeetingStatus",
    "Reply",
    "ResolutionEntryKind",
    "ResolutionStatus",
    "SeatRole",
    "TurnKind",
]
