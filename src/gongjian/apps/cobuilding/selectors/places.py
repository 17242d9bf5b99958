"""The places and bodies that a form of the lists offers to whom fills it in."""

from collections.abc import Sequence

from django.db.models import Q

from gongjian.apps.cobuilding.models import AllianceMember
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import codes_at_level, names_of
from gongjian.core.access import Actor, Right, ancestors_of, prefix_range

MOST_BODIES = 500
Choice = tuple[str, str]


def kept_places(actor: Actor, scope: str) -> list[Choice]:
    """List the communities at a place whose lists one keeps, and the street itself. Two queries."""
    at_street = [scope] if len(scope) == Level.STREET else []
    codes = [*at_street, *codes_at_level(scope, Level.COMMUNITY)]
    kept = [code for code in codes if actor.can(Right.COBUILDING_MANAGE, code)]
    names = names_of(kept)
    return [(code, names.get(code, code)) for code in kept]


def places_of_units(units: Sequence[Organisation]) -> list[Choice]:
    """List where units may offer something: their own street or community, and those whose alliance they belong to."""
    own = {unit.place_code for unit in units if len(unit.place_code) >= Level.STREET}
    member = AllianceMember.objects.filter(organisation__in=units, left_on__isnull=True)
    codes = sorted(own | set(member.values_list("alliance__place_code", flat=True)))
    if not codes:  # a body of the county that has joined nowhere yet
        codes = sorted({code for unit in units for code in codes_at_level(unit.place_code, Level.COMMUNITY)})
    names = names_of(codes)
    return [(code, names.get(code, code)) for code in codes]


def signer_of(place_code: str) -> str:
    """Name who signs for a place: its residents' committee where one is registered, else the place itself."""
    bodies = Organisation.objects.filter(
        place_code=place_code, kind=OrganisationKind.RESIDENTS_COMMITTEE, is_active=True
    )
    name = bodies.order_by("pk").values_list("name", flat=True).first()
    return name or names_of([place_code]).get(place_code, place_code)


def bodies_around(actor: Actor, scope: str) -> list[tuple[int, str]]:
    """List the bodies of a place, those above it and the members of its alliances: MOST_BODIES, by name. One query."""
    member = AllianceMember.objects.filter(
        prefix_range("alliance__place_code", scope), left_on__isnull=True
    ).values("organisation_id")
    near = prefix_range("place_code", scope) | Q(place_code__in=ancestors_of(scope)) | Q(pk__in=member)
    rows = Organisation.objects.filter(near, is_active=True)
    return list(rows.order_by("name", "pk").values_list("pk", "name")[:MOST_BODIES])
