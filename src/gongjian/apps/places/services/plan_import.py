"""Work out what a register would change, without changing anything.

A place is ended only where the register speaks about its neighbours: it names at least one other
place of the same level under the same parent, and leaves this one out. All below an ended place
end with it. A register of one city therefore never touches another, and one of streets never
touches communities.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.apps.places.register import Register, RegisterFile, RegisterRow, RowError, read_register
from gongjian.core.access import Actor, Right, ancestors_of, any_prefix
from gongjian.core.errors import Invalid

ERROR_SAMPLE = 200


class Known(NamedTuple):
    """A current place as the database holds it."""

    pk: int
    code: str
    name: str
    level: int
    parent_code: str
    urban_rural_code: str
    valid_from: date | None


class NewRow(NamedTuple):
    """A place to add: the register's row, its parent, its first day (None: not known)."""

    row: RegisterRow
    parent_code: str
    valid_from: date | None


@dataclass
class ImportPlan:
    """What an import would do. `outside` counts rows of other places, which are left alone."""

    on: date
    added: list[NewRow] = field(default_factory=list)
    renamed: list[tuple[Known, RegisterRow]] = field(default_factory=list)
    reclassified: list[tuple[Known, RegisterRow]] = field(default_factory=list)
    ended: list[Known] = field(default_factory=list)
    unchanged: int = 0
    outside: int = 0
    errors: list[RowError] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many places are added, renamed, reclassified, ended and unchanged, and how many errors."""
        return {
            "added": len(self.added),
            "renamed": len(self.renamed),
            "reclassified": len(self.reclassified),
            "ended": len(self.ended),
            "unchanged": self.unchanged,
            "outside": self.outside,
            "errors": len(self.errors),
        }

    @property
    def added_by_level(self) -> list[tuple[str, int]]:
        """How many places of each level are added, upper levels first."""
        found = Counter(len(new.row.code) for new in self.added)
        return [(str(Level(level).label), found[level]) for level in sorted(found)]

    @property
    def has_changes(self) -> bool:
        """Whether anything would be written."""
        return bool(self.added or self.renamed or self.reclassified or self.ended)


def preview_register(
    *,
    actor: Actor,
    rows: Iterable[RegisterRow] = (),
    files: Iterable[RegisterFile] = (),
    on: date,
    only_prefix: str | None = None,
) -> ImportPlan:
    """Compare a register with what is there and return what an import would do. Writes nothing.

    Raises NotAllowed without the right to manage places, Invalid for a day after today.
    """
    actor.require(Right.PLACES_MANAGE, only_prefix or None)
    if on > timezone.localdate():
        raise Invalid("名册的日期不能晚于今天。请填名册反映的那一天。")
    read = read_register(files)
    register = Register([*rows, *read.rows], read.errors)
    return _Comparison(actor, on, only_prefix or "").plan(register)


class _Comparison:
    """One comparison of a register with the current places."""

    def __init__(self, actor: Actor, on: date, only_prefix: str) -> None:
        self.actor, self.on, self.only_prefix = actor, on, only_prefix
        self.prefixes = [
            prefix for prefix in actor.place_prefixes(Right.PLACES_MANAGE) if prefix.startswith(only_prefix)
        ] or [only_prefix]
        self.result = ImportPlan(on)
        self.current = self._load_current()
        self.had_children = {known.parent_code for known in self.current.values()}

    def _load_current(self) -> dict[str, Known]:
        fields = ("pk", "code", "name", "level", "parent_code", "urban_rural_code", "valid_from")
        above = {code for prefix in self.prefixes for code in ancestors_of(prefix)}
        reach = any_prefix("code", self.prefixes) | Q(code__in=above) if "" not in self.prefixes else Q()
        rows = Place.objects.filter(reach, valid_to__isnull=True).values_list(*fields)
        return {row[1]: Known(*row) for row in rows.iterator(20_000)}

    def plan(self, register: Register) -> ImportPlan:
        """Sort every row into added, renamed, unchanged or wrong, then find what is missing."""
        plan = self.result
        plan.errors.extend(register.errors)
        known = set(self.current)
        mentioned = {error.code for error in register.errors if error.code}
        covered: set[tuple[int, str]] = set()
        for row in sorted(register.rows, key=lambda row: (len(row.code), row.code)):
            if not self._is_wanted(row.code):
                plan.outside += 1
                continue
            mentioned.add(row.code)
            parent = _parent_in(row.code, known)
            if parent is None:
                plan.errors.append(_orphan(row))
                continue
            known.add(row.code)
            covered.add((len(row.code), parent))
            self._sort_in(row, parent)
        if not any(not error.code for error in register.errors):  # an unreadable code may be any place
            self._find_ended(mentioned, covered)
        self._check_days()
        return plan

    def _is_wanted(self, code: str) -> bool:
        if any(code.startswith(prefix) for prefix in self.prefixes):
            return True
        is_above = any(prefix.startswith(code) for prefix in self.prefixes)
        return is_above and code not in self.current and self.actor.can(Right.PLACES_MANAGE, code)

    def _sort_in(self, row: RegisterRow, parent: str) -> None:
        there = self.current.get(row.code)
        if there is None:
            self.result.added.append(
                NewRow(row, parent, self.on if parent in self.had_children and parent else None)
            )
        elif there.name != row.name:
            self.result.renamed.append((there, row))
        elif row.urban_rural_code and row.urban_rural_code != there.urban_rural_code:
            self.result.reclassified.append((there, row))
        else:
            self.result.unchanged += 1

    def _find_ended(self, mentioned: set[str], covered: set[tuple[int, str]]) -> None:
        gone: set[str] = set()
        for code in sorted(self.current, key=lambda code: (len(code), code)):
            known = self.current[code]
            if code in mentioned or not any(code.startswith(prefix) for prefix in self.prefixes):
                continue
            if known.parent_code in gone or (known.level, known.parent_code) in covered:
                gone.add(code)
                self.result.ended.append(known)

    def _check_days(self) -> None:
        """Refuse a register that is older than what it would change."""
        for known in [*(known for known, _ in self.result.renamed), *self.result.ended]:
            is_late = known.valid_from is not None and known.valid_from > self.on
            if is_late or (known.valid_from == self.on and known in self.result.ended):
                sentence = (
                    f"{known.name}（{known.code}）从 {known.valid_from} 起才有，名册的日期要比这一天晚。"
                )
                self.result.errors.append(RowError("已有的区划", 0, "日期", sentence, known.code))


def _parent_in(code: str, known: set[str]) -> str | None:
    """Return the parent by prefix; a town straight below a city (441900003 below 4419) has the city."""
    parent = ancestors_of(code)[-1]
    if not parent or parent in known:
        return parent
    if len(code) == 9 and code[4:6] == "00" and code[:4] in known:
        return code[:4]
    return None


def _orphan(row: RegisterRow) -> RowError:
    parent = ancestors_of(row.code)[-1]
    sentence = f"“{row.name}”的上级 {parent} 不在名册里，也不在系统里。请把上级一起导入。"
    return RowError(row.source, row.row, "代码", sentence, row.code)


def day_before(day: date) -> date:
    """Return the last day of what ends when something starts."""
    return day - timedelta(days=1)
