"""Who may vote by the residents' register, how a ballot paper tells namesakes apart, who a name on it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

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
    rows = Resident.objects.visible_to(actor).filter(
        prefix_range("place_code", election.place_code), is_active=True
    )
    keys, young, unknown = [], 0, 0
    for row in rows.order_by("place_code", "pk").only("pk", "place_code", "id_number", "address"):
        if election.area and election.area not in (row.address or ""):
            continue
        facts = id_facts(row.id_number or "")
        if facts is None:
            unknown += 1
        elif _age(facts.birth_on, election.votes_on) < int(election.rule["age"]):
            young += 1
        else:
            keys.append(row.pk)
    return Voters(keys, young, unknown)


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
    rows = dict(election.roll.filter(number__in=numbers, is_struck=False).values_list("number", "pk"))
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
