"""Recompute the figures a report states from the other figures it states."""

from gongjian.engines.figures.claims import find_claims
from gongjian.engines.figures.exact import recompute
from gongjian.engines.figures.model import Claim, Operand
from gongjian.engines.figures.schema import claim_to_schema, schema_of_text, to_schema
from gongjian.engines.figures.sentence import explain

__all__ = [
    "Claim",
    "Operand",
    "claim_to_schema",
    "explain",
    "find_claims",
    "recompute",
    "schema_of_text",
    "to_schema",
]
