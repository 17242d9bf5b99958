"""Addresses of alliances."""

from django.urls import path

from gongjian.apps.cobuilding.views import alliances, ground

urlpatterns = [
    path("alliances/", alliances.list_alliances, name="alliances"),
    path("alliances/new/", alliances.found_alliance, name="found_alliance"),
    path("alliances/<int:alliance_id>/", alliances.show_alliance, name="alliance"),
    path("alliances/<int:alliance_id>/edit/", alliances.edit_alliance, name="edit_alliance"),
    path("alliances/<int:alliance_id>/join/", alliances.admit_member, name="admit_member"),
    path("alliances/<int:alliance_id>/ground/", ground.show_ground, name="ground"),
    path("alliances/<int:alliance_id>/approach/", ground.record_approach, name="record_approach"),
    path(
        "alliances/<int:alliance_id>/known/<int:known_unit_id>/join/",
        ground.admit_known,
        name="admit_known",
    ),
    path("known/new/", ground.add_known, name="add_known"),
    path("known/<int:known_unit_id>/", ground.edit_known, name="edit_known"),
    path("members/<int:member_id>/leave/", alliances.release_member, name="release_member"),
    path("members/<int:member_id>/delegate/", alliances.appoint_delegate, name="appoint_delegate"),
    path("delegates/<int:delegate_id>/end/", alliances.end_delegate, name="end_delegate"),
    path("delegates/<int:delegate_id>/phone/", alliances.reveal_delegate, name="reveal_delegate"),
]
