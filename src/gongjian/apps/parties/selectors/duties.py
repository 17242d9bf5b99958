"""What the system and the security administrator have to look after: accounts and roles that need an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.parties.models import User
from gongjian.apps.parties.selectors.people import in_state, list_grants
from gongjian.core.access import Actor, Right

ENDING_DAYS = 60
"""Roles that end within so many days are shown for renewal."""


@dataclass(frozen=True)
class Duty:
    """One thing an administrator has to look after, with the list that shows it."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_on: date | None = None


def open_duties(actor: Actor) -> list[Duty]:
    """List what waits for an administrator; nothing for others. At most three queries."""
    duties: list[Duty] = []
    if actor.can(Right.USERS_MANAGE):
        duties += _accounts(actor)
    if actor.can(Right.GRANTS_MANAGE):
        duties += [*_without_role(actor), *_ending(actor)]
    return duties


def _people(actor: Actor, state: str) -> tuple[int, str]:
    """Count the people in a state; name the newest."""
    found = in_state(User.objects.visible_to(actor).filter(is_active=True), state).order_by()
    counted = found.aggregate(count=Count("pk"), newest=Max("full_name"))
    return counted["count"], counted["newest"] or ""


def _accounts(actor: Actor) -> Iterator[Duty]:
    locked, name = _people(actor, "locked")
    page = reverse("parties:users")
    if locked:
        yield Duty(
            _("%(n)d 个账号输错密码被锁") % {"n": locked},
            _("%(name)s等，核对本人后再解锁") % {"name": name},
            f"{page}?state=locked",
            _("去解锁"),
            "逾期",
        )
    unused, name = _people(actor, "unused")
    if unused:
        yield Duty(
            _("%(n)d 个账号还没有登录过") % {"n": unused},
            _("%(name)s等，问问收到密码没有；不用的请停用") % {"name": name},
            f"{page}?state=unused",
            _("看名单"),
            "未开始",
        )


def _without_role(actor: Actor) -> Iterator[Duty]:
    count, name = _people(actor, "roleless")
    if count:
        yield Duty(
            _("给 %(n)d 个没有角色的人授权") % {"n": count},
            _("%(name)s等，现在登录什么也看不到") % {"name": name},
            f"{reverse('parties:users')}?state=roleless",
            _("去授权"),
            "待确认",
        )


def _ending(actor: Actor) -> Iterator[Duty]:
    until = timezone.localdate() + timedelta(days=ENDING_DAYS)
    rows = list_grants(actor, until=until).order_by().aggregate(count=Count("pk"), first=Min("ends_on"))
    if rows["count"]:
        yield Duty(
            _("续办或收回 %(n)d 项快到期的授权") % {"n": rows["count"]},
            _("%(days)d 天内到期，到期后自动失效") % {"days": ENDING_DAYS},
            f"{reverse('parties:grants')}?ending=on",
            _("去核对"),
            "进行中",
            rows["first"],
        )
