"""Turn compiled documents into the exchange format: plain dicts, lists, strings and numbers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from gongjian.engines.plandoc import model


def plain_number(value: Decimal | None) -> int | float | None:
    """Return an int when the value is whole, a float otherwise, None for None."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _plain_value(value: model.Value) -> Any:
    if isinstance(value, tuple):
        return [plain_number(bound) for bound in value]
    return plain_number(value)


def _evidence(item: model.Evidence) -> dict[str, Any]:
    return {
        "quote": item.quote,
        "start": item.start,
        "end": item.end,
        "rule": item.rule,
        "confidence": item.confidence,
    }


def _outline(item: model.OutlineItem) -> dict[str, Any]:
    return {"level": item.level, "marker": item.marker, "heading": item.heading, **_evidence(item)}


def _target(item: model.Target) -> dict[str, Any]:
    return {
        "indicator": item.indicator,
        "comparator": item.comparator,
        "value": plain_number(item.value),
        "unit": item.unit,
        "deadline": item.deadline,
        "scope": item.scope,
        **_evidence(item),
    }


def _phase(item: model.Phase) -> dict[str, Any]:
    """Write a phase; its `start` and `end` are dates, so its place in the text is `offset`."""
    place = {"quote": item.quote, "offset": item.start, "rule": item.rule, "confidence": item.confidence}
    return {"name": item.name, "start": item.begins, "end": item.ends, **place}


def _task(item: model.Task) -> dict[str, Any]:
    return {
        "title": item.title,
        "path": list(item.path),
        "lead": list(item.lead),
        "support": list(item.support),
        "due": item.due,
        **_evidence(item),
    }


def _rating(item: model.Rating) -> dict[str, Any]:
    return {
        "label": item.label,
        "subject": item.subject,
        "comparator": item.comparator,
        "value": _plain_value(item.value),
        "unit": item.unit,
        "basis": item.basis,
        **_evidence(item),
    }


def _rule(item: model.RubricRule) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "amount": plain_number(item.amount),
        "unit": item.unit,
        "per": item.per,
        "cap": plain_number(item.cap),
        **_evidence(item),
    }


def _rubric(item: model.RubricItem) -> dict[str, Any]:
    rules = [_rule(rule) for rule in item.rules]
    return {
        "title": item.title,
        "full_marks": plain_number(item.full_marks),
        "rules": rules,
        **_evidence(item),
    }


def _group(item: model.Group) -> dict[str, Any]:
    members = [{"who": m.who, "role": m.role, "post": m.post, **_evidence(m)} for m in item.members]
    return {"name": item.name, "members": members, **_evidence(item)}


def _quantity(item: model.QuantityItem) -> dict[str, Any]:
    return {
        "value": plain_number(item.value),
        "unit": item.unit,
        "what": item.what,
        "approx": item.approx,
        **_evidence(item),
    }


def document_to_schema(
    document: model.CompiledDocument, order: int, text: str, claims: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """Return the document number `order` of a text as a plain dict, `claims` being its own as plain dicts."""
    return {
        "order": order,
        "first": text[document.start : document.end].strip()[:10],
        "start": document.start,
        "end": document.end,
        "title": document.title,
        "kind": document.kind,
        "issuer": document.issuer,
        "doc_number": document.doc_number,
        "issued": document.issued,
        "outline": [_outline(item) for item in document.outline],
        "targets": [_target(item) for item in document.targets],
        "phases": [_phase(item) for item in document.phases],
        "tasks": [_task(item) for item in document.tasks],
        "ratings": [_rating(item) for item in document.ratings],
        "rubric_items": [_rubric(item) for item in document.rubric_items],
        "groups": [_group(item) for item in document.groups],
        "quantities": [_quantity(item) for item in document.quantities],
        "claims": [dict(claim) for claim in claims],
    }
