"""What of matters everybody may read, and how it is masked: one place for public pages and open interfaces.

A matter is shown once the desk published it; a dispute never is, nor what is void or follows another. Names,
telephone, identity and room numbers are masked, and an address ends at the building.
"""

import re

from django.db.models.query import QuerySet

from gongjian.apps.matters.choices import ClassKind, MatterKind, MatterState
from gongjian.apps.matters.models import Matter
from gongjian.engines.masking import mask_address, mask_numbers_in, mask_persons_in

SHOWN_KINDS = (MatterKind.REPORT, MatterKind.CONSULTATION, MatterKind.IDEA)
_HOUSE = re.compile(r"(?:[0-9０-９一二三四五六七八九十]+\s*单元)?\s*[0-9０-９]{1,4}\s*(?:室|户|号房)")


def published() -> QuerySet[Matter]:
    """Match the published matters of every place, with their classes."""
    rows: QuerySet[Matter] = Matter.objects.filter(is_published=True, kind__in=SHOWN_KINDS).exclude(
        state__in=(MatterState.VOID, MatterState.MERGED)
    )
    return rows.select_related("matter_class")


def masked(text: str) -> str:
    """Hide numbers of people, rooms and named persons in a free text.

    >>> masked("张大爷家（3单元501室）电话 13912345678，漏水")
    '张**家（***）电话 139****5678，漏水'
    """
    return mask_persons_in(_HOUSE.sub("***", mask_numbers_in(text)))


def is_of_public_space(matter: Matter) -> bool:
    """Whether a matter is about a thing or event in public space, not somebody's own request."""
    return matter.matter_class is not None and matter.matter_class.kind != ClassKind.REQUEST


def public_address(matter: Matter) -> str:
    """Return the address to the building, or nothing where the matter is somebody's own or not classed yet."""
    return mask_address(matter.address) if matter.address and is_of_public_space(matter) else ""
