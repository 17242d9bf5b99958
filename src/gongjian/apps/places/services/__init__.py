"""Writes of places: the register, changes with a day, boundaries, functional areas, demo communities."""

from gongjian.apps.places.services.areas import Where, create_area, end_area, set_members, settle_where
from gongjian.apps.places.services.boundaries import load_boundaries
from gongjian.apps.places.services.changes import (
    NewPlace,
    add_place,
    merge_places,
    recode_place,
    rename_place,
    split_place,
)
from gongjian.apps.places.services.communities import generate_communities, load_demo_register
from gongjian.apps.places.services.import_register import import_register, keep_register
from gongjian.apps.places.services.plan_import import ImportPlan, preview_register
from gongjian.apps.places.services.scope import choose_scope

__all__ = [
    "ImportPlan",
    "NewPlace",
    "Where",
    "add_place",
    "choose_scope",
    "create_area",
    "end_area",
    "generate_communities",
    "import_register",
    "keep_register",
    "load_boundaries",
    "load_demo_register",
    "merge_places",
    "preview_register",
    "recode_place",
    "rename_place",
    "set_members",
    "settle_where",
    "split_place",
]
