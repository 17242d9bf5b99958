"""Addresses of the list of resources."""

from django.urls import path

from gongjian.apps.cobuilding.views import mine, resources

urlpatterns = [
    path("mine/", mine.show_mine, name="mine"),
    path("resources/", resources.list_resources, name="resources"),
    path("resources/new/", resources.add_resource, name="add_resource"),
    path("resources/export.xlsx", resources.export_resources, name="export_resources"),
    path("resources/<int:resource_id>/", resources.show_resource, name="resource"),
    path("resources/<int:resource_id>/edit/", resources.edit_resource, name="edit_resource"),
    path("resources/<int:resource_id>/publish/", resources.publish_resource, name="publish_resource"),
    path("resources/<int:resource_id>/pause/", resources.pause_resource, name="pause_resource"),
    path("resources/<int:resource_id>/resume/", resources.resume_resource, name="resume_resource"),
    path("resources/<int:resource_id>/withdraw/", resources.withdraw_resource, name="withdraw_resource"),
]
