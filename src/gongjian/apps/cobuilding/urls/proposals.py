"""Addresses of proposals."""

from django.urls import path

from gongjian.apps.cobuilding.views import proposals, runs

urlpatterns = [
    path("proposals/", runs.list_runs, name="proposals"),
    path("proposals/new/", runs.add_run, name="add_proposal"),
    path("proposals/<int:run_id>/", runs.show_run, name="proposal"),
    path("proposals/<int:run_id>/drift/", runs.show_drift, name="proposal_drift"),
    path("proposals/<int:run_id>/accept/", proposals.accept, name="accept_pairs"),
    path("proposals/<int:run_id>/raise/", proposals.raise_unmet, name="raise_unmet"),
    path("proposals/<int:run_id>/pairs/<int:pair_id>/forbid/", proposals.forbid, name="forbid_pair"),
    path(
        "proposals/<int:run_id>/pairs/<int:pair_id>/swap/<int:resource_id>/", proposals.swap, name="swap_pair"
    ),
    path("proposals/<int:run_id>/needs/<int:need_id>/", proposals.show_need, name="proposal_need"),
    path(
        "proposals/<int:run_id>/needs/<int:need_id>/why/<int:resource_id>/",
        proposals.show_reason,
        name="proposal_reason",
    ),
]
