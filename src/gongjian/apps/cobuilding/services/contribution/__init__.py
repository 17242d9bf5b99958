"""Writes of contribution."""

from gongjian.apps.cobuilding.services.contribution.entries import award, rejudge, take_back
from gongjian.apps.cobuilding.services.contribution.pledges import (
    PledgeSpec,
    grade_pledge,
    make_pledge,
    review_pledge,
)
from gongjian.apps.cobuilding.services.contribution.points import expire_points, rejudge_year, spend_points
from gongjian.apps.cobuilding.services.contribution.reminders import send_reminders as remind_reviews
from gongjian.apps.cobuilding.services.contribution.statements import (
    issue_statement,
    render_statement,
    revoke_statement,
)

__all__ = [
    "PledgeSpec",
    "award",
    "expire_points",
    "grade_pledge",
    "issue_statement",
    "make_pledge",
    "rejudge",
    "rejudge_year",
    "remind_reviews",
    "render_statement",
    "review_pledge",
    "revoke_statement",
    "spend_points",
    "take_back",
]
