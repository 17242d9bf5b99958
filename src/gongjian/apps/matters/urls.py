"""Addresses of the matters app; `case_id` is the number of the row, since a matter of supervision has its own name."""

from django.urls import path

from gongjian.apps.matters import views

app_name = "matters"
urlpatterns = [
    path("", views.list_matters, name="matters"),
    path("add/", views.add_matter, name="add_matter"),
    path("<int:case_id>/", views.show_matter, name="matter"),
    path("<int:case_id>/photos/<int:photo_id>/", views.show_photo, name="photo"),
    path("<int:case_id>/reporter/", views.reveal_reporter, name="reveal_reporter"),
    *views.act_urls,
]
