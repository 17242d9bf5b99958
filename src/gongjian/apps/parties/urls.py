"""Addresses of the parties app."""

from django.urls import path

from gongjian.apps.parties import views

app_name = "parties"
urlpatterns = [
    path("organisations/", views.list_organisations, name="organisations"),
    path("organisations/new/", views.add_organisation, name="add_organisation"),
    path("organisations/pick/", views.pick_organisation, name="pick_organisation"),
    path("organisations/<int:organisation_id>/", views.show_organisation, name="organisation"),
    path("organisations/<int:organisation_id>/edit/", views.edit_organisation, name="edit_organisation"),
    path(
        "organisations/<int:organisation_id>/state/", views.set_organisation_state, name="organisation_state"
    ),
    path("organisations/<int:organisation_id>/contact/", views.reveal_contact, name="reveal_contact"),
    path("users/", views.list_users, name="users"),
    path("users/new/", views.add_user, name="add_user"),
    path("users/pick/", views.pick_user, name="pick_user"),
    path("users/import/", views.import_users, name="import_users"),
    path("users/import/template/", views.download_template, name="import_template"),
    path("users/import/<int:import_id>/", views.show_import, name="import"),
    path("users/import/<int:import_id>/confirm/", views.confirm_import, name="confirm_import"),
    path("users/import/<int:import_id>/drop/", views.drop_import, name="drop_import"),
    path("users/<int:user_id>/", views.show_user, name="user"),
    path("users/<int:user_id>/edit/", views.edit_user, name="edit_user"),
    path("users/<int:user_id>/state/", views.set_user_state, name="user_state"),
    path("users/<int:user_id>/password/", views.reset_password, name="reset_password"),
    path("users/<int:user_id>/unlock/", views.unlock_user, name="unlock_user"),
    path("users/<int:user_id>/second-factor/", views.clear_second_factor, name="clear_second_factor"),
    path("users/<int:user_id>/phone/", views.reveal_phone, name="reveal_phone"),
    path("users/<int:user_id>/grants/new/", views.add_grant, name="add_grant"),
    path("users/<int:user_id>/hand-over/", views.hand_over, name="hand_over"),
    path("grants/", views.list_grants, name="grants"),
    path("grants/<int:grant_id>/revoke/", views.revoke_grant, name="revoke_grant"),
    path("groups/", views.list_groups, name="groups"),
    path("groups/new/", views.add_group, name="add_group"),
    path("groups/<int:group_id>/", views.show_group, name="group"),
    path("groups/<int:group_id>/edit/", views.edit_group, name="edit_group"),
    path("residents/", views.list_residents, name="residents"),
    path("residents/new/", views.add_resident, name="add_resident"),
    path("residents/<int:resident_id>/", views.show_resident, name="resident"),
    path("residents/<int:resident_id>/edit/", views.edit_resident, name="edit_resident"),
    path("residents/<int:resident_id>/relations/", views.note_relation, name="note_relation"),
    path("residents/<int:resident_id>/reveal/", views.reveal_resident, name="reveal_resident"),
    path("relations/<int:relation_id>/end/", views.end_relation, name="end_relation"),
    path("stand-ins/", views.list_stand_ins, name="stand_ins"),
    path("stand-ins/new/", views.add_stand_in, name="add_stand_in"),
    path("stand-ins/<int:stand_in_id>/end/", views.end_stand_in, name="end_stand_in"),
    path("me/", views.show_profile, name="profile"),
    path("me/notices/", views.list_notices, name="notices"),
    path("me/bell/", views.show_bell, name="bell"),
    path("me/notices/read/", views.read_all_notices, name="read_notices"),
    path("me/notices/<int:notice_id>/", views.open_notice, name="notice"),
]
