"""Choose the place to work in."""

from gongjian.apps.places.selectors.lookup import get_visible_place
from gongjian.apps.places.selectors.scope import RECENT_KEY, RECENT_LIMIT, SCOPE_KEY, may_work_in
from gongjian.core.access import ActorRequest
from gongjian.core.errors import NotFound


def choose_scope(*, request: ActorRequest, code: str) -> None:
    """Keep a place as the one to work in, in this session; NotFound for a place of another's."""
    if code:
        get_visible_place(request.actor, code)
    elif not may_work_in(request.actor, ""):
        raise NotFound
    recent = [code, *(old for old in request.session.get(RECENT_KEY, []) if old != code)]
    request.session[RECENT_KEY] = recent[: RECENT_LIMIT + 1]
    request.session[SCOPE_KEY] = code
