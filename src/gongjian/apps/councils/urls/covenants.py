"""Addresses of covenants."""

from django.urls import path

from gongjian.apps.councils.views import covenants as views

patterns = [
    path("covenants/", views.list_covenants, name="covenants"),
    path("covenants/add/", views.add_covenant, name="add_covenant"),
    path("covenants/<int:covenant_id>/", views.show_covenant, name="covenant"),
    path("covenants/drafts/<int:draft_id>/", views.show_version, name="covenant_version"),
    path("covenants/drafts/<int:draft_id>/compare/", views.compare_versions, name="compare_covenant"),
    path("covenants/drafts/<int:draft_id>/edit/", views.edit_draft, name="edit_covenant"),
    path("covenants/drafts/<int:draft_id>/discuss/", views.open_discussion, name="discuss_covenant"),
    path("covenants/drafts/<int:draft_id>/opinion/", views.add_opinion, name="add_opinion"),
    path("covenants/drafts/<int:draft_id>/next/", views.start_next_draft, name="next_draft"),
    path("covenants/drafts/<int:draft_id>/send/", views.send_to_check, name="send_covenant"),
    path("covenants/drafts/<int:draft_id>/check/", views.answer_check, name="check_covenant"),
    path("covenants/drafts/<int:draft_id>/hands/", views.record_hands, name="record_hands"),
    path("covenants/drafts/<int:draft_id>/secret/", views.open_secret, name="open_secret"),
    path("covenants/drafts/<int:draft_id>/secret/roll/", views.show_covenant_roll, name="covenant_roll"),
    path("covenants/drafts/<int:draft_id>/secret/void/", views.give_up_secret, name="give_up_secret"),
    path("covenants/drafts/<int:draft_id>/secret/papers/", views.read_vote_papers, name="vote_papers"),
    path("covenants/drafts/<int:draft_id>/secret/close/", views.close_secret, name="close_secret"),
    path("covenants/drafts/<int:draft_id>/secret/recount/", views.recount_secret, name="recount_secret"),
    path("covenants/drafts/<int:draft_id>/tally.json", views.take_certificate, name="tally_certificate"),
    path("covenants/vote/<slug:vote_key>/", views.vote_secretly, name="vote_covenant"),
    path("covenants/drafts/<int:draft_id>/file/", views.file_version, name="file_covenant"),
    path("covenants/drafts/<int:draft_id>/drop/", views.drop_version, name="drop_covenant"),
    path("covenants/drafts/<int:draft_id>/repeal/", views.repeal, name="repeal_covenant"),
    path("covenants/drafts/<int:draft_id>/paper/", views.take_covenant, name="take_covenant"),
    path("covenants/drafts/<int:draft_id>/announcement/", views.take_announcement, name="take_announcement"),
    path("covenants/opinions/<int:opinion_id>/answer/", views.answer_opinion, name="answer_opinion"),
    path("covenants/opinions/<int:opinion_id>/publish/", views.publish_opinion, name="publish_opinion"),
]
