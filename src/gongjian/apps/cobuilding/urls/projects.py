"""Addresses of the list of projects."""

from django.urls import path

from gongjian.apps.cobuilding.views import projects

urlpatterns = [
    path("projects/", projects.list_projects, name="projects"),
    path("projects/new/", projects.add_project, name="add_project"),
    path("projects/<int:collaboration_id>/", projects.show_project, name="project"),
    path("projects/<int:collaboration_id>/edit/", projects.edit_project, name="edit_project"),
    path("projects/<int:collaboration_id>/move/", projects.move_project, name="move_project"),
]
