"""Elections: planned, the roll posted and frozen, candidates listed, voted on paper and by token, counted, announced."""

from gongjian.apps.councils.services.elections.announcing import (
    Day,
    announce,
    leave_post,
    plan_by_election,
    plan_second_round,
)
from gongjian.apps.councils.services.elections.candidates import (
    NominationSpec,
    check_candidate,
    nominate,
    post_candidates,
    withdraw_candidate,
)
from gongjian.apps.councils.services.elections.counting import (
    close_voting,
    count_papers,
    read_papers,
    recount,
)
from gongjian.apps.councils.services.elections.papers import (
    render_announcement,
    render_certificates,
    render_report,
    render_roll,
)
from gongjian.apps.councils.services.elections.planning import (
    ElectionSpec,
    PostSpec,
    plan_election,
    void_election,
)
from gongjian.apps.councils.services.elections.proxies import ProxySpec, give_proxy, revoke_proxy
from gongjian.apps.councils.services.elections.reissuing import LostSlip, reissue_token
from gongjian.apps.councils.services.elections.reminding import (
    drop_texts,
    note_texts,
    remind_of_closing,
    remind_roll,
)
from gongjian.apps.councils.services.elections.roll import (
    CorrectionSpec,
    answer_correction,
    correct_roll,
    draw_roll,
    freeze_roll,
    post_roll,
)
from gongjian.apps.councils.services.elections.voting import (
    MobileBoxSpec,
    add_mobile_box,
    ask_for_mobile_box,
    give_ballots,
    mix_mobile_box,
    open_voting,
)

__all__ = [
    "CorrectionSpec",
    "Day",
    "ElectionSpec",
    "LostSlip",
    "MobileBoxSpec",
    "NominationSpec",
    "PostSpec",
    "ProxySpec",
    "add_mobile_box",
    "announce",
    "answer_correction",
    "ask_for_mobile_box",
    "check_candidate",
    "close_voting",
    "correct_roll",
    "count_papers",
    "draw_roll",
    "drop_texts",
    "freeze_roll",
    "give_ballots",
    "give_proxy",
    "leave_post",
    "mix_mobile_box",
    "nominate",
    "note_texts",
    "open_voting",
    "plan_by_election",
    "plan_election",
    "plan_second_round",
    "post_candidates",
    "post_roll",
    "read_papers",
    "recount",
    "reissue_token",
    "remind_of_closing",
    "remind_roll",
    "render_announcement",
    "render_certificates",
    "render_report",
    "render_roll",
    "revoke_proxy",
    "void_election",
    "withdraw_candidate",
]
