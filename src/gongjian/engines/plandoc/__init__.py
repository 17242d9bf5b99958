"""Read a Chinese work plan, rubric, report or notice into plain records, deterministically.

>>> compile_text("").documents
()
"""

from gongjian.engines.plandoc.compiler import compile_text, read_text
from gongjian.engines.plandoc.model import (
    CompiledDocument,
    CompiledFile,
    Evidence,
    Group,
    Member,
    OutlineItem,
    Phase,
    QuantityItem,
    Rating,
    RubricItem,
    RubricRule,
    Target,
    Task,
)

__all__ = [
    "CompiledDocument",
    "CompiledFile",
    "Evidence",
    "Group",
    "Member",
    "OutlineItem",
    "Phase",
    "QuantityItem",
    "Rating",
    "RubricItem",
    "RubricRule",
    "Target",
    "Task",
    "compile_text",
    "read_text",
]
