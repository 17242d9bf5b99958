"""Find which document of the new file each document of the old one is."""

from collections.abc import Sequence

from gongjian.engines.plandoc.model import CompiledDocument
from gongjian.engines.plandoc.revision.likeness import Item, grams, plain
from gongjian.engines.plandoc.revision.pairing import pair_items


def pair_documents(old: Sequence[CompiledDocument], new: Sequence[CompiledDocument]) -> list[tuple[int, int]]:
    """Pair the documents of two files by title and headings; one in each is a pair, whatever they are called.

    >>> pair_documents([], [])
    []
    """
    if len(old) == len(new) == 1:
        return [(0, 0)]
    return list(pair_items([_item(one) for one in old], [_item(one) for one in new]).pairs)


def _item(document: CompiledDocument) -> Item:
    headings = tuple(plain(heading.heading) for heading in document.outline)
    title = plain(document.title or "")
    return Item((title, document.kind, *headings), grams(title), grams("".join(headings)), (document.kind,))
