"""Pages of plans: list, import, review, activation."""

from gongjian.apps.plans.views.activation import activate, drop
from gongjian.apps.plans.views.changes import (
    accept_rest,
    add_item,
    edit_head,
    match_unit,
    save_item,
    set_item_state,
)
from gongjian.apps.plans.views.importing import choose_plan, import_plan
from gongjian.apps.plans.views.review import list_all, show_plan
from gongjian.apps.plans.views.revision import compare, finish, revise, take
from gongjian.apps.plans.views.rubric import make_rubric
from gongjian.apps.plans.views.units import new_units

__all__ = [
    "accept_rest",
    "activate",
    "add_item",
    "choose_plan",
    "compare",
    "drop",
    "edit_head",
    "finish",
    "import_plan",
    "list_all",
    "make_rubric",
    "match_unit",
    "new_units",
    "revise",
    "save_item",
    "set_item_state",
    "show_plan",
    "take",
]
