"""The first list of classes and their standards, that come with the product (`classes.toml`)."""

import tomllib
from importlib.resources import files
from typing import Any

from gongjian.apps.matters.models import CaseStandard, MatterClass


def load_first_classes() -> int:
    """Add the national classes and standards that aren't there yet; those that are stay as they are.

    An English name is given to a class that has none, since the first version of the list had none.
    """
    data = tomllib.loads(files("gongjian.apps.matters").joinpath("classes.toml").read_text(encoding="utf-8"))
    before = MatterClass.objects.count()
    MatterClass.objects.bulk_create([_class(row, data) for row in data["class"]], ignore_conflicts=True)
    _name_in_english(data)
    known = {(row.kind, row.code): row for row in MatterClass.objects.filter(place_code="")}
    CaseStandard.objects.bulk_create(
        [_standard(row, known[row["kind"], row["code"]]) for row in data["standard"]], ignore_conflicts=True
    )
    return MatterClass.objects.count() - before


def _name_in_english(data: dict[str, Any]) -> None:
    names = {(row["kind"], row["code"]): row["name_en"] for row in data["class"]}
    bare = list(MatterClass.objects.filter(place_code="", name_en=""))
    for row in bare:
        row.name_en = names.get((row.kind, row.code), "")
    MatterClass.objects.bulk_update(bare, ["name_en"])


def _class(row: dict[str, Any], data: dict[str, Any]) -> MatterClass:
    return MatterClass(
        kind=row["kind"],
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        plain=row.get("plain", ""),
        aliases=row.get("aliases", []),
        citation=row.get("citation", data["citations"][row["kind"]]),
    )


def _standard(row: dict[str, Any], matter_class: MatterClass) -> CaseStandard:
    return CaseStandard(
        matter_class=matter_class,
        tier=row.get("tier", "normal"),
        limit_amount=row["amount"],
        limit_unit=row["unit"],
        filing_condition=row.get("filing", ""),
        closing_condition=row.get("closing", ""),
        effective_on=row["effective_on"],
        citation=row["citation"],
    )
