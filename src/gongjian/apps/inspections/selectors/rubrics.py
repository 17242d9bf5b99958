"""Read rubrics and their versions."""

from datetime import date

from gongjian.apps.inspections.models import Rubric, RubricVersion
from gongjian.core.access import Actor, OwnedQuerySet, ancestors_of
from gongjian.core.errors import NotFound


def list_rubrics(actor: Actor) -> OwnedQuerySet:
    """List the rubrics one may see, with their versions."""
    return Rubric.objects.visible_to(actor).prefetch_related("versions")


def get_rubric(actor: Actor, rubric_id: int) -> Rubric:
    """Return a rubric with its versions, the latest first; NotFound outside one's scope."""
    rubric = list_rubrics(actor).filter(pk=rubric_id).first()
    if rubric is None:
        raise NotFound()
    return rubric


def versions_for(actor: Actor, place_code: str) -> OwnedQuerySet:
    """List the published versions that a place may inspect by: its own rubrics and those above it."""
    owners = [*ancestors_of(place_code), place_code]
    rows = RubricVersion.objects.visible_to(actor).filter(rubric__place_code__in=owners, is_published=True)
    return rows.select_related("rubric").order_by("-rubric__place_code", "rubric__title", "-effective_on")


def get_version(actor: Actor, version_id: int) -> RubricVersion:
    """Return a version with its items and rules loaded; NotFound outside one's scope."""
    rows = RubricVersion.objects.visible_to(actor).select_related("rubric")
    version = rows.prefetch_related("items__rules").filter(pk=version_id).first()
    if version is None:
        raise NotFound()
    return version


def version_on(actor: Actor, rubric_id: int, day: date) -> RubricVersion:
    """Return the published version in force on a day; NotFound before the first."""
    rows = RubricVersion.objects.visible_to(actor).filter(
        rubric_id=rubric_id, is_published=True, effective_on__lte=day
    )
    version = rows.order_by("-effective_on", "-number").first()
    if version is None:
        raise NotFound(f"{day.isoformat()} 还没有生效的版本。请先发布一版，生效日期不晚于这一天。")
    return get_version(actor, version.pk)
