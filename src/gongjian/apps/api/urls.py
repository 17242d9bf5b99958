"""Addresses of the API. Its root answers nothing, so the package's own page for it is left out."""

from django.urls import path

from gongjian.apps.api import views

app_name = "api"
urlpatterns = [
    path("openapi.json", views.describe, name="openapi"),
    *(route for route in views.api.urls[0] if getattr(route, "name", "") != "api-root"),
]
