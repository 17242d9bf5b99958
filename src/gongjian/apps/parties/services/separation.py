"""三员分立 (GB/T 22239-2019, level 3): system, security and audit administrators are different people.

A separated role excludes every other role of the same person while the terms overlap, and the last
holder of a separated role over a place can't lose it.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from gongjian.apps.parties.models import Grant, User
from gongjian.apps.parties.selectors import in_force
from gongjian.core.access import SEPARATED_ROLES, Role, ancestors_of
from gongjian.core.errors import Conflict


def overlap(
    starts_on: date | None, ends_on: date | None, other_starts_on: date | None, other_ends_on: date | None
) -> bool:
    """Say whether two terms share a day; None is open to that side.

    >>> overlap(None, date(2026, 1, 31), date(2026, 1, 31), None)
    True
    >>> overlap(None, date(2026, 1, 30), date(2026, 1, 31), None)
    False
    """
    return (starts_on or date.min) <= (other_ends_on or date.max) and (other_starts_on or date.min) <= (
        ends_on or date.max
    )


def require_separation(
    user: User, role: Role, starts_on: date | None, ends_on: date | None, held: Iterable[Grant]
) -> None:
    """Raise Conflict when a new role would stand beside a separated one, or the other way round."""
    for grant in held:
        if grant.role == role or not overlap(starts_on, ends_on, grant.starts_on, grant.ends_on):
            continue
        if role in SEPARATED_ROLES or grant.role in SEPARATED_ROLES:
            raise Conflict(
                f"{user.full_name}已是“{grant.get_role_display()}”，不能同时任“{role.label}”。"
                "三员分立：三种管理员由不同的人担任，也不兼任其他角色。请换人，或先收回原来的角色。"
            )


def require_other_holder(grant: Grant) -> None:
    """Raise Conflict when nobody else holds a separated role over the grant's place from today on."""
    if grant.role not in SEPARATED_ROLES or not grant.is_in_force(timezone.localdate()):
        return
    rows = Grant.objects.select_for_update(no_key=True).filter(
        in_force(), role=grant.role, organisation__isnull=True
    )
    covering = Q(place_code__in=[*ancestors_of(grant.place_code), grant.place_code])
    lasting = [
        other
        for other in rows.filter(covering, user__is_active=True)
        if other.user_id != grant.user_id and other.ends_on is None
    ]
    if not lasting:
        raise Conflict(
            f"{grant.user.full_name}是这里最后一位{Role(grant.role).label}，收回后就没有人能办了。请先给另一人授权（不定期）。"
        )
