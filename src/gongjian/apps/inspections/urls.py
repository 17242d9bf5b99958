"""Addresses of the inspections app."""

from django.urls import path

from gongjian.apps.inspections import views
from gongjian.apps.inspections.views import phone_sync

app_name = "inspections"
urlpatterns = [
    path("rounds/", views.list_rounds, name="rounds"),
    path("rounds/new/", views.add_round, name="add_round"),
    path("rounds/<int:round_id>/", views.show_round, name="round"),
    path("rounds/<int:round_id>/pick/", views.pick_place, name="pick"),
    path("rounds/<int:round_id>/close/", views.close_round, name="close_round"),
    path("rounds/<int:round_id>/rate/", views.rate, name="rate"),
    path("rounds/<int:round_id>/ranking/", views.ranking, name="ranking"),
    path("rounds/<int:round_id>/export/", views.export, name="export"),
    path("rounds/<int:round_id>/fairness/", views.show_fairness, name="fairness"),
    path("rounds/<int:round_id>/fairness/<int:user_id>/", views.decide_severity, name="decide_severity"),
    path("severity/<int:severity_id>/revoke/", views.revoke_severity, name="revoke_severity"),
    path("phone/rounds/", phone_sync.rounds, name="phone_rounds"),
    path("phone/rounds/<int:round_id>/bundle/", phone_sync.bundle, name="phone_bundle"),
    path("phone/sync/", phone_sync.sync, name="phone_sync"),
    path("phone/state/", phone_sync.state, name="phone_state"),
    path("phone/conflicts/<int:conflict_id>/", phone_sync.resolve, name="phone_resolve"),
    path("sheets/", views.my_sheets, name="my_sheets"),
    path("sheets/<int:sheet_id>/", views.show_sheet, name="sheet"),
    path("sheets/<int:sheet_id>/items/<int:number>/", views.score_item, name="item"),
    path("sheets/<int:sheet_id>/desk/", views.desk, name="desk"),
    path("sheets/<int:sheet_id>/submit/", views.submit, name="submit"),
    path("sheets/<int:sheet_id>/return/", views.return_sheet, name="return_sheet"),
    path("sheets/<int:sheet_id>/void/", views.void_sheet, name="void_sheet"),
    path("sheets/<int:sheet_id>/photos/<int:file_id>/remove/", views.remove_photo, name="remove_photo"),
    path("rubrics/", views.list_rubrics, name="rubrics"),
    path("rubrics/new/", views.add_rubric, name="add_rubric"),
    path("rubrics/<int:rubric_id>/", views.show_rubric, name="rubric"),
    path("rubrics/<int:rubric_id>/versions/new/", views.add_version, name="add_version"),
    path("versions/<int:version_id>/", views.show_version, name="version"),
    path("versions/<int:version_id>/items/new/", views.edit_item, name="add_item"),
    path("versions/<int:version_id>/items/<int:number>/", views.edit_item, name="edit_item"),
    path("versions/<int:version_id>/items/<int:number>/<str:act>/", views.change_order, name="change_order"),
    path("versions/<int:version_id>/publish/", views.publish, name="publish"),
    path("schemes/", views.list_schemes, name="schemes"),
    path("schemes/new/", views.add_scheme, name="add_scheme"),
    path("schemes/<int:scheme_id>/", views.show_scheme, name="scheme"),
    path("schemes/<int:scheme_id>/edit/", views.edit_scheme, name="edit_scheme"),
    path("ratings/", views.list_ratings, name="ratings"),
    path("grades/<int:grade_id>/", views.show_grade, name="grade"),
    path("grades/<int:grade_id>/sheets/", views.show_deductions, name="deductions"),
]
