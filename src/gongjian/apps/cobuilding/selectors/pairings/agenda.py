"""What waits for a person in pairings: visits that are owed, opinions to give out, to answer, to confirm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices.pairings import OPEN_OPINIONS, OpinionStatus
from gongjian.apps.cobuilding.models import Pairing, UnitOpinion
from gongjian.apps.cobuilding.selectors.pairings.due import states_of
from gongjian.apps.cobuilding.selectors.pairings.pairings import in_force
from gongjian.apps.cobuilding.selectors.units import own_unit_ids, speaks_for
from gongjian.core.access import Actor, Right

MOST_PAIRINGS, MOST_OPINIONS, MOST_APART = 200, 60, 3
COMMUNITY_DIGITS = 12


@dataclass(frozen=True)
class PairingItem:
    """One thing to do: `status` is the word of its mark, `due_on` its last day (None: no day is set)."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_on: date | None = None
    reason: str = ""


def open_items(actor: Actor) -> list[PairingItem]:
    """List what waits for a person. At most four queries; offices above communities are not asked to visit."""
    if actor.user_id is None or not actor.can(Right.COBUILDING_VIEW):
        return []
    return [*_visits(actor), *_opinions(actor)]


def _visits(actor: Actor) -> Iterator[PairingItem]:
    """Yield the pairings in which a visit is owed soon: one by one while they are few, else as one thing to do."""
    codes = _communities(actor)
    units = own_unit_ids(actor)
    if not codes and not units:
        return
    today = timezone.localdate()
    rows = Pairing.objects.filter(in_force(today)).filter(
        Q(place_code__in=codes) | Q(organisation_id__in=units)
    )
    pairings = list(rows.select_related("organisation").order_by("pk")[:MOST_PAIRINGS])
    states = states_of(pairings, today) if pairings else {}
    due = [
        pairing for pairing in pairings if (on := states[pairing.pk].remind_on) is not None and on <= today
    ]
    due.sort(key=lambda pairing: (states[pairing.pk].due_on or today, pairing.pk))
    if len(due) > MOST_APART:
        yield PairingItem(
            title=_("%(n)d 对结对这一期还没有互访") % {"n": len(due)},
            source=_("结对共建"),
            url=reverse("cobuilding:pairings"),
            verb=_("去看"),
            status="待签收",
            due_on=states[due[0].pk].due_on,
        )
        return
    for pairing in due:
        yield PairingItem(
            title=_("和“%(name)s”互访一次") % {"name": pairing.other_side},
            source=str(pairing.get_kind_display()),
            url=reverse("cobuilding:pairing", args=[pairing.pk]),
            verb=_("记一笔"),
            status="待签收",
            due_on=states[pairing.pk].due_on,
        )


def _opinions(actor: Actor) -> Iterator[PairingItem]:
    """Yield opinions to give out (the community), to answer (the owner), to confirm (the unit). One query."""
    to_give = Q(place_code__in=_communities(actor), status=OpinionStatus.RECORDED)
    own = Q(owner_id=actor.user_id, status=OpinionStatus.ASSIGNED)
    to_confirm = Q(organisation_id__in=own_unit_ids(actor), status=OpinionStatus.ANSWERED)
    rows = UnitOpinion.objects.visible_to(actor).filter(to_give | own | to_confirm, status__in=OPEN_OPINIONS)
    for row in rows.select_related("organisation").order_by("due_on", "pk")[:MOST_OPINIONS]:
        yield _opinion(actor, row)


def _opinion(actor: Actor, row: UnitOpinion) -> PairingItem:
    url = reverse("cobuilding:opinion", args=[row.pk])
    source = _("%(unit)s的意见") % {"unit": row.organisation}
    if row.status == OpinionStatus.RECORDED:
        return PairingItem(_("交办意见：%(text)s") % {"text": row}, source, url, _("去交办"), "待签收")
    if row.status == OpinionStatus.ANSWERED and speaks_for(actor, row.organisation_id):
        return PairingItem(_("确认答复：%(text)s") % {"text": row}, source, url, _("去确认"), "待确认")
    title = _("答复意见：%(text)s") % {"text": row}
    return PairingItem(title, source, url, _("写答复"), "进行中", row.due_on)


def _communities(actor: Actor) -> list[str]:
    """Return the communities, not the places above them, in which the actor manages building together."""
    places = actor.place_prefixes(Right.COBUILDING_MANAGE)
    return [code for code in places if len(code) >= COMMUNITY_DIGITS]
