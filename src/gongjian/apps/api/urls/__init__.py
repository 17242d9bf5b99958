"""Addresses of the API. Its root answers nothing, so the package's own page for it is left out."""

from django.urls import path

from gongjian.apps.api.views import operations

app_name = "api"
urlpatterns = [
    path("openapi.json", operations.describe, name="openapi"),
    *(route for route in operations.api.urls[0] if getattr(route, "name", "") != "api-root"),
]
