"""Who may vote by the residents' register, how a ballot paper tells namesakes apart, who a name on it is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongjian.apps.councils.models.elections import Election, ElectionPost, RollEntry
from gongjian.apps.parties.models import Resident
from gongjian.core.access import Actor, prefix_range
from gongjian.core.errors import Invalid
from gongjian.engines.masking import id_facts

MOST_FOUND = 20


@dataclass(frozen=True)
class Voters:
    """Keys of residents who may vote, in order of the register; how many are too young, of how many the age isn't known."""

    keys: Sequence[int]
    too_young: int
    age_unknown: int


def voters_of(actor: Actor, election: Election) -> Voters:
    """Read the register for an election: active residents of its area, old enough on election day.

    The age follows from the identity number; without one nobody is put on the roll by himself. One query.
    """
    keys, young, unknown = [], 0, 0
    for row in register_of(actor, election.place_code, election.area):
        is_old_enough = is_of_age(row, election.votes_on, int(election.rule["age"]))
        if is_old_enough is None:
            unknown += 1
        elif is_old_enough:
            keys.append(row.pk)
        else:
            young += 1
    return Voters(keys, young, unknown)


def register_of(actor: Actor, place_code: str, area: str = "") -> Iterator[Resident]:
    """Yield the active residents of a place, or the part of it that `area` names in their address. One query."""
    rows = Resident.objects.visible_to(actor).filter(prefix_range("place_code", place_code), is_active=True)
    wanted = rows.only("pk", "place_code", "id_number", "address", "household", "group")
    return (row for row in wanted.order_by("place_code", "pk") if not area or area in (row.address or ""))


def is_of_age(resident: Resident, day: date, age: int) -> bool | None:
    """Say whether a resident is old enough on a day by the identity number; None when that isn't known."""
    facts = id_facts(resident.id_number or "")
    return None if facts is None else _age(facts.birth_on, day) >= age


def _age(birth_on: date, day: date) -> int:
    """Return full years on a day: one turns eighteen on the birthday itself."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def find_on_roll(election: Election, text: str) -> list[RollEntry]:
    """Find voters by number or by full name; names are encrypted, so the roll is walked. One query."""
    wanted = text.strip()
    if not wanted:
        return []
    rows = election.roll.filter(is_struck=False).select_related("resident", "asks_for").order_by("number")
    if wanted.isascii() and wanted.isdigit():
        return list(rows.filter(number=int(wanted)))
    return [row for row in rows.iterator(chunk_size=500) if row.resident.name == wanted][:MOST_FOUND]


def paper_name(post: ElectionPost, entry: RollEntry) -> str:
    """Return how the ballot paper names a candidate: with his number on the roll when a namesake stands already."""
    taken = {candidate.name for candidate in post.candidates.all()}
    name = entry.resident.name
    return name if name not in taken else f"{name}（{entry.number}号）"


def residents_named(post: ElectionPost, names: Iterable[str]) -> list[tuple[str, int | None]]:
    """Say who each name on a counted ballot is: a candidate, else the one voter of that name; None when unclear."""
    wanted = list(names)
    found: dict[str, int] = {row.name: row.resident_id for row in post.candidates.all()}
    if strangers := set(wanted) - set(found):
        rows = post.election.roll.filter(is_struck=False).select_related("resident").iterator(chunk_size=500)
        alike = [(row.resident.name, row.resident_id) for row in rows if row.resident.name in strangers]
        number = Counter(name for name, _ in alike)
        found |= {name: key for name, key in alike if number[name] == 1}
    return [(name, found.get(name)) for name in wanted]


def entries_numbered(election: Election, numbers: Sequence[int]) -> list[int]:
    """Return the keys of voters by their numbers on the roll. Raises Invalid that names who is not there."""
    return keys_numbered(election.roll.filter(is_struck=False), numbers)


def keys_numbered(roll: QuerySet[Any], numbers: Sequence[int]) -> list[int]:
    """Return the keys of rows of any roll by their numbers. Raises Invalid that names who is not there."""
    rows = dict(roll.filter(number__in=numbers).values_list("number", "pk"))
    if missing := [str(number) for number in numbers if number not in rows]:
        raise Invalid(f"名册上没有 {'、'.join(missing[:MOST_FOUND])} 号。请照名册核对编号。")
    return [rows[number] for number in numbers]


def resident_named(actor: Actor, place_code: str, name: str, tail: str = "") -> Resident:
    """Return the one resident of a community with a full name. Raises Invalid when there is none, or several."""
    rows = Resident.objects.visible_to(actor).filter(prefix_range("place_code", place_code), is_active=True)
    wanted, ending = name.strip(), tail.strip().upper()
    found = [
        row
        for row in rows.order_by("pk").iterator(chunk_size=500)
        if row.name == wanted and (row.id_number or "").endswith(ending)
    ]
    if not found:
        raise Invalid(f"本社区没有登记叫“{wanted}”的居民。请核对全名，没有登记的先登记居民。")
    if len(found) > 1:
        raise Invalid(f"叫“{wanted}”的有 {len(found)} 位。请填身份证号后四位。")
    return found[0]
