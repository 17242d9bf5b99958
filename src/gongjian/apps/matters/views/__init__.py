"""Pages of the matters app."""

from gongjian.apps.matters.views.matters import list_matters, show_matter, show_photo

__all__ = ["list_matters", "show_matter", "show_photo"]
