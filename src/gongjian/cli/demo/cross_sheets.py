"""The demo's cross-inspection in the field: sheets come in by phone, and some of them tell on their inspectors.

A sheet takes from a place what it deserves to lose, less its inspector's leaning, give or take a mark. One
inspector is harsh, one kind; one hands in the same sheet for two places; one is at two places faster than any car.
"""

import hashlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any
from uuid import UUID

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import OperationResult, RuleKind
from gongjian.apps.inspections.models import ItemRule, Round, RubricItem, Visit
from gongjian.apps.inspections.services.phones import RoundWord, hear_phone
from gongjian.apps.inspections.services.replay import parse_operations, replay
from gongjian.apps.parties.models import User
from gongjian.cli.demo.inspection import aware, drawn_photo
from gongjian.cli.demo.positions import position_of
from gongjian.cli.demo.scene import SEED, Demo
from gongjian.core.clock import at
from gongjian.engines.scoring.fairness import Position, metres_between

HARSH, KIND = Decimal("-3.5"), Decimal(3)
CHANCE = tuple(Decimal(halves) / 2 for halves in (-2, -1, 0, 0, 1, 2))
LEAST_LOSS, MOST_LOSS, DEAREST = 8, 17, 8
KINDS = 4
METRES_A_MINUTE = 4000
DEVICE = 2026_100
COPIED = "二楼平台堆着旧家具，物业说下周来清"
CORRECTED = "几个社区都比同看的人低三分以上，查了照片和记录，是尺度偏严，按估计的校正。"


@dataclass
class Walk:
    """One inspector of the round with his visits in order, and how many marks he leans to the lenient side."""

    user: User
    visits: list[Visit]
    phone: int
    leaning: Decimal = Decimal(0)
    sent: int = 0

    @property
    def device(self) -> str:
        """The number his phone goes by."""
        return str(UUID(int=DEVICE + self.phone))

    @property
    def device_name(self) -> str:
        """What his phone is called."""
        return f"{self.user.full_name}的手机"

    def far_pair(self) -> tuple[float, Visit, Visit]:
        """Return the metres between the two of his places that are furthest apart, and the two."""
        pairs = [(_metres(one, other), one, other) for one, other in combinations(self.visits, 2)]
        return max(pairs, key=lambda pair: pair[0])


@dataclass(frozen=True)
class Picture:
    """A photo, when it was taken and at which place."""

    content: bytes
    taken_at: datetime
    place_code: str

    @property
    def sha256(self) -> str:
        """The digest that a phone names it by."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Look:
    """One visit as it went: from when to when, what was found, words and a photo."""

    place_code: str
    began_at: datetime
    ended_at: datetime
    counts: Mapping[int, Decimal]
    note: str = ""
    picture: Picture | None = None


class Field:
    """The rubric, what each place is known for, and chance of its own: the rest of the story keeps its figures."""

    def __init__(self, row: Round) -> None:
        self.row = row
        self.chance = random.Random(SEED)
        self.items = list(row.version.items.prefetch_related("rules"))
        self._rules = [rule for item in self.items for rule in item.rules.all() if _is_plain(item, rule)]
        self._places: dict[str, tuple[list[ItemRule], int]] = {}

    def find(self, code: str, leaning: Decimal) -> dict[int, Decimal]:
        """Find at a place as much of what it is known for as its inspector takes for a fault."""
        kinds, loss = self.known(code)
        left = loss - leaning + self.chance.choice(CHANCE)
        times = dict.fromkeys(kinds, 0)
        while fits := [rule for rule in kinds if _fits(rule, times[rule], left)]:
            rule = min(fits, key=lambda one: times[one])
            times[rule] += 1
            left -= rule.amount or 0
        return {rule.pk: rule.step * count for rule, count in times.items() if count}

    def known(self, code: str) -> tuple[list[ItemRule], int]:
        """Return what a place is known for, and the marks it deserves to lose."""
        if code not in self._places:
            cheapest = min(self._rules, key=lambda rule: rule.amount or 0)
            others = [rule for rule in self._rules if rule != cheapest]
            kinds = [*self.chance.sample(others, KINDS), cheapest]
            self._places[code] = kinds, self.chance.randint(LEAST_LOSS, MOST_LOSS)
        return self._places[code]


def _is_plain(item: RubricItem, rule: ItemRule) -> bool:
    is_small = rule.amount is not None and rule.amount < DEAREST
    return rule.kind == RuleKind.DEDUCT and not rule.judged and is_small and not item.needs_photo


def _fits(rule: ItemRule, times: int, left: Decimal) -> bool:
    amount = rule.amount or Decimal(0)
    return amount <= left and amount * (times + 1) <= (rule.cap or amount)


def _metres(one: Visit, other: Visit) -> float:
    here, there = (
        Position(*(Decimal(str(degrees)) for degrees in position_of(visit.place_code)))
        for visit in (one, other)
    )
    return metres_between(here, there)


def go_round(demo: Demo, row: Round) -> None:
    """Let everybody go where the roster sends him; the demo's own inspector has one place left to see."""
    field, walks = Field(row), _walks(row)
    own = next((walk for walk in walks if walk.user.pk == demo.people["jiancha"].user_id), None)
    guests = sorted((walk for walk in walks if walk is not own), key=lambda walk: -len(walk.visits))
    harsh, kind, copier, *others = guests
    harsh.leaning, kind.leaning = HARSH, KIND
    hasty = max(others, key=lambda walk: walk.far_pair()[0])
    for walk in walks:
        looks = [_look(field, walk, visit) for visit in walk.visits]
        if walk is copier:
            looks = _copy(field, looks)
        elif walk is hasty:
            looks = _hurry(field, looks, walk)
        for look in looks[:-1] if walk is own else looks:
            _send(field, walk, look)
    with at(aware(2026, 11, 24, 9)):
        for walk in walks:
            _tell(field, walk)
    with at(aware(2026, 11, 24, 15)):
        services.decide_severity(
            actor=demo.people["shi"],
            round_id=row.pk,
            inspector_id=harsh.user.pk,
            corrects=True,
            reason=CORRECTED,
        )


