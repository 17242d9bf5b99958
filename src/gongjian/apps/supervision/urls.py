"""Addresses of the supervision app."""

from django.urls import path

from gongjian.apps.supervision import views

app_name = "supervision"
urlpatterns = [
    path("", views.list_meetings, name="meetings"),
    path("calendar/", views.show_calendar, name="calendar"),
    path("calendar/file.ics", views.export_calendar, name="ical"),
    path("plans/", views.list_plans, name="plans"),
    path("plans/add/", views.add_plan, name="add_plan"),
    path("plans/<int:supervision_plan_id>/", views.show_plan, name="plan"),
    path("activities/<int:activity_id>/", views.record_happening, name="happening"),
    path("activities/<int:activity_id>/stop/", views.stop_activity, name="stop_activity"),
    path("notes/", views.list_notes, name="notes"),
    path("notes/add/", views.add_note, name="add_note"),
    path("notes/<int:note_id>/", views.show_note, name="note"),
    path("notes/<int:note_id>/matter/", views.make_matter_of_note, name="note_matter"),
    path("matters/", views.list_matters, name="matters"),
    path("matters/add/", views.add_matter, name="add_matter"),
    path("matters/<int:matter_id>/", views.show_matter, name="matter"),
    path("matters/<int:matter_id>/progress/", views.report_progress, name="progress"),
    path("matters/<int:matter_id>/check/", views.check_matter, name="check_matter"),
    path("matters/<int:matter_id>/extension/", views.ask_extension, name="ask_extension"),
    path("matters/<int:matter_id>/extension/answer/", views.answer_extension, name="answer_extension"),
    path("matters/<int:matter_id>/pause/", views.pause_matter, name="pause_matter"),
    path("matters/<int:matter_id>/resume/", views.resume_matter, name="resume_matter"),
    path("matters/<int:matter_id>/void/", views.void_matter, name="void_matter"),
    path("letters/", views.list_letters, name="letters"),
    path("letters/make/", views.make_letters, name="make_letters"),
    path("letters/remind/", views.remind_signers, name="remind_signers"),
    path("letters/<int:letter_id>/", views.show_letter, name="letter"),
    path("letters/<int:letter_id>/sign/", views.sign_letter, name="sign_letter"),
    path("letters/<int:letter_id>/withdraw/", views.withdraw_letter, name="withdraw_letter"),
    path("letters/<int:letter_id>/file.<str:form>", views.download_letter, name="letter_file"),
    path("meetings/add/", views.add_meeting, name="add_meeting"),
    path("meetings/<int:meeting_id>/", views.show_meeting, name="meeting"),
    path("meetings/<int:meeting_id>/digest/", views.compose_digest, name="digest"),
    path("points/<int:point_id>/", views.settle_point, name="settle_point"),
    path("points/<int:point_id>/matter/", views.make_matter_of_point, name="point_matter"),
    path("issues/", views.list_issues, name="issues"),
    path("issues/add/", views.add_issue, name="add_issue"),
]
