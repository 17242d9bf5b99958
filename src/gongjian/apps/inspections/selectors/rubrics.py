"""Read rubrics and their versions."""

from collections.abc import Sequence
from datetime import date

from gongjian.apps.inspections.models import ItemPicture, Rubric, RubricImport, RubricVersion
from gongjian.core.access import Actor, OwnedQuerySet, ancestors_of
from gongjian.core.errors import NotFound


def list_rubrics(actor: Actor) -> OwnedQuerySet:
    """List the rubrics one may see, with their versions."""
    return Rubric.objects.visible_to(actor).prefetch_related("versions")


def get_rubric(actor: Actor, rubric_id: int) -> Rubric:
    """Return a rubric with its versions, the latest first; NotFound outside one's scope."""
    rubric = list_rubrics(actor).filter(pk=rubric_id).one()
    if rubric is None:
        raise NotFound()
    return rubric


def versions_for(actor: Actor, place_code: str) -> OwnedQuerySet:
    """List the published versions that a place may inspect by: its own rubrics and those above it."""
    owners = [*ancestors_of(place_code), place_code]
    rows = RubricVersion.objects.visible_to(actor).filter(rubric__place_code__in=owners, is_published=True)
    return rows.select_related("rubric").order_by("-rubric__place_code", "rubric__title", "-effective_on")


def get_version(actor: Actor, version_id: int) -> RubricVersion:
    """Return a version with all that it says loaded; NotFound outside one's scope."""
    return get_versions(actor, [version_id])[version_id]


def get_versions(actor: Actor, version_ids: Sequence[int]) -> dict[int, RubricVersion]:
    """Return several versions by number, each with all that it says loaded; NotFound if one can't be seen."""
    rows = RubricVersion.objects.visible_to(actor).select_related("rubric", "source")
    loaded = rows.prefetch_related("items__rules", "items__pictures").filter(pk__in=version_ids)
    found: dict[int, RubricVersion] = {version.pk: version for version in loaded.order_by("pk")}
    if set(version_ids) - found.keys():
        raise NotFound()
    return found


def list_siblings(actor: Actor, version_id: int) -> list[RubricVersion]:
    """List all versions of the rubric of one, the latest first; NotFound where it can't be seen."""
    rows = RubricVersion.objects.visible_to(actor)
    found = list(rows.filter(rubric__versions=version_id).order_by("-number"))
    if not found:
        raise NotFound()
    return found


def get_picture(actor: Actor, picture_id: int) -> ItemPicture:
    """Return a picture of a hint with its file; NotFound where the rubric can't be seen."""
    picture = ItemPicture.objects.visible_to(actor).select_related("file").filter(pk=picture_id).one()
    if picture is None:
        raise NotFound()
    return picture


def get_import(actor: Actor, import_id: int) -> RubricImport:
    """Return an import that the actor himself began, with its file; NotFound for anybody else's."""
    own = RubricImport.objects.visible_to(actor).filter(pk=import_id, made_by_id=actor.user_id)
    found = own.select_related("file", "rubric").order_by("pk").first()
    if found is None:
        raise NotFound("这次导入已经完成或撤销了。要再导入，请重新选择文件。")
    return found


def version_on(actor: Actor, rubric_id: int, day: date) -> RubricVersion:
    """Return the published version in force on a day; NotFound before the first."""
    rows = RubricVersion.objects.visible_to(actor).filter(
        rubric_id=rubric_id, is_published=True, effective_on__lte=day
    )
    version = rows.order_by("-effective_on", "-number").first()
    if version is None:
        raise NotFound(f"{day.isoformat()} 还没有生效的版本。请先发布一版，生效日期不晚于这一天。")
    return get_version(actor, version.pk)
