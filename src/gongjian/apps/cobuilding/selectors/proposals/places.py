"""The places a person may start a proposal for."""

from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import codes_at_level, names_of
from gongjian.core.access import Actor, Right, ancestors_of


def run_places(actor: Actor, scope: str) -> list[tuple[str, str]]:
    """List the place in view, those above it and the communities of its street, where the actor keeps the lists."""
    codes = [code for code in (*ancestors_of(scope), scope) if len(code) >= Level.CITY]
    if len(scope) == Level.STREET:
        codes += codes_at_level(scope, Level.COMMUNITY)
    elif len(scope) == Level.COUNTY:
        codes += codes_at_level(scope, Level.STREET)
    kept = [code for code in dict.fromkeys(codes) if actor.can(Right.COBUILDING_MANAGE, code)]
    names = names_of(kept)
    return [(code, names.get(code, code)) for code in kept]
