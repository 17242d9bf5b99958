"""The exchange format with the claims joined in: compiled documents and what their figures come to."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from gongjian.engines.figures.claims import exchange_claims, in_order
from gongjian.engines.figures.model import Claim
from gongjian.engines.plandoc.compiler import compile_reading, read_each
from gongjian.engines.plandoc.numerals import to_decimal
from gongjian.engines.plandoc.schema import document_to_schema, plain_number

_PLACES = 6


def claim_to_schema(claim: Claim) -> dict[str, Any]:
    """Return a claim as a plain dict, numbers rounded half up to six places where they do not end."""
    return {
        "type": claim.type,
        "operands": [{"value": plain_value(o.value), "unit": o.unit} for o in claim.operands],
        "stated": plain_number(to_decimal(claim.stated)),
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


def schema_of_text(text: str) -> dict[str, Any]:
    """Compile a text and return it in the exchange format, claims included.

    >>> [document] = schema_of_text("全镇共有老人400名，其中独居老人100名，占25%。")["documents"]
    >>> [(claim["type"], claim["stated"], claim["holds"]) for claim in document["claims"]]
    [('percentage_of', 25, True)]
    """
    return file_to_schema(text, claim_to_schema)


def file_to_schema(text: str, plain_claim: Callable[[Claim], dict[str, Any]]) -> dict[str, Any]:
    """Compile a text and return it in the exchange format, each claim as `plain_claim` writes it."""
    documents = []
    for order, reading in enumerate(read_each(text), 1):
        claims = [plain_claim(claim) for claim in in_order(exchange_claims(reading))]
        documents.append(document_to_schema(compile_reading(reading), order, text, claims))
    return {"documents": documents}
