"""Pages of the matters app."""

from gongjian.apps.matters.views.acts import act_urls
from gongjian.apps.matters.views.intake import add_matter, reveal_reporter
from gongjian.apps.matters.views.matters import list_matters, show_matter, show_photo

__all__ = ["act_urls", "add_matter", "list_matters", "reveal_reporter", "show_matter", "show_photo"]
