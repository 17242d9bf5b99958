"""What changes in documents."""

from gongjian.apps.documents.selectors.layout import official_document
from gongjian.apps.documents.services.drafting import DocumentHead, draft_document, save_body
from gongjian.apps.documents.services.figures import (
    check_figures,
    keep_figures,
    recheck_issued,
    reread_figures,
)
from gongjian.apps.documents.services.files import RenderedFile, render_file
from gongjian.apps.documents.services.flow import (
    archive_document,
    issue_document,
    return_to_draft,
    review_document,
    send_for_review,
    sign_document,
)
from gongjian.apps.documents.services.paper import Paper, correct_paper, read_paper, refuse_large
from gongjian.apps.documents.services.templates import ensure_templates, save_template

__all__ = [
    "DocumentHead",
    "Paper",
    "RenderedFile",
    "archive_document",
    "check_figures",
    "correct_paper",
    "draft_document",
    "ensure_templates",
    "issue_document",
    "keep_figures",
    "official_document",
    "read_paper",
    "recheck_issued",
    "refuse_large",
    "render_file",
    "reread_figures",
    "return_to_draft",
    "review_document",
    "save_body",
    "save_template",
    "send_for_review",
    "sign_document",
]
