"""What every page of a round shows above its own: the way back and the round's pages as tabs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.inspections.models import Round
from gongjian.apps.inspections.selectors.framed import get_framed
from gongjian.core.access import Actor, Right

FINDINGS, APPEALS = "findings", "appeals"


def round_frame(actor: Actor, row: Round, current: str) -> dict[str, Any]:
    """Give a round's page its `round`, `crumbs` and `tabs`; `current` is the name of its address."""
    crumbs = [
        {"label": _("检查轮次"), "url": reverse("inspections:rounds")},
        {"label": row.title, "url": reverse("inspections:round", args=[row.pk])},
    ]
    return {"round": row, "crumbs": crumbs, "tabs": round_tabs(actor, row, current)}


def round_tabs(actor: Actor, row: Round, current: str) -> list[dict[str, Any]]:
    """List the pages of a round that the actor may open and that have something to show; no query for a framed round."""
    framed: Any = row if hasattr(row, "waiting_count") else get_framed(actor, row.pk)
    manages = actor.can(Right.INSPECTIONS_MANAGE, row.place_code)
    waiting = framed.waiting_count if manages else 0
    pages = [
        ("round", _("进度"), True),
        ("round_visits", _("谁去哪里"), True),
        ("roster", _("排班"), manages and not row.is_closed),
        ("draws", _("抽取"), framed.has_draws or (manages and not row.is_closed)),
        ("phones", _("手机"), manages),
        (FINDINGS, _("问题"), actor.can(Right.RECTIFICATIONS_VIEW)),
        ("effects", _("改分"), actor.can(Right.RATINGS_DECIDE, row.place_code)),
        (APPEALS, _("申诉"), True),
        ("fairness", _("检查员尺度"), manages),
        ("ranking", _("排名"), actor.can(Right.RATINGS_VIEW) and framed.is_rated),
    ]
    return [
        {
            "label": label,
            "url": _address(name, row),
            "current": name == current,
            "count": waiting or None if name == "phones" else None,
            "hot": name == "phones" and waiting > 0,
        }
        for name, label, is_open in pages
        if is_open
    ]


def _address(name: str, row: Round) -> str:
    """Return a page's address; the lists of all rounds are narrowed to this one."""
    if name == FINDINGS:
        return f"{reverse('inspections:findings')}?view=all&round={row.pk}"
    if name == APPEALS:
        return f"{reverse('inspections:appeals')}?status=all&round={row.pk}"
    return reverse(f"inspections:{name}", args=[row.pk])
