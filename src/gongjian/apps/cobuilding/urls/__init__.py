"""Addresses of the cobuilding app."""

from django.urls import URLPattern

from gongjian.apps.cobuilding.urls import (
    agreements,
    claims,
    contribution,
    needs,
    network,
    pairings,
    proposals,
    resources,
)

app_name = "cobuilding"
urlpatterns: list[URLPattern] = [
    *needs.urlpatterns,
    *resources.urlpatterns,
    *claims.urlpatterns,
    *pairings.urlpatterns,
    *agreements.urlpatterns,
    *contribution.urlpatterns,
    *proposals.urlpatterns,
    *network.urlpatterns,
]
