"""The place a person works in now: chosen in the top bar and kept in the session."""

from gongjian.apps.places.selectors.lookup import names_of
from gongjian.core.access import Actor, ActorRequest, Right, ancestors_of

SCOPE_KEY, RECENT_KEY, RECENT_LIMIT = "scope_code", "recent_scopes", 6


def current_scope(request: ActorRequest) -> str:
    """Return the chosen place's code, else the home place of the actor."""
    chosen = request.session.get(SCOPE_KEY)
    if isinstance(chosen, str) and may_work_in(request.actor, chosen):
        return chosen
    return request.actor.home_place_code


def recent_scopes(request: ActorRequest) -> list[str]:
    """List the codes chosen lately, newest first, the current one left out."""
    now = current_scope(request)
    codes = [request.actor.home_place_code, *request.session.get(RECENT_KEY, [])]
    allowed = [code for code in dict.fromkeys(reversed(codes)) if may_work_in(request.actor, code)]
    return [code for code in allowed if code != now][:RECENT_LIMIT]


def scope_names(request: ActorRequest, *codes: str) -> dict[str, str]:
    """Return {code: name} of the chosen place, those above it, those chosen lately and `codes`.

    One query in a request, if what asks for further codes asks first.
    """
    known: dict[str, str] | None = getattr(request, "scope_names", None)
    if known is None:
        now, known = current_scope(request), {}
        codes = (now, *ancestors_of(now), *recent_scopes(request), *codes)
    if missing := set(codes) - known.keys():
        known |= names_of(missing)
    request.scope_names = known
    return known


def may_work_in(actor: Actor, code: str) -> bool:
    """Say whether a place lies in, or above, what the actor may see."""
    prefixes = actor.place_prefixes(Right.PLACES_VIEW)
    if not prefixes:
        return code == actor.home_place_code
    return any(
        code.startswith(prefix) or code == prefix or code in ancestors_of(prefix) for prefix in prefixes
    )
