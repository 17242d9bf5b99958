"""Write a register of divisions: all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, transaction

from gongjian.apps.places.choices import Change
from gongjian.apps.places.models import Place, Succession
from gongjian.apps.places.register import RegisterFile, RegisterRow
from gongjian.apps.places.services.bulk import insert_rows
from gongjian.apps.places.services.index_terms import add_terms, end_terms, initials_of, replace_terms
from gongjian.apps.places.services.plan_import import (
    ImportPlan,
    Known,
    NewRow,
    day_before,
    preview_register,
)
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.core.files import store_document

Progress = Callable[[int, int], None]
CHUNK = 100_000
AUDITED_CODES = 500
COLUMNS = (
    "code",
    "name",
    "level",
    "parent_code",
    "urban_rural_code",
    "initials",
    "valid_from",
    "is_demo",
)


@transaction.atomic
def import_register(
    *,
    actor: Actor,
    rows: Iterable[RegisterRow] = (),
    files: Iterable[RegisterFile] = (),
    on: date,
    only_prefix: str | None = None,
    skip_errors: bool = False,
    keep_missing: bool = False,
    is_demo: bool = False,
    progress: Progress | None = None,
) -> ImportPlan:
    """Import a register as of a day and return what was done (see `preview_register`).

    With `keep_missing` the register is a part only: what it leaves out goes on. `progress(done, total)`
    is called after every batch of new places. Raises Invalid when a row is wrong and `skip_errors` is
    not set, NotAllowed without the right; nothing is written then.
    """
    plan = preview_register(actor=actor, rows=rows, files=files, on=on, only_prefix=only_prefix)
    if plan.errors and not skip_errors:
        first = plan.errors[0]
        raise Invalid(f"名册里有 {len(plan.errors)} 处要改，一行也没有导入。第一处：{first}")
    if keep_missing:
        plan.ended = []
    stale = {error.code for error in plan.errors if error.column == "日期"}
    _end_all([known for known in plan.ended if known.code not in stale], on)
    _rename_all([pair for pair in plan.renamed if pair[0].code not in stale], on, is_demo)
    _reclassify_all(plan.reclassified)
    _add_all(plan.added, is_demo, progress)
    audit.record(actor, "places.register_imported", after=_summary(plan), place_code=only_prefix or "")
    return plan


@transaction.atomic
def keep_register(*, actor: Actor, files: Iterable[RegisterFile]) -> list[int]:
    """Keep the files between preview and import, seen only by those who manage places there; return their ids."""
    actor.require(Right.PLACES_MANAGE)
    place_code = min(actor.place_prefixes(Right.PLACES_MANAGE), default="")
    kept = [
        store_document(
            actor=actor,
            content=file.content,
            name=file.name,
            content_type="application/octet-stream",
            right=Right.PLACES_MANAGE,
            place_code=place_code,
        )
        for file in files
    ]
    names = [file.name for file in kept]
    audit.record(actor, "places.register_read", after={"files": names}, place_code=place_code)
    return [file.pk for file in kept]


def _summary(plan: ImportPlan) -> dict[str, Any]:
    return {
        "on": plan.on,
        **plan.counts,
        "renamed_codes": [known.code for known, _ in plan.renamed[:AUDITED_CODES]],
        "ended_codes": [known.code for known in plan.ended[:AUDITED_CODES]],
    }


def _end_all(ended: list[Known], on: date) -> None:
    for known in ended:
        end_terms(known.code, known.name, known.level)
    keys = iter(known.pk for known in ended)
    while batch := list(islice(keys, 500)):
        Place.objects.filter(pk__in=batch).update(valid_to=day_before(on))


def _rename_all(renamed: list[tuple[Known, RegisterRow]], on: date, is_demo: bool) -> None:
    """Start a new period under the new name; a name given earlier the same day is corrected in place."""
    same_day = [(known, row) for known, row in renamed if known.valid_from == on]
    for known, row in same_day:
        place = Place.objects.get(pk=known.pk)
        place.name, place.initials = row.name, initials_of(row.name)
        place.save(update_fields=["name", "initials"])
        replace_terms(place, known.name)
    others = [(known, row) for known, row in renamed if known.valid_from != on]
    _end_all([known for known, _ in others], on)
    _add_all([NewRow(row, known.parent_code, on) for known, row in others], is_demo, None)
    Succession.objects.bulk_create(
        Succession(predecessor_code=known.code, successor_code=known.code, kind=Change.RENAME, on=on)
        for known, _ in others
    )


def _reclassify_all(reclassified: list[tuple[Known, RegisterRow]]) -> None:
    by_value: dict[str, list[int]] = {}
    for known, row in reclassified:
        by_value.setdefault(row.urban_rural_code, []).append(known.pk)
    for value, keys in by_value.items():
        for at in range(0, len(keys), 500):
            Place.objects.filter(pk__in=keys[at : at + 500]).update(urban_rural_code=value)


def _add_all(added: list[NewRow], is_demo: bool, progress: Progress | None) -> None:
    added = sorted(added, key=lambda new: new.row.code)  # a chunk's keys are then read as one range
    for at in range(0, len(added), CHUNK):
        chunk = added[at : at + CHUNK]
        insert_rows(Place, COLUMNS, _values(chunk, is_demo))
        codes = [new.row.code for new in chunk]
        keys = _keys_of(min(codes), max(codes))
        add_terms((keys[new.row.code], new.row.code, new.row.name, len(new.row.code)) for new in chunk)
        if progress:
            progress(at + len(chunk), len(added))


def _values(chunk: list[NewRow], is_demo: bool) -> Iterator[tuple[object, ...]]:
    short: dict[str, str] = {}
    for row, parent, valid_from in chunk:
        if row.name not in short:
            short[row.name] = initials_of(row.name)
        start = connection.ops.adapt_datefield_value(valid_from)
        yield row.code, row.name, len(row.code), parent, row.urban_rural_code, short[row.name], start, is_demo


def _keys_of(first: str, last: str) -> dict[str, int]:
    rows = Place.objects.filter(code__gte=first, code__lte=last, valid_to__isnull=True)
    return dict(rows.order_by().values_list("code", "pk"))
