"""Addresses of the cobuilding app."""

from django.urls import URLPattern

from gongjian.apps.cobuilding.urls import (
    agreements,
    alliances,
    claims,
    contribution,
    imports,
    needs,
    network,
    pairings,
    projects,
    proposals,
    resources,
)

app_name = "cobuilding"
urlpatterns: list[URLPattern] = [
    *alliances.urlpatterns,
    *needs.urlpatterns,
    *resources.urlpatterns,
    *claims.urlpatterns,
    *pairings.urlpatterns,
    *agreements.urlpatterns,
    *contribution.urlpatterns,
    *proposals.urlpatterns,
    *network.urlpatterns,
    *imports.urlpatterns,
    *projects.urlpatterns,
]
