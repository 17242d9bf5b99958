"""What a need may come from: a matter, a household, a resolution, a target not reached; what its form is begun with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongjian.apps.cobuilding.choices import NeedSource, catalogue
from gongjian.apps.cobuilding.models import Need
from gongjian.apps.councils.selectors.meetings.find import get_resolution
from gongjian.apps.matters.selectors.matters import get_matter
from gongjian.apps.parties.selectors import get_resident
from gongjian.apps.places.choices import Level
from gongjian.apps.programmes.selectors.targets import get_target, read_target, target_text
from gongjian.core.access import Actor, Right

TITLE = Need._meta.get_field("title").max_length
WORDS = Need._meta.get_field("source_words").max_length


@dataclass(frozen=True)
class Source:
    """Where a need comes from: its kind, the key there, how it is called; what the form is begun with, and where."""

    kind: str = NeedSource.TYPED
    key: str = ""
    words: str = ""
    place_code: str = ""
    initial: Mapping[str, Any] = field(default_factory=dict)
    residents: tuple[tuple[int, str], ...] = ()


def source_of(actor: Actor, kind: str, key: str) -> Source:
    """Return what a need is entered from; NotFound for a row one may not see, nothing for what is no source."""
    read = _READERS.get(kind)
    if read is None or not (key.isascii() and key.isdigit()):
        return Source()
    return read(actor, int(key))


def _matter(actor: Actor, key: int) -> Source:
    matter = get_matter(actor, key)
    begun = {
        "title": matter.title[:TITLE],
        "address": matter.address,
        "latitude": matter.latitude,
        "longitude": matter.longitude,
    }
    return Source(
        kind=NeedSource.MATTER,
        key=str(matter.pk),
        words=f"{matter.number} {matter.title}"[:WORDS],
        place_code=matter.place_code,
        initial=begun | _category(f"{matter.title} {matter.words}"),
    )


def _household(actor: Actor, key: int) -> Source:
    """A household's need carries no name: what is shown to units must not lead to a door."""
    actor.require(Right.RESIDENTS_VIEW)
    resident = get_resident(actor, key)
    return Source(
        kind=NeedSource.HOUSEHOLD,
        key="",
        words="",
        place_code=resident.place_code,
        initial={"resident_id": resident.pk},
        residents=((resident.pk, resident.masked_name),),
    )


def _resolution(actor: Actor, key: int) -> Source:
    resolution = get_resolution(actor, key)
    return Source(
        kind=NeedSource.COUNCIL,
        key=str(resolution.pk),
        words=f"{resolution.meeting}：{resolution.text}"[:WORDS],
        place_code=resolution.council.place_code,
        initial={"title": resolution.text[:TITLE]} | _category(resolution.text),
    )


def _target(actor: Actor, key: int) -> Source:
    """A target for everybody is no community's own: the need is of the place one works in."""
    target = get_target(actor, key)
    reading = read_target(target)
    own = len(target.place_code) >= Level.STREET
    return Source(
        kind=NeedSource.INDICATOR,
        key=str(target.pk),
        words=f"{target.programme.title}：{target.name} {target_text(target)}，{reading.word}"[:WORDS],
        place_code=target.place_code if own else "",
        initial={"title": target.name[:TITLE]} | _category(target.name),
    )


def _category(text: str) -> dict[str, str]:
    """Suggest a category from the words, where one stands out."""
    found = catalogue().suggested(text)
    return {"category": found[0].key} if found else {}


_READERS: Mapping[str, Callable[[Actor, int], Source]] = {
    NeedSource.MATTER: _matter,
    NeedSource.HOUSEHOLD: _household,
    NeedSource.COUNCIL: _resolution,
    NeedSource.INDICATOR: _target,
}
