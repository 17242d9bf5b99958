"""The catalogue of both sides: categories with the unit each counts, and qualifications (`catalogue.toml`).

It is part of the product, versioned and cited in its file, because a key must mean the same in every place: only
then can a need of one community meet a resource of another. Rows hold keys; a retired one is still named here.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language


@dataclass(frozen=True)
class Named:
    """A key with its name in both languages."""

    key: str
    name: str
    name_en: str

    @property
    def shown_name(self) -> str:
        """The name in the language of whoever reads."""
        return self.name_en if get_language() == "en" else self.name

    def __str__(self) -> str:
        return self.shown_name


@dataclass(frozen=True)
class Category(Named):
    """What can be needed or given: `unit` is what quantities count, `plain` says how to count, `given_by` who usually gives."""

    group: Named
    unit: str
    unit_en: str
    plain: str
    aliases: tuple[str, ...]
    given_by: tuple[str, ...]
    qualifications: tuple[str, ...]
    is_retired: bool

    @property
    def shown_unit(self) -> str:
        """The unit in the language of whoever reads."""
        return self.unit_en if get_language() == "en" else self.unit

    @property
    def option(self) -> str:
        """The name with the unit, as a choice of a form shows it."""
        return f"{self.shown_name}（{self.shown_unit}）"

    @property
    def words(self) -> tuple[str, ...]:
        """All that people may write for it."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Catalogue:
    """One version of the catalogue, with where it comes from."""

    version: int
    effective_on: date
    citation: str
    categories: dict[str, Category]
    qualifications: dict[str, Named]

    def in_use(self) -> list[Category]:
        """List the categories that new entries may have, in the order of the file."""
        return [one for one in self.categories.values() if not one.is_retired]

    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Write the choices of a form by group."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in self.in_use():
            groups.setdefault(one.group.shown_name, []).append((one.key, one.option))
        return list(groups.items())

    def qualification_choices(self) -> list[tuple[str, str]]:
        """Write the choices of qualifications."""
        return [(one.key, one.shown_name) for one in self.qualifications.values()]

    def named(self, text: str) -> Category | None:
        """Return the category in use of this name, key or alias, with or without its unit behind; None if none or several fit.

        >>> catalogue().named("会议活动场地（场）").key, catalogue().named("义诊").key
        ('venue.hall', 'people.clinic')
        """
        wanted = text.strip().partition("（")[0].strip()
        if not wanted:
            return None
        for fits in (
            lambda one: wanted in (one.name, one.name_en, one.key),
            lambda one: wanted in one.aliases,
        ):
            found = [one for one in self.in_use() if fits(one)]
            if len(found) == 1:
                return found[0]
        return None

    def suggested(self, text: str) -> list[Category]:
        """List the categories whose words stand in a text, those with the longest word first."""
        found = [
            (max(map(len, hits)), one)
            for one in self.in_use()
            if (hits := [word for word in one.words if word in text])
        ]
        return [one for _length, one in sorted(found, key=lambda pair: -pair[0])]


@cache
def catalogue() -> Catalogue:
    """Read the catalogue that comes with the product, once in a process."""
    text = files("gongjian.apps.cobuilding").joinpath("catalogue.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    groups = {row["key"]: Named(**row) for row in data["group"]}
    categories = {
        row["key"]: Category(
            key=row["key"],
            name=row["name"],
            name_en=row["name_en"],
            group=groups[row["group"]],
            unit=row["unit"],
            unit_en=row["unit_en"],
            plain=row["plain"],
            aliases=tuple(row["aliases"]),
            given_by=tuple(row.get("given_by", ())),
            qualifications=tuple(row.get("qualifications", ())),
            is_retired=row.get("retired", False),
        )
        for row in data["category"]
    }
    qualifications = {row["key"]: Named(**row) for row in data["qualification"]}
    return Catalogue(data["version"], data["effective_on"], data["citation"], categories, qualifications)


def category_of(key: str) -> Category:
    """Return a category by its key, retired ones too."""
    return catalogue().categories[key]
