"""Addresses of the list of needs."""

from django.urls import path

from gongjian.apps.cobuilding.views import needs, wanting

urlpatterns = [
    path("needs/", needs.list_needs, name="needs"),
    path("needs/new/", needs.add_need, name="add_need"),
    path("needs/raised/", wanting.show_raised, name="raised_needs"),
    path("needs/targets/", wanting.show_short_targets, name="short_targets"),
    path("needs/export.xlsx", needs.export_needs, name="export_needs"),
    path("needs/<int:need_id>/", needs.show_need, name="need"),
    path("needs/<int:need_id>/edit/", needs.edit_need, name="edit_need"),
    path("needs/<int:need_id>/publish/", needs.publish_need, name="publish_need"),
    path("needs/<int:need_id>/withdraw/", needs.withdraw_need, name="withdraw_need"),
    path("needs/<int:need_id>/raise/", needs.raise_need, name="raise_need"),
    path("needs/<int:need_id>/household/", needs.reveal_household, name="household"),
]
