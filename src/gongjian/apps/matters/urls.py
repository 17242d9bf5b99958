"""Addresses of the matters app."""

from django.urls import path

from gongjian.apps.matters import views

app_name = "matters"
urlpatterns = [
    path("", views.list_matters, name="matters"),
    path("<int:case_id>/", views.show_matter, name="matter"),
    path("<int:case_id>/photos/<int:photo_id>/", views.show_photo, name="photo"),
]
