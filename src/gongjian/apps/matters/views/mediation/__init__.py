"""Pages of mediation."""

from gongjian.apps.matters.views.mediation.acts import mediation_act_urls
from gongjian.apps.matters.views.mediation.cases import (
    cancel_session,
    list_mediations,
    show_mediation,
    show_notes,
    show_scan,
    take_agreement,
    take_letter,
)

__all__ = [
    "cancel_session",
    "list_mediations",
    "mediation_act_urls",
    "show_mediation",
    "show_notes",
    "show_scan",
    "take_agreement",
    "take_letter",
]
