"""Who is on the ground of an alliance: its members and those that have not joined, and where each stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices import ApproachOutcome
from gongjian.apps.cobuilding.models import Alliance, AllianceMember, Approach, KnownUnit
from gongjian.apps.parties.choices import JOINING_KINDS
from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.selectors import ground_below
from gongjian.core.access import Actor, ancestors_of, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.maps import MapItem, Picture, draw_map

MOST_MISSING = 500
COUNTY = 6
MARKS = {
    ApproachOutcome.SPOKEN: "进行中",
    ApproachOutcome.INVITED: "待确认",
    ApproachOutcome.DECLINED: "退回",
    ApproachOutcome.DISSOLVED: "已终止",
}
"""The status word whose shape and colour what came of speaking to a unit has."""


@dataclass(frozen=True)
class GroundUnit:
    """A unit on the ground: a body of our register or one merely known of (or both), a member or how it was last spoken to."""

    organisation: Organisation | None
    known: KnownUnit | None
    member: AllianceMember | None = None
    last: Approach | None = None

    @property
    def name(self) -> str:
        """Its name, as our register has it where it is there."""
        return str(self.organisation or self.known)

    @property
    def kind(self) -> str:
        """What it is, in words."""
        body = self.organisation or self.known
        return str(body.get_kind_display()) if body else ""

    @property
    def asked(self) -> str:
        """How it is named in the address of an act: unit=3 or known=5."""
        return (
            f"unit={self.organisation.pk}"
            if self.organisation
            else f"known={self.known.pk if self.known else 0}"
        )

    @property
    def is_placed(self) -> bool:
        """Whether its point is known."""
        return self.known is not None and self.known.latitude is not None

    @property
    def is_gone(self) -> bool:
        """Whether it was found to be dissolved or to have moved away."""
        return self.last is not None and self.last.outcome == ApproachOutcome.DISSOLVED

    @property
    def word(self) -> str:
        """Where it stands with the alliance."""
        if self.member is not None:
            return _("成员")
        return str(self.last.get_outcome_display()) if self.last else _("没有联系过")

    @property
    def mark(self) -> str:
        """The shape and colour of that word."""
        if self.member is not None:
            return "已完成"
        return MARKS[ApproachOutcome(self.last.outcome)] if self.last else "未开始"


def missing_from(alliance: Alliance) -> list[GroundUnit]:
    """List the units on the ground of an alliance that have not joined, by our register and as known of.

    Those never spoken to come first, those that are gone last. Four queries; MOST_MISSING of either kind. For those who
    keep the alliance: bodies are shown upward to all anyway, and what is merely known of is theirs.
    """
    here = prefix_range("place_code", alliance.place_code)
    joined = AllianceMember.objects.filter(alliance=alliance, left_on__isnull=True).values("organisation_id")
    bodies = Organisation.objects.filter(here, kind__in=JOINING_KINDS, is_active=True)
    known = list(
        KnownUnit.objects.filter(here)
        .exclude(organisation__in=joined)
        .select_related("organisation")
        .order_by("name", "pk")[:MOST_MISSING]
    )
    found: dict[str, GroundUnit] = {}
    by_body = {row.organisation_id: row for row in known if row.organisation_id}
    for body in bodies.exclude(pk__in=joined).order_by("name", "pk")[:MOST_MISSING]:
        found[f"unit={body.pk}"] = GroundUnit(body, by_body.get(body.pk))
    for row in known:
        unit = GroundUnit(row.organisation, row)
        found.setdefault(unit.asked, unit)
    last = _last_spoken(alliance, found.values())
    spoken = [
        GroundUnit(unit.organisation, unit.known, last=last.get(key, None)) for key, unit in found.items()
    ]
    return sorted(
        spoken,
        key=lambda one: (one.is_gone, one.last is not None, one.last.on if one.last else date.min, one.name),
    )


def _last_spoken(alliance: Alliance, units: Iterable[GroundUnit]) -> dict[str, Approach]:
    """Return how each was last spoken to; what was said before a unit came into our register goes with it."""
    rows = list(units)
    told = Approach.objects.filter(alliance=alliance).filter(
        Q(organisation__in=[one.organisation.pk for one in rows if one.organisation])
        | Q(known_unit__in=[one.known.pk for one in rows if one.known])
    )
    by_key: dict[str, Approach] = {}
    for row in told.order_by("on", "pk"):
        by_key[f"unit={row.organisation_id}" if row.organisation_id else f"known={row.known_unit_id}"] = row
    found: dict[str, Approach] = {}
    for one in rows:
        keys = (one.asked, f"known={one.known.pk}" if one.known else "")
        if spoken := [by_key[key] for key in keys if key in by_key]:
            found[one.asked] = max(spoken, key=lambda row: (row.on, row.pk))
    return found


def members_placed(members: Sequence[AllianceMember]) -> list[GroundUnit]:
    """Return members with where they stand, as far as that is known. One query."""
    rows = KnownUnit.objects.filter(organisation__in=[one.organisation_id for one in members])
    known = {row.organisation_id: row for row in rows.order_by("-pk")}
    return [GroundUnit(one.organisation, known.get(one.organisation_id), member=one) for one in members]


def draw_ground(alliance: Alliance, units: Sequence[GroundUnit]) -> Picture | None:
    """Draw the units whose point is known on the ground of the alliance; None where nothing is known of either."""
    edit = {one.known.pk: reverse("cobuilding:edit_known", args=[one.known.pk]) for one in units if one.known}
    items = [
        MapItem(
            key=str(one.known.pk),
            latitude=float(one.known.latitude or 0),
            longitude=float(one.known.longitude or 0),
            words=f"{one.name}：{one.word}",
            shape="circle" if one.member else "diamond",
            tone=_tone(one),
            href=edit[one.known.pk],
        )
        for one in units
        if one.known is not None and one.is_placed
    ]
    return draw_map(items, ground_below(alliance.place_code))


def _tone(one: GroundUnit) -> str:
    if one.member is not None:
        return "ok"
    if one.last is None:
        return "warn"
    return "brand" if one.last.outcome in (ApproachOutcome.SPOKEN, ApproachOutcome.INVITED) else "plain"


def get_known(actor: Actor, known_unit_id: int) -> KnownUnit:
    """Return a unit known of, with its body; NotFound outside one's scope."""
    rows = KnownUnit.objects.visible_to(actor).select_related("organisation")
    found: KnownUnit | None = rows.filter(pk=known_unit_id).one()
    if found is None:
        raise NotFound()
    return found


def known_at(place_code: str) -> list[KnownUnit]:
    """List the units known of in a community, for recognising them. One query."""
    return list(KnownUnit.objects.filter(place_code=place_code).order_by("pk"))


def bodies_at(place_code: str) -> list[Organisation]:
    """List the bodies in use of a place and above it up to the county, for recognising them. One query."""
    above = [code for code in ancestors_of(place_code) if len(code) >= COUNTY]
    rows: Any = Organisation.objects.filter(
        prefix_range("place_code", place_code) | Q(place_code__in=above), is_active=True
    )
    return list(rows.order_by("-place_code", "pk"))


def alliance_on(actor: Actor, place_code: str) -> Alliance | None:
    """Return the alliance on whose ground a place lies: its own before that of the street above. One query."""
    codes = [code for code in (*ancestors_of(place_code), place_code) if len(code) > COUNTY]
    rows = Alliance.objects.visible_to(actor).filter(place_code__in=codes, ended_on__isnull=True)
    return next(iter(rows.order_by("-place_code", "pk")[:1]), None)
