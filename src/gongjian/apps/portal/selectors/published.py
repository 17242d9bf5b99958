"""What of a matter everybody may read on the public pages, and nothing else, by the rules of `matters.selectors.public`.

Photos are those the desk marked as public.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch
from django.http import QueryDict

from gongjian.apps.matters.choices import MatterKind
from gongjian.apps.matters.models import IdeaLink, Matter, MatterPhoto
from gongjian.apps.matters.selectors.ideas import public_links, public_reviews
from gongjian.apps.matters.selectors.public import SHOWN_KINDS, masked, public_address, published
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import ListPage, page_of

PAGE = 20


@dataclass(frozen=True)
class PublicMatter:
    """A published matter as everybody reads it."""

    number: str
    kind: str
    what: str
    title: str
    words: str
    place: str
    address: str
    state: str
    outcome: str
    answer: str
    received_at: datetime
    answered_at: datetime | None
    is_late: bool
    me_too_count: int
    photo_ids: tuple[int, ...] = ()
    verdict: str = ""
    is_golden: bool = False
    came_of: tuple[IdeaLink, ...] = ()

    @property
    def is_realised(self) -> bool:
        """Whether something came of it that is there to be seen."""
        return any(link.done_on for link in self.came_of)


def what_of(matter: Matter) -> str:
    """Return what a matter is about, in plain words."""
    if matter.matter_class is None:
        return str(matter.get_kind_display())
    return str(matter.matter_class.plain_name)


def list_published(place_code: str, params: QueryDict) -> ListPage:
    """Cut one page of what a place published, the newest first; its rows are `PublicMatter`s."""
    rows = published().filter(prefix_range("place_code", place_code))
    kind = params.get("kind", "")
    if kind in SHOWN_KINDS:
        rows = rows.filter(kind=kind)
    page = page_of(rows.order_by("-received_at", "-pk"), params, PAGE)
    return ListPage(**{**vars(page), "rows": shown(page.rows)})


def latest_answers(place_code: str, limit: int = 5) -> list[PublicMatter]:
    """List what a place answered last."""
    rows = published().filter(prefix_range("place_code", place_code), answered_at__isnull=False)
    return shown(rows.order_by("-answered_at")[:limit])


def get_published(place_code: str, number: str) -> PublicMatter:
    """Return one published matter of a place with its public photos; NotFound otherwise, the same for all reasons."""
    photos = Prefetch("photos", MatterPhoto.objects.filter(is_public=True), to_attr="shown_photos")
    row = (
        published()
        .filter(prefix_range("place_code", place_code), number=number)
        .prefetch_related(photos)
        .first()
    )
    if row is None:
        raise NotFound("没有公开这一件。已经报过的，请用编号和查询码看进度。")
    return shown([row])[0]


def public_photo(place_code: str, number: str, photo_id: int) -> MatterPhoto:
    """Return a public photo of a published matter; NotFound otherwise."""
    inside = published().filter(prefix_range("place_code", place_code), number=number)
    photo = (
        MatterPhoto.objects.select_related("file")
        .filter(matter__in=inside.values("pk"), pk=photo_id, is_public=True)
        .first()
    )
    if photo is None:
        raise NotFound("没有公开这张照片。")
    return photo


def shown(rows: Iterable[Matter]) -> list[PublicMatter]:
    """Turn published rows into what is shown of them."""
    found = list(rows)
    names = names_of({row.place_code[:12] for row in found})
    ideas = [row.pk for row in found if row.kind == MatterKind.IDEA]
    reviews, links = (public_reviews(ideas), public_links(ideas)) if ideas else ({}, {})
    return [
        replace(
            _shown(row, names.get(row.place_code[:12], ""), getattr(row, "shown_photos", ())),
            verdict=str(reviews[row.pk].get_verdict_display()) if row.pk in reviews else "",
            is_golden=row.pk in reviews and reviews[row.pk].is_golden,
            came_of=tuple(links.get(row.pk, ())),
        )
        for row in found
    ]


def _shown(row: Matter, place: str, photos: Sequence[MatterPhoto]) -> PublicMatter:
    return PublicMatter(
        number=row.number,
        kind=row.kind,
        what=what_of(row),
        title=masked(row.title),
        words=masked(row.words),
        place=place,
        address=public_address(row),
        state=str(row.get_state_display()),
        outcome=str(row.get_outcome_display()) if row.outcome else "",
        answer=masked(row.answer),
        received_at=row.received_at,
        answered_at=row.answered_at,
        is_late=row.is_late,
        me_too_count=row.me_too_count,
        photo_ids=tuple(photo.pk for photo in photos),
    )
