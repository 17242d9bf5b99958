"""Addresses of elections."""

from django.urls import path

from gongjian.apps.councils.views import elections as views

urlpatterns = [
    path("elections/", views.list_elections, name="elections"),
    path("elections/add/", views.add_election, name="add_election"),
    path("elections/terms/", views.list_terms, name="terms"),
    path("elections/terms/<int:tenure_id>/leave/", views.leave_post, name="leave_post"),
    path("elections/terms/<int:tenure_id>/by-election/", views.plan_by_election, name="plan_by_election"),
    path("elections/<int:election_id>/", views.show_election, name="election"),
    path("elections/<int:election_id>/roll/", views.show_roll, name="election_roll"),
    path("elections/<int:election_id>/give/", views.give_ballots, name="give_ballots"),
    path("elections/<int:election_id>/reissue/", views.reissue_token, name="reissue_token"),
    path("elections/<int:election_id>/step/<slug:step>/", views.fill_in_step, name="fill_in_step"),
    path("elections/<int:election_id>/act/<slug:act>/", views.act_on_election, name="act_on_election"),
    path(
        "elections/<int:election_id>/paper/<slug:paper>.<slug:form>",
        views.download_paper,
        name="election_paper",
    ),
    path("elections/<int:election_id>/tally.json", views.download_certificates, name="election_certificates"),
    path("elections/corrections/<int:correction_id>/", views.answer_correction, name="answer_correction"),
    path("elections/candidates/<int:candidate_id>/", views.judge_candidate, name="judge_candidate"),
    path("elections/proxies/<int:proxy_id>/revoke/", views.revoke_proxy, name="revoke_proxy"),
    path("elections/boxes/<int:mobile_box_id>/mix/", views.mix_mobile_box, name="mix_mobile_box"),
    path("elections/posts/<int:election_post_id>/papers/", views.read_papers, name="read_election_papers"),
    path("election/<slug:vote_key>/", views.show_public_election, name="public_election"),
    path("election/<slug:vote_key>/vote/", views.vote_in_election, name="vote_in_election"),
]
