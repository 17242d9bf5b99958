"""Compare two versions of a plan: which item is which, and what of it changed.

>>> from gongjian.engines.plandoc import compile_text
>>> old, new = (compile_text(f"方案\\n一、目标\\n清淤率达到{n}%。").documents[0] for n in (90, 95))
>>> [difference.sentence for difference in compare_documents(old, new).differences]
['目标“清淤率”：目标值由“90%”改为“95%”。']
"""

from gongjian.engines.plandoc.revision.compare import compare_documents
from gongjian.engines.plandoc.revision.files import pair_documents
from gongjian.engines.plandoc.revision.model import Difference, FieldChange, Passage, Revision
from gongjian.engines.plandoc.revision.schema import compare_files, revision_to_schema
from gongjian.engines.plandoc.revision.sentences import ACT_WORDS, KIND_WORDS

__all__ = [
    "ACT_WORDS",
    "KIND_WORDS",
    "Difference",
    "FieldChange",
    "Passage",
    "Revision",
    "compare_documents",
    "compare_files",
    "pair_documents",
    "revision_to_schema",
]
