"""Reads of parties, already narrowed to the actor."""

from gongjian.apps.parties.selectors.absences import get_stand_in, list_hand_overs, list_stand_ins
from gongjian.apps.parties.selectors.columns import chosen_columns
from gongjian.apps.parties.selectors.duties import ENDING_DAYS, Duty, open_duties
from gongjian.apps.parties.selectors.feeds import list_feeds
from gongjian.apps.parties.selectors.groups import get_group, list_groups
from gongjian.apps.parties.selectors.holders import holders_of, places_with
from gongjian.apps.parties.selectors.notices import count_unread, get_notice, list_notices, unread_notices
from gongjian.apps.parties.selectors.organisations import (
    get_organisation,
    list_organisations,
    match_organisations,
    name_keys,
    search_parties,
)
from gongjian.apps.parties.selectors.people import (
    get_grant,
    get_import,
    get_user,
    id_of_username,
    in_force,
    list_grants,
    list_grants_of,
    list_users,
    organisations_by_name,
    people_with,
    people_with_at,
    search_users,
)
from gongjian.apps.parties.selectors.residents import (
    find_residents,
    get_relation,
    get_resident,
    list_residents,
    relations_of,
    who_steps_aside,
)
from gongjian.apps.parties.selectors.search import search

__all__ = [
    "ENDING_DAYS",
    "Duty",
    "chosen_columns",
    "count_unread",
    "find_residents",
    "get_grant",
    "get_group",
    "get_import",
    "get_notice",
    "get_organisation",
    "get_relation",
    "get_resident",
    "get_stand_in",
    "get_user",
    "holders_of",
    "id_of_username",
    "in_force",
    "list_feeds",
    "list_grants",
    "list_grants_of",
    "list_groups",
    "list_hand_overs",
    "list_notices",
    "list_organisations",
    "list_residents",
    "list_stand_ins",
    "list_users",
    "match_organisations",
    "name_keys",
    "open_duties",
    "organisations_by_name",
    "people_with",
    "people_with_at",
    "places_with",
    "relations_of",
    "search",
    "search_parties",
    "search_users",
    "unread_notices",
    "who_steps_aside",
]
