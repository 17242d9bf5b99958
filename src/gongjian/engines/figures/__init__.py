"""Recompute the figures a report states from the other figures it states."""

from gongjian.engines.figures.check import CheckedText, check_text, is_refuted
from gongjian.engines.figures.claims import find_claims
from gongjian.engines.figures.exact import recompute
from gongjian.engines.figures.explained import explain_text
from gongjian.engines.figures.model import Claim, Finding, Operand
from gongjian.engines.figures.schema import claim_to_schema, schema_of_text
from gongjian.engines.figures.sentence import explain

__all__ = [
    "CheckedText",
    "Claim",
    "Finding",
    "Operand",
    "check_text",
    "claim_to_schema",
    "explain",
    "explain_text",
    "find_claims",
    "is_refuted",
    "recompute",
    "schema_of_text",
]
