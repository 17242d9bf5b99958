"""What changes in plans."""

from gongjian.apps.plans.services.activation import ActivationPreview, activate_plan, preview_activation
from gongjian.apps.plans.services.importing import import_file, import_text
from gongjian.apps.plans.services.items import (
    accept_item,
    accept_rest,
    add_item,
    correct_item,
    drop_item,
    drop_plan,
    edit_head,
    keep_plans,
    match_unit,
    restore_item,
)
from gongjian.apps.plans.services.new_units import NewUnit, create_units, suggest_kind, suggest_name
from gongjian.apps.plans.services.revision import (
    Comparison,
    Row,
    compare_revision,
    finish_revision,
    get_revised,
    start_revision,
    take_row,
)
from gongjian.apps.plans.services.rubric import make_rubric, read_rubric

__all__ = [
    "ActivationPreview",
    "Comparison",
    "NewUnit",
    "Row",
    "accept_item",
    "accept_rest",
    "activate_plan",
    "add_item",
    "compare_revision",
    "correct_item",
    "create_units",
    "drop_item",
    "drop_plan",
    "edit_head",
    "finish_revision",
    "get_revised",
    "import_file",
    "import_text",
    "keep_plans",
    "make_rubric",
    "match_unit",
    "preview_activation",
    "read_rubric",
    "restore_item",
    "start_revision",
    "suggest_kind",
    "suggest_name",
    "take_row",
]
