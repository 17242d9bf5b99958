"""Turn a revision into plain dicts, lists, strings and numbers."""

from dataclasses import asdict
from typing import Any

from gongjian.engines.plandoc.revision.model import ADDED, CHANGED, DROPPED, MOVED, Revision


def revision_to_schema(revision: Revision) -> dict[str, Any]:
    """Return the counts by act and every difference with both quotes, offsets and its sentence."""
    counts = {act: revision.count(act) for act in (ADDED, DROPPED, CHANGED, MOVED)}
    return {**counts, "differences": [asdict(difference) for difference in revision.differences]}
