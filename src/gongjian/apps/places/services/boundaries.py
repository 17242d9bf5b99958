"""Load the ground of places from GeoJSON: all of a file or nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gongjian.apps.places.models import Boundary, Place
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.engines.coordinates import Datum, read_boundaries
from gongjian.engines.errors import EngineInputError

AUDITED_CODES = 500


@transaction.atomic
def load_boundaries(
    *,
    actor: Actor,
    document: Mapping[str, Any],
    datum: Datum = Datum.WGS84,
    citation: str = "",
    is_demo: bool = False,
) -> list[str]:
    """Load a FeatureCollection of boundaries, shifted to WGS-84, and return their codes; older ones are replaced.

    Raises NotAllowed, and Invalid with what is wrong in the file: unreadable, a code twice, a code that is no
    place of today or not among the actor's.
    """
    actor.require(Right.PLACES_MANAGE)
    try:
        found = read_boundaries(document, datum)
    except EngineInputError as error:
        raise Invalid(str(error)) from error
    codes = [one.place_code for one in found]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise Invalid(f"代码 {twice[0]} 有两个边界。请合成一个 MultiPolygon，再导入。")
    known = set(
        Place.objects.reachable_by(actor, Right.PLACES_MANAGE)
        .filter(code__in=codes, valid_to__isnull=True)
        .values_list("code", flat=True)
    )
    missing = [code for code in codes if code not in known]
    if missing:
        more = f"等 {len(missing)} 个" if len(missing) > 1 else ""
        raise Invalid(
            f"代码 {missing[0]} {more}不是现有的地方，或者不归你管，一个也没有导入。请核对，或先导入名册。"
        )
    rows = [
        Boundary(
            place_code=one.place_code,
            polygons=one.polygons,
            south=one.box.south,
            west=one.box.west,
            north=one.box.north,
            east=one.box.east,
            citation=citation,
            is_demo=is_demo,
        )
        for one in found
    ]
    Boundary.objects.filter(place_code__in=codes).delete()
    Boundary.objects.bulk_create(rows, batch_size=100)
    audit.record(
        actor,
        "places.boundaries_loaded",
        after={"count": len(codes), "codes": codes[:AUDITED_CODES], "datum": datum, "citation": citation},
        place_code=min(actor.place_prefixes(Right.PLACES_MANAGE), default=""),
    )
    return codes
