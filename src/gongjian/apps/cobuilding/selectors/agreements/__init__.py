"""Reads of agreements and deliveries."""

from gongjian.apps.cobuilding.selectors.agreements.agenda import OpenAgreement, open_agreements
from gongjian.apps.cobuilding.selectors.agreements.lines import CountedLine, counted, lines_of
from gongjian.apps.cobuilding.selectors.agreements.lists import (
    AgreementsAsked,
    DeliveriesAsked,
    count_states,
    in_state,
    list_agreements,
    list_deliveries,
    sums_of,
    turns_of_units,
    waits_for,
)
from gongjian.apps.cobuilding.selectors.agreements.one import (
    AgreementFile,
    agreement_file,
    get_agreement,
    get_delivery,
)
from gongjian.apps.cobuilding.selectors.agreements.paper import agreement_page
from gongjian.apps.cobuilding.selectors.agreements.rated import Rated, agreement_of_key, rated_by_residents
from gongjian.apps.cobuilding.selectors.agreements.sides import own_places_and_units, sides_of

__all__ = [
    "AgreementFile",
    "AgreementsAsked",
    "CountedLine",
    "DeliveriesAsked",
    "OpenAgreement",
    "Rated",
    "agreement_file",
    "agreement_of_key",
    "agreement_page",
    "count_states",
    "counted",
    "get_agreement",
    "get_delivery",
    "in_state",
    "lines_of",
    "list_agreements",
    "list_deliveries",
    "open_agreements",
    "own_places_and_units",
    "rated_by_residents",
    "sides_of",
    "sums_of",
    "turns_of_units",
    "waits_for",
]
