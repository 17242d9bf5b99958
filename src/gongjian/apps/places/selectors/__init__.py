"""Reads of places: lookups by code, the tree, search, functional areas, the scope of a session."""

from gongjian.apps.places.selectors.areas import (
    area_codes,
    area_label,
    areas_containing,
    areas_near,
    get_area,
    list_areas,
    list_areas_at,
    places_to_name,
)
from gongjian.apps.places.selectors.boundaries import ground_below, place_at
from gongjian.apps.places.selectors.browse import (
    Crumb,
    PlaceFacts,
    get_facts,
    get_path,
    list_changes,
    list_children,
)
from gongjian.apps.places.selectors.find import search, search_places
from gongjian.apps.places.selectors.lookup import (
    NATION_NAME,
    children_of,
    codes_at_level,
    current_code,
    descendant_count,
    get_place,
    get_visible_place,
    name_beside,
    name_on,
    names_of,
    path_name,
    successors_of,
)
from gongjian.apps.places.selectors.named import Named, find_named
from gongjian.apps.places.selectors.scope import current_scope, recent_scopes, scope_names

__all__ = [
    "NATION_NAME",
    "Crumb",
    "Named",
    "PlaceFacts",
    "area_codes",
    "area_label",
    "areas_containing",
    "areas_near",
    "children_of",
    "codes_at_level",
    "current_code",
    "current_scope",
    "descendant_count",
    "find_named",
    "get_area",
    "get_facts",
    "get_path",
    "get_place",
    "get_visible_place",
    "ground_below",
    "list_areas",
    "list_areas_at",
    "list_changes",
    "list_children",
    "name_beside",
    "name_on",
    "names_of",
    "path_name",
    "place_at",
    "places_to_name",
    "recent_scopes",
    "scope_names",
    "search",
    "search_places",
    "successors_of",
]
