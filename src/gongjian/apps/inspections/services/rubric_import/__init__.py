"""Bring a rubric in from a table or a document: read, shown with every error, written as a draft or not at all."""

from gongjian.apps.inspections.services.rubric_import.document import read_document
from gongjian.apps.inspections.services.rubric_import.imports import (
    confirm_rubric_import,
    drop_rubric_import,
    keep_rubric_import,
    read_rubric_import,
    template_xlsx,
)
from gongjian.apps.inspections.services.rubric_import.result import Problem, ReadRubric

__all__ = [
    "Problem",
    "ReadRubric",
    "confirm_rubric_import",
    "drop_rubric_import",
    "keep_rubric_import",
    "read_document",
    "read_rubric_import",
    "template_xlsx",
]
