"""The pages of one round, as tabs above each of them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.inspections.models import Round
from gongjian.apps.inspections.selectors.on_phones import count_waiting
from gongjian.core.access import Actor, Right


def round_tabs(actor: Actor, row: Round, current: str) -> list[dict[str, Any]]:
    """List the pages of a round that the actor may open; `current` is the name of the address of this one."""
    manages = actor.can(Right.INSPECTIONS_MANAGE, row.place_code)
    pages = [
        ("round", _("进度"), True),
        ("round_visits", _("谁去哪里"), True),
        ("roster", _("排班"), manages and not row.is_closed),
        ("ranking", _("排名"), actor.can(Right.RATINGS_VIEW)),
        ("phones", _("手机"), manages),
        ("fairness", _("检查员尺度"), manages),
        ("effects", _("改分"), actor.can(Right.RATINGS_DECIDE, row.place_code)),
    ]
    waiting = {"phones": count_waiting(row) or None} if manages else {}
    tabs = [
        {
            "label": label,
            "url": reverse(f"inspections:{name}", args=[row.pk]),
            "current": name == current,
            "count": waiting.get(name),
            "hot": name in waiting,
        }
        for name, label, is_open in pages
        if is_open
    ]
    if actor.can(Right.RECTIFICATIONS_VIEW):
        found = f"{reverse('inspections:findings')}?view=all&round={row.pk}"
        tabs.append({"label": _("问题"), "url": found, "current": False, "count": None, "hot": False})
    return tabs
