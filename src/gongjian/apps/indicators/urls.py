"""Addresses of the indicators app."""

from django.urls import path

from gongjian.apps.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.list_all, name="list"),
    path("<str:key>/", views.show_indicator, name="indicator"),
    path("<str:key>/figure/", views.show_figure, name="figure"),
    path("<str:key>/trend/", views.show_trend, name="trend"),
    path("<str:key>/rows.xlsx", views.export, name="export"),
    path("<str:key>/base/", views.edit_base, name="base"),
]
