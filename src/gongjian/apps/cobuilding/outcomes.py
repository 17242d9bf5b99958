"""What matters, resolutions and targets led to: the needs they became."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.selectors.lists import needs_from
from gongjian.apps.cobuilding.views.marks import NEED_MARKS
from gongjian.core.access import Actor
from gongjian.core.outcomes import Outcome, register


def list_needs_from(actor: Actor, kind: str, key: int) -> list[Outcome]:
    """List the needs that a record became, as the page of that record shows them."""
    return [
        Outcome(
            kind=_("需求"),
            title=need.title,
            status=need.get_status_display(),
            mark=NEED_MARKS[need.status],
            url=reverse("cobuilding:need", args=[need.pk]),
        )
        for need in needs_from(actor, kind, key)
    ]


register("cobuilding.needs", list_needs_from)
