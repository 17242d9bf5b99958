"""Edit a draft version item by item: write, move and drop items, keep their pictures, set sections and ceilings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction

from gongjian.apps.inspections.models import RubricVersion
from gongjian.apps.inspections.selectors.rubrics import get_version
from gongjian.apps.inspections.services.answers import Upload
from gongjian.apps.inspections.services.rubric_specs import ItemSpec, Outline, specs_of
from gongjian.apps.inspections.services.rubrics import replace_items
from gongjian.core import files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotFound

MOST_PICTURES = 6


@transaction.atomic
def save_item(
    *,
    actor: Actor,
    version_id: int,
    item: ItemSpec,
    number: int | None = None,
    uploads: Sequence[Upload] = (),
) -> RubricVersion:
    """Write one item of a draft: in the place of number (from 1), or behind all others; new pictures come last."""
    version = get_version(actor, version_id)
    if len(item.pictures) + len(uploads) > MOST_PICTURES:
        raise Invalid(f"一项最多 {MOST_PICTURES} 张提示图片。请少选几张。")
    stored = [_store(actor, version, upload) for upload in uploads]
    item = replace(item, pictures=tuple(dict.fromkeys((*item.pictures, *stored))))
    specs = specs_of(version)
    if number is None:
        specs.append(item)
    else:
        specs[_index(specs, number)] = item
    return replace_items(actor=actor, version_id=version_id, items=specs)


def _store(actor: Actor, version: RubricVersion, upload: Upload) -> int:
    actor.require(Right.INSPECTIONS_MANAGE, version.rubric.place_code)
    stored = files.store_photo(
        actor=actor,
        content=upload.content,
        name=upload.name,
        right=Right.INSPECTIONS_VIEW,
        place_code=version.rubric.place_code,
    )
    return int(stored.pk)


def change_order(*, actor: Actor, version_id: int, number: int, act: str) -> RubricVersion:
    """Move an item of a draft up or down by one, or drop it."""
    specs = specs_of(get_version(actor, version_id))
    at = _index(specs, number)
    item = specs.pop(at)
    if act == "up":
        specs.insert(max(0, at - 1), item)
    elif act == "down":
        specs.insert(at + 1, item)
    elif act != "drop":
        raise NotFound()
    return replace_items(actor=actor, version_id=version_id, items=specs)


def save_outline(
    *, actor: Actor, version_id: int, outline: Outline, renamed: Mapping[str, str]
) -> RubricVersion:
    """Set the sections and ceilings of a draft; items follow a section that was renamed."""
    titles = [section.title for section in outline.sections]
    if repeated := sorted({title for title in titles if titles.count(title) > 1}):
        raise Invalid(f"类别“{repeated[0]}”写了两次。请合成一行，或改成不同的名称。")
    specs = [
        replace(item, section=renamed.get(item.section, item.section))
        for item in specs_of(get_version(actor, version_id))
    ]
    return replace_items(actor=actor, version_id=version_id, items=specs, outline=outline)


def _index(specs: Sequence[ItemSpec], number: int) -> int:
    if not 1 <= number <= len(specs):
        raise NotFound("这一版没有这一项，可能已经删去。请刷新后再改。")
    return number - 1
