"""Addresses of community funds by vote."""

from django.urls import path

from gongjian.apps.councils.views.budgets import acts, pages, voting

urlpatterns = [
    path("funds/", pages.list_funds, name="funds"),
    path("funds/add/", pages.add_fund, name="add_fund"),
    path("funds/<int:fund_id>/", pages.show_fund, name="fund"),
    path("funds/<int:fund_id>/explained/", pages.explain_fund, name="fund_explained"),
    path("funds/<int:fund_id>/table.xlsx", pages.take_table, name="fund_table"),
    path("funds/<int:fund_id>/certificate.json", pages.take_certificate, name="fund_certificate"),
    path("funds/<int:fund_id>/propose/", pages.propose_wish, name="propose_wish"),
    path("funds/<int:fund_id>/post/", acts.post_list, name="post_fund"),
    path("funds/<int:fund_id>/take-back/", acts.take_list_back, name="take_fund_back"),
    path("funds/<int:fund_id>/void/", acts.void_fund, name="void_fund"),
    path("funds/<int:fund_id>/vote/", acts.open_vote, name="open_fund_vote"),
    path("funds/<int:fund_id>/papers/", acts.read_papers, name="read_fund_papers"),
    path("funds/<int:fund_id>/close/", acts.close_vote, name="close_fund_vote"),
    path("funds/<int:fund_id>/recount/", acts.recount, name="recount_fund"),
    path("funds/<int:fund_id>/announce/", acts.announce, name="announce_fund"),
    path("funds/<int:fund_id>/settle/", acts.settle, name="settle_fund"),
    path("funds/<int:fund_id>/paper/list/", acts.take_paper, {"paper": "list"}, name="fund_list_paper"),
    path("funds/<int:fund_id>/paper/result/", acts.take_paper, {"paper": "result"}, name="fund_result_paper"),
    path(
        "funds/<int:fund_id>/paper/accounts/",
        acts.take_paper,
        {"paper": "accounts"},
        name="fund_accounts_paper",
    ),
    path("funds/vote/<slug:vote_key>/", voting.vote, name="fund_vote"),
    path("wishes/<int:wish_id>/", pages.show_wish, name="wish"),
    path("wishes/<int:wish_id>/cost/", acts.cost_wish, name="cost_wish"),
    path("wishes/<int:wish_id>/decide/", acts.decide_wish, name="decide_wish"),
    path("wishes/<int:wish_id>/tell/", acts.tell_proposer, name="tell_proposer"),
    path("wishes/<int:wish_id>/withdraw/", acts.withdraw_wish, name="withdraw_wish"),
    path("wishes/<int:wish_id>/spend/", acts.add_spend, name="add_spend"),
    path("wishes/<int:wish_id>/done/", acts.end_wish, {"how": "done"}, name="finish_wish"),
    path("wishes/<int:wish_id>/stop/", acts.end_wish, {"how": "stopped"}, name="stop_wish"),
]
