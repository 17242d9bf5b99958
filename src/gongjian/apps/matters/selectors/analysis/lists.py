"""Analyses that were made."""

from gongjian.apps.matters.choices import AnalysisKind
from gongjian.apps.matters.models import MatterAnalysis
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.figures import Period


def list_analyses(actor: Actor, place_code: str, kind: str = "") -> OwnedQuerySet:
    """List the analyses of a place and those below, the latest first, with their documents."""
    rows: OwnedQuerySet = MatterAnalysis.objects.visible_to(actor).within(place_code)
    if kind in AnalysisKind.values:
        rows = rows.filter(kind=kind)
    return rows.select_related("document").defer("document__body", "document__tables")


def get_analysis(actor: Actor, place_code: str, kind: AnalysisKind, period: Period) -> MatterAnalysis | None:
    """Return the analysis of just this place and period, if it was made."""
    rows = MatterAnalysis.objects.visible_to(actor).select_related("document")
    return rows.filter(place_code=place_code, kind=kind, first_on=period.first_on).first()


def last_analysis(place_code: str, kind: AnalysisKind) -> MatterAnalysis | None:
    """Return the newest analysis of a place, whose head the next one shares."""
    rows = MatterAnalysis.objects.filter(place_code=place_code, kind=kind).select_related("document")
    return rows.order_by("-last_on").first()
