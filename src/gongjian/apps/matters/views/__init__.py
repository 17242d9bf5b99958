"""Pages of the matters app."""

from gongjian.apps.matters.views.acting import act_urls
from gongjian.apps.matters.views.analyses import add_analysis, compose_again, list_analyses
from gongjian.apps.matters.views.board import show_board, show_moves
from gongjian.apps.matters.views.bulk import act_on_chosen, print_matters
from gongjian.apps.matters.views.day import show_day
from gongjian.apps.matters.views.exports import export_matters, show_exports, start_export, take_export
from gongjian.apps.matters.views.imports import (
    confirm_import,
    download_template,
    drop_import,
    import_hotline,
    show_import,
)
from gongjian.apps.matters.views.intake import add_matter, reveal_reporter
from gongjian.apps.matters.views.map import load_map_items, show_map
from gongjian.apps.matters.views.matters import list_matters, show_matter, show_photo
from gongjian.apps.matters.views.shifts import add_shift, list_shifts, show_shift, withdraw_shift

__all__ = [
    "act_on_chosen",
    "act_urls",
    "add_analysis",
    "add_matter",
    "add_shift",
    "compose_again",
    "confirm_import",
    "download_template",
    "drop_import",
    "export_matters",
    "import_hotline",
    "list_analyses",
    "list_matters",
    "list_shifts",
    "load_map_items",
    "print_matters",
    "reveal_reporter",
    "show_board",
    "show_day",
    "show_exports",
    "show_import",
    "show_map",
    "show_matter",
    "show_moves",
    "show_photo",
    "show_shift",
    "start_export",
    "take_export",
    "withdraw_shift",
]
