"""Addresses of the hearings app."""

from django.urls import path

from gongjian.apps.hearings import views

app_name = "hearings"
urlpatterns = [
    path("", views.list_applications, name="applications"),
    path("add/", views.add_application, name="add_application"),
    path("<int:application_id>/", views.show_application, name="application"),
    path("<int:application_id>/reveal/", views.reveal_application, name="reveal_application"),
    path("<int:application_id>/findings/", views.record_findings, name="record_findings"),
    path("<int:application_id>/withdraw/", views.withdraw_application, name="withdraw_application"),
    path("<int:application_id>/call/", views.call_hearing, name="call_hearing"),
    path("<int:application_id>/posting/", views.post_result, name="post_result"),
    path("<int:application_id>/grant/", views.decide, {"answer": "grant"}, name="grant"),
    path("<int:application_id>/refuse/", views.decide, {"answer": "refuse"}, name="refuse"),
    path("<int:application_id>/letter/", views.take_decision, name="take_decision"),
    path("<int:application_id>/end/", views.decide, {"answer": "end"}, name="end_benefit"),
    path("hearing/<int:hearing_id>/", views.show_hearing, name="hearing"),
    path("hearing/<int:hearing_id>/publish/", views.publish_list, name="publish_list"),
    path("hearing/<int:hearing_id>/draw/", views.draw_panel, name="draw_panel"),
    path("hearing/<int:hearing_id>/recuse/", views.recuse, name="recuse"),
    path("hearing/<int:hearing_id>/notice/", views.send_notice, name="send_notice"),
    path("hearing/<int:hearing_id>/notice/paper/", views.take_notice, name="take_notice"),
    path("hearing/<int:hearing_id>/panel/", views.reveal_panel, name="reveal_panel"),
    path("hearing/<int:hearing_id>/attendance/", views.record_attendance, name="record_attendance"),
    path("hearing/<int:hearing_id>/vote/", views.open_vote, name="open_vote"),
    path("hearing/<int:hearing_id>/papers/", views.read_papers, name="read_papers"),
    path("hearing/<int:hearing_id>/close/", views.close_vote, name="close_vote"),
    path("hearing/<int:hearing_id>/recount/", views.recount, name="recount"),
    path("hearing/<int:hearing_id>/record/", views.write_record, name="write_record"),
    path("hearing/<int:hearing_id>/paper/", views.take_record, name="take_record"),
    path("hearing/<int:hearing_id>/void/", views.void_hearing, name="void_hearing"),
    path(
        "hearing/<int:hearing_id>/draw.json",
        views.download_certificate,
        {"kind": "draw"},
        name="draw_certificate",
    ),
    path(
        "hearing/<int:hearing_id>/tally.json",
        views.download_certificate,
        {"kind": "tally"},
        name="tally_certificate",
    ),
    path("postings/<int:posting_id>/", views.show_posting, name="posting"),
    path("postings/<int:posting_id>/paper/", views.take_posting, name="take_posting"),
    path("postings/<int:posting_id>/objection/", views.take_objection, name="take_objection"),
    path("objections/<int:objection_id>/answer/", views.answer_objection, name="answer_objection"),
    path("vote/<slug:vote_key>/", views.vote, name="vote"),
]
