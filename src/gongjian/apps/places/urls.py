"""Addresses of the places app."""

from django.urls import path

from gongjian.apps.places import views

app_name = "places"
urlpatterns = [
    path("", views.show_index, name="index"),
    path("search/", views.search, name="search"),
    path("pick/", views.pick, name="pick"),
    path("switch/", views.switch, name="switch"),
    path("enter/", views.enter, name="enter"),
    path("export/", views.export, name="export"),
    path("import/", views.import_files, name="import"),
    path("import/confirm/", views.confirm_import, name="confirm_import"),
    path("boundaries/", views.load_boundaries, name="boundaries"),
    path("areas/", views.list_areas, name="areas"),
    path("areas/new/", views.add_area, name="add_area"),
    path("areas/<int:area_id>/", views.show_area, name="area"),
    path("areas/<int:area_id>/edit/", views.edit_area, name="edit_area"),
    path("areas/<int:area_id>/end/", views.end_area, name="end_area"),
    path("<slug:code>/", views.show_place, name="place"),
    path("<slug:code>/<str:kind>/", views.change_place, name="change"),
]
