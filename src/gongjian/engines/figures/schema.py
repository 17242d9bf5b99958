"""The exchange format with the claims joined in: compiled documents and what their figures come to."""

from fractions import Fraction
from typing import Any

from gongjian.engines.figures.claims import find_claims
from gongjian.engines.figures.model import Claim
from gongjian.engines.plandoc.compiler import compile_text
from gongjian.engines.plandoc.model import CompiledFile
from gongjian.engines.plandoc.numerals import to_decimal
from gongjian.engines.plandoc.schema import file_to_schema, plain_number

_PLACES = 6


def claim_to_schema(claim: Claim) -> dict[str, Any]:
    """Return a claim as a plain dict, numbers rounded half up to six places where they do not end."""
    return {
        "type": claim.type,
        "operands": [{"value": plain_value(o.value), "unit": o.unit} for o in claim.operands],
        "stated": plain_value(claim.stated),
        "unit": claim.unit,
        "tolerance": plain_value(claim.tolerance),
        "computed": plain_value(claim.computed),
        "holds": claim.holds,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "rule": claim.rule,
        "confidence": claim.confidence,
    }


def plain_value(value: Fraction | None) -> int | float | None:
    """Return a value as a plain number, rounded half up to six places where it does not end."""
    return None if value is None else plain_number(to_decimal(value, _PLACES))


def to_schema(compiled: CompiledFile) -> dict[str, Any]:
    """Return a compiled file in the exchange format with the claims of each document."""
    claims = find_claims(compiled.text)
    joined = tuple(
        tuple(claim_to_schema(c) for c in claims if document.start <= c.start < document.end)
        for document in compiled.documents
    )
    return file_to_schema(compiled, joined)


def schema_of_text(text: str) -> dict[str, Any]:
    """Compile a text and return it in the exchange format, claims included."""
    return to_schema(compile_text(text))
