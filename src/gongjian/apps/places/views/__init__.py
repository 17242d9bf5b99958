"""Pages of places: the tree, search, the register, changes, functional areas."""

from gongjian.apps.places.views.areas import add_area, edit_area, end_area, list_areas, show_area
from gongjian.apps.places.views.boundaries import load_boundaries
from gongjian.apps.places.views.browse import export, show_index, show_place
from gongjian.apps.places.views.changes import change_place
from gongjian.apps.places.views.find import enter, pick, search, switch
from gongjian.apps.places.views.imports import confirm_import, import_files

__all__ = [
    "add_area",
    "change_place",
    "confirm_import",
    "edit_area",
    "end_area",
    "enter",
    "export",
    "import_files",
    "list_areas",
    "load_boundaries",
    "pick",
    "search",
    "show_area",
    "show_index",
    "show_place",
    "switch",
]
