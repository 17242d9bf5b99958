"""Pages of elections."""

from gongjian.apps.councils.views.elections.election import act_on_election, show_election, show_roll
from gongjian.apps.councils.views.elections.lists import add_election, list_elections, list_terms
from gongjian.apps.councils.views.elections.papers import download_certificates, download_paper
from gongjian.apps.councils.views.elections.public import show_public_election, vote_in_election
from gongjian.apps.councils.views.elections.rows import (
    answer_correction,
    judge_candidate,
    leave_post,
    mix_mobile_box,
    plan_by_election,
    read_papers,
    revoke_proxy,
)
from gongjian.apps.councils.views.elections.steps import fill_in_step, give_ballots, reissue_token

__all__ = [
    "act_on_election",
    "add_election",
    "answer_correction",
    "download_certificates",
    "download_paper",
    "fill_in_step",
    "give_ballots",
    "judge_candidate",
    "leave_post",
    "list_elections",
    "list_terms",
    "mix_mobile_box",
    "plan_by_election",
    "read_papers",
    "reissue_token",
    "revoke_proxy",
    "show_election",
    "show_public_election",
    "show_roll",
    "vote_in_election",
]
