"""Matters as a phone takes them along on patrol: where, what, by when, what is to be done. Nothing of who raised them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from gongjian.apps.inspections.selectors.bundles import LIMITS as SHEET_LIMITS
from gongjian.apps.inspections.selectors.bundles import MOST_PLACES
from gongjian.apps.matters.models import MatterPhoto
from gongjian.apps.matters.selectors.classes import class_choices
from gongjian.apps.matters.selectors.patrol import FieldMatter, field_matters, field_matters_of
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, Right
from gongjian.core.rules import rule_value
from gongjian.engines.masking import mask_numbers_in

FORMAT = 1
LIMITS = {**SHEET_LIMITS, "max_photos": "matters.max_photos"}
Json = dict[str, Any]


def read_patrol(actor: Actor) -> Json:
    """State all that a day on patrol needs: what is to be done, and what it takes to report something new."""
    return {
        "format": FORMAT,
        "user": {"id": actor.user_id, "name": actor.name},
        "limits": _limits(actor),
        "can_report": actor.can(Right.MATTERS_REPORT),
        "classes": [
            {"group": group, "classes": [{"id": pk, "name": name} for pk, name in rows]}
            for group, rows in class_choices(actor.home_place_code)
        ],
        "places": _places(actor),
        "matters": _as_json(field_matters(actor)),
    }


def matters_as_json(actor: Actor, matter_ids: Iterable[int]) -> list[Json]:
    """State some matters as they stand now for one who may see them."""
    return _as_json(field_matters_of(actor, matter_ids))


def _limits(actor: Actor) -> dict[str, int]:
    today = timezone.localdate()
    return {name: rule_value(key, on=today, place_code=actor.home_place_code) for name, key in LIMITS.items()}


def _places(actor: Actor) -> list[Json]:
    """List the communities where he may report; where there are too many, the streets."""
    if not actor.can(Right.MATTERS_REPORT):
        return []
    below = Place.objects.reachable_by(actor, Right.MATTERS_REPORT).filter(valid_to__isnull=True)
    for level in (Level.COMMUNITY, Level.STREET):
        rows = list(below.filter(level=level).order_by("code")[: MOST_PLACES + 1])
        if 0 < len(rows) <= MOST_PLACES:
            names = names_of({row.parent_code for row in rows})
            return [
                {"code": row.code, "name": row.name, "within": names.get(row.parent_code, "")} for row in rows
            ]
    return []


def _as_json(rows: Iterable[FieldMatter]) -> list[Json]:
    kept = list(rows)
    names = names_of({row.matter.place_code for row in kept})
    return [_matter(row, names) for row in kept]


def _matter(row: FieldMatter, names: dict[str, str]) -> Json:
    matter = row.matter
    asked = [step.words for step in matter.steps.all() if step.words and "verify" in row.acts]
    if row.part is not None and row.part.words:
        asked.append(row.part.words)
    return {
        "id": matter.pk,
        "number": matter.number,
        "title": mask_numbers_in(matter.title),
        "words": mask_numbers_in(matter.words),
        "class": str(matter.matter_class) if matter.matter_class else "",
        "place": matter.place_code,
        "place_name": names.get(matter.place_code, matter.place_code),
        "address": matter.address,
        "latitude": None if matter.latitude is None else str(matter.latitude),
        "longitude": None if matter.longitude is None else str(matter.longitude),
        "state": str(matter.get_state_display()),
        "is_danger": matter.is_danger,
        "due_at": matter.due_at.isoformat(),
        "acts": list(row.acts),
        "asked": asked,
        "results": [{"unit": unit, "words": mask_numbers_in(words)} for unit, words in row.results],
        "photos": [_photo(photo) for photo in matter.photos.all()],
    }


def _photo(photo: MatterPhoto) -> Json:
    stored = photo.file
    return {
        "url": reverse("matters:photo", args=[photo.matter_id, photo.pk]),
        "sha256": stored.sent_sha256 or stored.sha256,
        "stage": photo.stage,
        "word": str(photo.get_stage_display()),
        "at": photo.at.isoformat(),
    }
