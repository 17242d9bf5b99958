"""The search over everything one may see, one group of sources at a time."""

from gongjian.apps.cobuilding.selectors import pairings
from gongjian.apps.cobuilding.selectors import search as cobuilding
from gongjian.apps.councils.selectors import budgets, covenants, elections
from gongjian.apps.councils.selectors import meetings as councils
from gongjian.apps.documents import selectors as documents
from gongjian.apps.hearings import selectors as hearings
from gongjian.apps.indicators import selectors as indicators
from gongjian.apps.inspections.selectors import mine as inspections
from gongjian.apps.matters import selectors as matters
from gongjian.apps.parties.selectors import search as search_parties
from gongjian.apps.places.selectors import search as search_places
from gongjian.apps.plans import selectors as plans
from gongjian.apps.programmes import selectors as programmes
from gongjian.apps.supervision import selectors as supervision
from gongjian.apps.workbench.choices import SearchKind
from gongjian.core.access import Actor, Right
from gongjian.core.search import SearchHit


def search_all(actor: Actor, text: str, kind: SearchKind, limit: int = 8) -> list[SearchHit]:
    """Find by name, initials or code what the person may see; one group of sources at a time."""
    if kind == SearchKind.PLACES:
        found = search_places(actor, text, limit) if actor.can(Right.PLACES_VIEW) else []
        return found + (search_parties(actor, text, limit) if actor.can(Right.PARTIES_VIEW) else [])
    hits: list[SearchHit] = []
    for right, search in (
        (Right.PROGRAMMES_VIEW, programmes.search),
        (Right.PLANS_VIEW, plans.search),
        (Right.SUPERVISION_VIEW, supervision.search),
        (Right.COBUILDING_VIEW, pairings.search),
        (Right.MATTERS_VIEW, matters.search),
        (Right.COBUILDING_VIEW, cobuilding.search),
        (Right.HEARINGS_VIEW, hearings.search),
        (Right.COUNCILS_VIEW, covenants.search),
        (Right.COUNCILS_VIEW, budgets.search),
        (Right.ELECTIONS_VIEW, elections.search_elections),
        (Right.COUNCILS_VIEW, councils.search),
        (Right.DOCUMENTS_VIEW, documents.search),
        (Right.INSPECTIONS_VIEW, inspections.search),
        (Right.INDICATORS_VIEW, indicators.search),
    ):
        if actor.can(right):
            hits += search(actor, text, limit)
    return hits
