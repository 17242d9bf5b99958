"""Pages of covenants."""

from gongjian.apps.councils.views.covenants.acts import (
    answer_check,
    drop_version,
    file_version,
    open_discussion,
    send_to_check,
    start_next_draft,
    take_announcement,
    take_covenant,
)
from gongjian.apps.councils.views.covenants.drafting import add_covenant, edit_draft
from gongjian.apps.councils.views.covenants.opinions import add_opinion, answer_opinion, publish_opinion
from gongjian.apps.councils.views.covenants.pages import (
    compare_versions,
    list_covenants,
    show_covenant,
    show_version,
)
from gongjian.apps.councils.views.covenants.secret import (
    close_secret,
    give_up_secret,
    open_secret,
    read_vote_papers,
    recount_secret,
    show_covenant_roll,
    take_certificate,
    vote_secretly,
)
from gongjian.apps.councils.views.covenants.voting import record_hands, repeal

__all__ = [
    "add_covenant",
    "add_opinion",
    "answer_check",
    "answer_opinion",
    "close_secret",
    "compare_versions",
    "drop_version",
    "edit_draft",
    "file_version",
    "give_up_secret",
    "list_covenants",
    "open_discussion",
    "open_secret",
    "publish_opinion",
    "read_vote_papers",
    "record_hands",
    "recount_secret",
    "repeal",
    "send_to_check",
    "show_covenant",
    "show_covenant_roll",
    "show_version",
    "start_next_draft",
    "take_announcement",
    "take_certificate",
    "take_covenant",
    "vote_secretly",
]
