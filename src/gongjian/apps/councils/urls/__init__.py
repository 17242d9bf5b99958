"""Addresses of the councils app."""

from django.urls import URLPattern

from gongjian.apps.councils.urls import budgets, covenants, elections, meetings

app_name = "councils"
urlpatterns: list[URLPattern] = [
    *meetings.urlpatterns,
    *budgets.urlpatterns,
    *covenants.patterns,
    *elections.urlpatterns,
]
