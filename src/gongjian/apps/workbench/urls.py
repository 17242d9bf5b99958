"""Addresses of the workbench."""

from django.urls import path

from gongjian.apps.workbench import views

app_name = "workbench"
urlpatterns = [
    path("", views.show_index, name="index"),
    path("below/", views.show_below, name="below"),
    path("below/remind/", views.remind, name="remind"),
    path("search/", views.show_search, name="search"),
]
