"""What is read in documents."""

from gongjian.apps.documents.selectors.find import (
    get_document,
    get_quoted,
    get_template,
    last_of_kind,
    list_documents,
    list_templates,
    search,
    status_tabs,
)
from gongjian.apps.documents.selectors.layout import official_document
from gongjian.apps.documents.selectors.waiting import OpenDocument, open_items

__all__ = [
    "OpenDocument",
    "get_document",
    "get_quoted",
    "get_template",
    "last_of_kind",
    "list_documents",
    "list_templates",
    "official_document",
    "open_items",
    "search",
    "status_tabs",
]
