"""An approval chain's answer as JSON."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any


def record_of(found: Any) -> Mapping[str, Any]:
    """Write everything found, by the names of the engine; dates as 2026-03-02, fractions as "1/3"."""
    plain = plain_of(found)
    return plain if isinstance(plain, Mapping) else {}


def plain_of(value: Any) -> Any:
    """Turn dataclasses, dates and fractions into what JSON holds."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain_of(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain_of(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_of(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value
