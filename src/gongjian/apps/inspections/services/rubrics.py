"""Write rubrics: a draft version is edited freely, a published one never."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from gongjian.apps.inspections.models import Rubric, RubricVersion
from gongjian.apps.inspections.selectors.rubrics import get_rubric, get_version
from gongjian.apps.inspections.services.rubric_rows import check_whole, write_content
from gongjian.apps.inspections.services.rubric_specs import ItemSpec, Outline, outline_of, specs_of
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.models import StoredFile


@transaction.atomic
def create_rubric(
    *,
    actor: Actor,
    place_code: str,
    title: str,
    items: Sequence[ItemSpec],
    outline: Outline | None = None,
    source: StoredFile | None = None,
    is_demo: bool = False,
) -> RubricVersion:
    """Create a rubric with its first version as a draft; `source` is the file it was read from."""
    actor.require(Right.INSPECTIONS_MANAGE, place_code)
    if Rubric.objects.filter(place_code=place_code, title=title).exists():
        raise Conflict(f"“{title}”已经有了。要改内容，请在它上面出新的一版。")
    rubric = Rubric.objects.create(place_code=place_code, title=title, is_demo=is_demo)
    version = RubricVersion.objects.create(rubric=rubric, number=1, source=source)
    write_content(actor, version, items, outline or Outline())
    audit.record(actor, "inspections.rubric_created", rubric, after={"title": title, "items": len(items)})
    return version


@transaction.atomic
def add_version(
    *,
    actor: Actor,
    rubric_id: int,
    items: Sequence[ItemSpec],
    outline: Outline | None = None,
    source: StoredFile | None = None,
) -> RubricVersion:
    """Add a draft version to a rubric, numbered after its last."""
    seen = get_rubric(actor, rubric_id)
    actor.require(Right.INSPECTIONS_MANAGE, seen.place_code)
    rubric = Rubric.objects.select_for_update(no_key=True).get(pk=seen.pk)
    if rubric.versions.filter(is_published=False).exists():
        raise Conflict("这份标准已有一版草稿。请先改好并发布它，或在草稿上接着改。")
    last = rubric.versions.aggregate(last=Max("number"))["last"] or 0
    version = RubricVersion.objects.create(rubric=rubric, number=last + 1, source=source)
    write_content(actor, version, items, outline or Outline())
    audit.record(actor, "inspections.version_added", rubric, after={"number": version.number})
    return version


@transaction.atomic
def replace_items(
    *,
    actor: Actor,
    version_id: int,
    items: Sequence[ItemSpec] | None = None,
    outline: Outline | None = None,
) -> RubricVersion:
    """Replace the items of a draft version, or what holds for it as a whole; what isn't given stays."""
    version = _locked_version(actor, version_id)
    if version.is_published:
        raise Conflict("这一版已经发布，不能再改。请出新的一版。")
    items = specs_of(version) if items is None else items
    outline = outline or outline_of(version)
    version.items.all().delete()
    write_content(actor, version, items, outline)
    audit.record(
        actor,
        "inspections.version_edited",
        version,
        after={"items": len(items)},
        place_code=version.rubric.place_code,
    )
    return version


@transaction.atomic
def publish_version(
    *, actor: Actor, version_id: int, effective_on: date, citation: str = ""
) -> RubricVersion:
    """Publish a draft from a day on; from then on it is never changed."""
    version = _locked_version(actor, version_id)
    if version.is_published:
        raise Conflict("这一版已经发布过了。")
    if not version.items.exists():
        raise Invalid("这一版还没有评分项，不能发布。请先加上评分项。")
    check_whole(specs_of(version), outline_of(version))
    bare = [item.title for item in version.items.all() if not item.rules.all()]
    if bare:
        raise Invalid(f"“{bare[0]}”还没有扣分、加分或一票否决的规则，没法评。请先补上。")
    if version.rubric.versions.filter(is_published=True, effective_on=effective_on).exists():
        raise Conflict("另一版也从这一天起生效，分不清按哪一版评。请换一个生效日期。")
    version.is_published, version.effective_on, version.citation = True, effective_on, citation
    version.save(update_fields=["is_published", "effective_on", "citation"])
    after = audit.snapshot(version, "number", "effective_on", "citation")
    audit.record(
        actor, "inspections.version_published", version, after=after, place_code=version.rubric.place_code
    )
    return version


def _locked_version(actor: Actor, version_id: int) -> RubricVersion:
    seen = get_version(actor, version_id)
    actor.require(Right.INSPECTIONS_MANAGE, seen.rubric.place_code)
    RubricVersion.objects.select_for_update(no_key=True).get(pk=seen.pk)
    return get_version(actor, version_id)
