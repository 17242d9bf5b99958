"""Turn a revision into plain dicts, lists, strings and numbers."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from gongjian.engines.plandoc.model import CompiledDocument
from gongjian.engines.plandoc.revision.compare import compare_documents
from gongjian.engines.plandoc.revision.files import pair_documents
from gongjian.engines.plandoc.revision.model import ADDED, CHANGED, DROPPED, MOVED, Revision


def revision_to_schema(revision: Revision) -> dict[str, Any]:
    """Return the counts by act and every difference with both quotes, offsets and its sentence."""
    counts = {act: revision.count(act) for act in (ADDED, DROPPED, CHANGED, MOVED)}
    return {**counts, "differences": [asdict(difference) for difference in revision.differences]}


def compare_files(old: Sequence[CompiledDocument], new: Sequence[CompiledDocument]) -> dict[str, Any]:
    """Return what differs between two files as plain data: document by document, then those in one file only.

    >>> from gongjian.engines.plandoc import compile_text
    >>> old, new = (compile_text(f"清淤方案\\n一、目标\\n清淤率达到{n}%。").documents for n in (90, 95))
    >>> compared = compare_files(old, new)
    >>> compared["documents"][0]["changed"], compared["added_documents"]
    (1, [])
    """
    pairs = pair_documents(old, new)
    both = [
        {
            "old": _head(old[i]),
            "new": _head(new[j]),
            **revision_to_schema(compare_documents(old[i], new[j])),
        }
        for i, j in pairs
    ]
    gone = [_head(one) for i, one in enumerate(old) if i not in {i for i, _ in pairs}]
    come = [_head(one) for j, one in enumerate(new) if j not in {j for _, j in pairs}]
    return {"documents": both, "dropped_documents": gone, "added_documents": come}


def _head(document: CompiledDocument) -> dict[str, Any]:
    return {
        "title": document.title,
        "doc_number": document.doc_number,
        "start": document.start,
        "end": document.end,
    }
