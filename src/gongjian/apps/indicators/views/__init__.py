"""Pages of indicators."""

from gongjian.apps.indicators.views.board import show_board
from gongjian.apps.indicators.views.definitions import add_definition, edit_definition
from gongjian.apps.indicators.views.figures import (
    edit_base,
    export,
    list_all,
    show_figure,
    show_indicator,
    show_trend,
)
from gongjian.apps.indicators.views.imports import confirm, download_template, drop, show_import, take_file
from gongjian.apps.indicators.views.projects import (
    add_project,
    edit_project,
    export_ledger,
    list_ledger,
    save_unit,
    show_project,
)
from gongjian.apps.indicators.views.screens import (
    list_screens,
    open_screen,
    refresh_screen,
    renew_screen,
    revoke_screen,
)
from gongjian.apps.indicators.views.values import (
    answer,
    choose_definition,
    confirm_many,
    enter,
    export_list,
    list_page,
    show_value,
)

__all__ = [
    "add_definition",
    "add_project",
    "answer",
    "choose_definition",
    "confirm",
    "confirm_many",
    "download_template",
    "drop",
    "edit_base",
    "edit_definition",
    "edit_project",
    "enter",
    "export",
    "export_ledger",
    "export_list",
    "list_all",
    "list_ledger",
    "list_page",
    "list_screens",
    "open_screen",
    "refresh_screen",
    "renew_screen",
    "revoke_screen",
    "save_unit",
    "show_board",
    "show_figure",
    "show_import",
    "show_indicator",
    "show_project",
    "show_trend",
    "show_value",
    "take_file",
]
