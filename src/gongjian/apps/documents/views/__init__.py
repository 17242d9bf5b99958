"""Pages of documents: list, draft, page, figures, the way to issue, templates."""

from gongjian.apps.documents.views.flow import (
    archive,
    check,
    give_back,
    issue,
    keep_values,
    review,
    send,
    sign,
    take_values,
)
from gongjian.apps.documents.views.paper import check_paper, corrected_copy
from gongjian.apps.documents.views.show import download, list_all, show_document, show_figure
from gongjian.apps.documents.views.templates import add_built_in, add_template, edit_template, list_templates
from gongjian.apps.documents.views.write import choose_template, draft, edit, show_value

__all__ = [
    "add_built_in",
    "add_template",
    "archive",
    "check",
    "check_paper",
    "choose_template",
    "corrected_copy",
    "download",
    "draft",
    "edit",
    "edit_template",
    "give_back",
    "issue",
    "keep_values",
    "list_all",
    "list_templates",
    "review",
    "send",
    "show_document",
    "show_figure",
    "show_value",
    "sign",
    "take_values",
]
