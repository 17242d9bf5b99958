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
    match_unit,
    restore_item,
)

__all__ = [
    "ActivationPreview",
    "accept_item",
    "accept_rest",
    "activate_plan",
    "add_item",
    "correct_item",
    "drop_item",
    "drop_plan",
    "edit_head",
    "import_file",
    "import_text",
    "match_unit",
    "preview_activation",
    "restore_item",
]