def _walks(row: Round) -> list[Walk]:
    visits: dict[int, list[Visit]] = {}
    for visit in Visit.objects.filter(round=row).order_by("planned_on", "place_code"):
        visits.setdefault(visit.inspector_id, []).append(visit)
    people = User.objects.filter(pk__in=visits).order_by("username")
    return [Walk(user, visits[user.pk], number) for number, user in enumerate(people, start=1)]


def _look(field: Field, walk: Walk, visit: Visit) -> Look:
    day, hour = visit.planned_on or field.row.starts_on, field.chance.choice((9, 10, 14, 15))
    began_at = aware(day.year, day.month, day.day, hour) + timedelta(minutes=field.chance.randrange(5, 50))
    ended_at = began_at + timedelta(minutes=field.chance.randrange(35, 70))
    return Look(visit.place_code, began_at, ended_at, field.find(visit.place_code, walk.leaning))


def _picture(field: Field, code: str, taken_at: datetime) -> Picture:
    return Picture(drawn_photo(code, field.chance), taken_at, code)


def _copy(field: Field, looks: list[Look]) -> list[Look]:
    """Hand in a sheet again for a place much like the first: what was found, the words, the photo of that day."""
    losses = {look.place_code: field.known(look.place_code)[1] for look in looks}
    one, other = min(
        combinations(looks, 2), key=lambda pair: abs(losses[pair[0].place_code] - losses[pair[1].place_code])
    )
    first = replace(one, note=COPIED, picture=_picture(field, one.place_code, one.ended_at))
    again = replace(other, counts=first.counts, note=first.note, picture=first.picture)
    return [first if look is one else again if look is other else look for look in looks]


def _hurry(field: Field, looks: list[Look], walk: Walk) -> list[Look]:
    """See the two places furthest apart on one day, from photo to photo at twice the speed of a motorway."""
    metres, *pair = walk.far_pair()
    codes = {visit.place_code for visit in pair}
    first, second = (look for look in looks if look.place_code in codes)
    began_at = first.ended_at + timedelta(minutes=2)
    there_at = first.ended_at + timedelta(minutes=max(4, metres // METRES_A_MINUTE))
    near = replace(first, picture=_picture(field, first.place_code, first.ended_at))
    far = replace(
        second,
        began_at=began_at,
        ended_at=began_at + timedelta(minutes=40),
        picture=_picture(field, second.place_code, there_at),
    )
    rest = [look for look in looks if look.place_code not in codes]
    return sorted([near, far, *rest], key=lambda look: look.began_at)


def _send(field: Field, walk: Walk, look: Look) -> None:
    """Bring a sheet in from a phone, item by item, a few minutes after it was finished."""
    rows = [
        {
            "id": str(UUID(int=(DEVICE + walk.phone << 32) + seq)),
            "seq": seq,
            "at": look.ended_at.isoformat(),
            "round": field.row.pk,
            "place": look.place_code,
            **said,
        }
        for seq, said in enumerate(_said(field, look), start=walk.sent + 1)
    ]
    walk.sent += len(rows)
    with at(look.ended_at + timedelta(minutes=5)):
        replayed = replay(
            actor=walk.user.as_actor(),
            device=walk.device,
            device_name=walk.device_name,
            operations=parse_operations(rows),
            sent={look.picture.sha256: look.picture.content} if look.picture else {},
        )
    if refused := [one.words for one in replayed.done if one.result != OperationResult.DONE]:
        raise RuntimeError(f"the demo's sheet was not taken: {refused}")


def _tell(field: Field, walk: Walk) -> None:
    """Let a phone say that nothing is left on it."""
    taken_at = aware(2026, 10, 30, 9)
    word = RoundWord(round_id=field.row.pk, taken_at=taken_at, sheets=[])
    hear_phone(
        actor=walk.user.as_actor(), device=walk.device, name=walk.device_name, rounds=[word], storage={}
    )


def _said(field: Field, look: Look) -> Iterator[dict[str, Any]]:
    day = look.began_at.date().isoformat()
    yield {"kind": "open", "started_at": look.began_at.isoformat(), "inspected_on": day}
    for item in field.items:
        found = [rule.pk for rule in item.rules.all() if rule.pk in look.counts]
        answers = {str(pk): {"count": str(look.counts[pk]), "note": look.note} for pk in found}
        yield {"kind": "item", "item": item.pk, "answers": answers}
        if found and look.picture and found[0] == min(look.counts):
            yield {"kind": "photo", "item": item.pk, "rule": found[0], **_shot(look.picture)}
    yield {"kind": "finish"}
    yield {"kind": "submit"}


def _shot(picture: Picture) -> dict[str, Any]:
    latitude, longitude = position_of(picture.place_code)
    return {
        "sha256": picture.sha256,
        "taken_at": picture.taken_at.isoformat(),
        "latitude": latitude,
        "longitude": longitude,
    }
