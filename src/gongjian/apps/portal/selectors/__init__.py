"""Reads of the public door: where it is open, what may be shown there, what waits for a look."""

from gongjian.apps.portal.selectors.asked import (
    get_consultation,
    get_notice,
    list_consultations,
    list_notices,
    own_consultation,
    own_consultations,
    own_notices,
    public_ideas,
)
from gongjian.apps.portal.selectors.covenants import covenants_at
from gongjian.apps.portal.selectors.followed import Followed, followed
from gongjian.apps.portal.selectors.held import (
    HeldGroup,
    get_held,
    held_count,
    held_groups,
    held_photo,
    held_rows,
)
from gongjian.apps.portal.selectors.kinds import (
    KindChoice,
    Promise,
    danger_words_at,
    kinds_at,
    limits_at,
    promise_at,
)
from gongjian.apps.portal.selectors.letters import MailboxState, get_letter, letters_of, mailbox_state
from gongjian.apps.portal.selectors.places import (
    PublicPlace,
    find_place,
    get_door,
    list_doors,
    places_below,
    served_place,
)
from gongjian.apps.portal.selectors.published import (
    PublicMatter,
    get_published,
    latest_answers,
    list_published,
    public_photo,
    shown,
)
from gongjian.apps.portal.selectors.rates import Rate, Tally, rates_at, tally_at
from gongjian.apps.portal.selectors.similar import Similar, similar_open
from gongjian.apps.portal.selectors.submissions import draft_photos, get_photo, get_submission, is_sent
from gongjian.apps.portal.selectors.untold import get_untold, untold_count, untold_messages

__all__ = [
    "Followed",
    "HeldGroup",
    "KindChoice",
    "MailboxState",
    "Promise",
    "PublicMatter",
    "PublicPlace",
    "Rate",
    "Similar",
    "Tally",
    "covenants_at",
    "danger_words_at",
    "draft_photos",
    "find_place",
    "followed",
    "get_consultation",
    "get_door",
    "get_held",
    "get_letter",
    "get_notice",
    "get_photo",
    "get_published",
    "get_submission",
    "get_untold",
    "held_count",
    "held_groups",
    "held_photo",
    "held_rows",
    "is_sent",
    "kinds_at",
    "latest_answers",
    "letters_of",
    "limits_at",
    "list_consultations",
    "list_doors",
    "list_notices",
    "list_published",
    "mailbox_state",
    "own_consultation",
    "own_consultations",
    "own_notices",
    "places_below",
    "promise_at",
    "public_ideas",
    "public_photo",
    "rates_at",
    "served_place",
    "shown",
    "similar_open",
    "tally_at",
    "untold_count",
    "untold_messages",
]
