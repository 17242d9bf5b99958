"""What class a matter is likely to be, learned from past ones and explained; and which open ones nearby are like it."""

from gongjian.engines.classification.memory import (
    ClassMemory,
    Memory,
    forget,
    from_plain,
    learn,
    to_plain,
    train,
)
from gongjian.engines.classification.nearby import Known, Near, likeness, near
from gongjian.engines.classification.suggestions import MatterKind, Suggestion, suggest

__all__ = [
    "ClassMemory",
    "Known",
    "MatterKind",
    "Memory",
    "Near",
    "Suggestion",
    "forget",
    "from_plain",
    "learn",
    "likeness",
    "near",
    "suggest",
    "to_plain",
    "train",
]
