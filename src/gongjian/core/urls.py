"""Addresses of the core: files, language, audit pages, health, components."""

from django.urls import path

from gongjian.core import views

app_name = "core"
urlpatterns = [
    path("files/<int:file_id>/", views.open_file, name="file"),
    path("language/", views.set_language, name="language"),
    path("system/audit/", views.list_audit, name="audit"),
    path("system/rules/", views.list_rules, name="rules"),
    path("system/components/", views.components, name="components"),
    path("health/", views.health, name="health"),
]
