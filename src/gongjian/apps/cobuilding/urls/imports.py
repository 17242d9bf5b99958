"""Addresses of tables that are brought in, and of renewing many at once."""

from django.urls import path

from gongjian.apps.cobuilding.views import imports

urlpatterns = [
    path("needs/import/", imports.import_needs, name="import_needs"),
    path("needs/import/template.xlsx", imports.needs_template, name="needs_template"),
    path("needs/renew/", imports.renew_needs, name="renew_needs"),
    path("resources/import/", imports.import_resources, name="import_resources"),
    path("resources/import/template.xlsx", imports.resources_template, name="resources_template"),
    path("resources/renew/", imports.renew_resources, name="renew_resources"),
    path("known/import/", imports.import_units, name="import_units"),
    path("known/import/template.xlsx", imports.units_template, name="units_template"),
    path("imports/<int:import_id>/", imports.show_import, name="import"),
    path("imports/<int:import_id>/confirm/", imports.confirm_import, name="confirm_import"),
    path("imports/<int:import_id>/drop/", imports.drop_import, name="drop_import"),
]
