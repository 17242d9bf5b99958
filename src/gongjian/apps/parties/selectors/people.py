"""Reads of people and their rights: who there is, what each may do, who is to be told."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from axes.models import AccessAttempt
from django.db.models import Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Lower
from django.utils import timezone

from gongjian.apps.parties.models import Grant, Organisation, User, UserImport
from gongjian.core.access import RIGHTS, Actor, OwnedQuerySet, Right, Role, ancestors_of, prefix_range
from gongjian.core.accounts import failure_limit, lock_time
from gongjian.core.errors import NotFound
from gongjian.core.search import WALK, fits_initials, is_initials


def in_force(today: object | None = None) -> Q:
    """Match grants whose term covers a day, today unless told."""
    day = today or timezone.localdate()
    return (Q(starts_on__isnull=True) | Q(starts_on__lte=day)) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )


def in_state(users: OwnedQuerySet, state: str) -> OwnedQuerySet:
    """Keep people by how their account stands: never used, locked for now, or without any role today."""
    if state == "unused":
        return users.filter(last_login__isnull=True)
    if state == "roleless":
        return users.exclude(pk__in=Grant.objects.filter(in_force()).values("user_id"))
    if state == "locked":
        return users.annotate(typed=Lower("username")).filter(typed__in=_locked_names())
    return users


def _locked_names() -> QuerySet[Any, Any]:
    """Find the names at which so many passwords were wrong lately that they are locked (rules of the day)."""
    since = timezone.now() - lock_time(None)
    failures = AccessAttempt.objects.filter(attempt_time__gte=since).order_by().values("username")
    counted = failures.annotate(failures=Sum("failures_since_start"))
    return counted.filter(failures__gte=failure_limit(None, None)).values("username")


def list_users(
    actor: Actor,
    *,
    text: str = "",
    role: str = "",
    place_code: str = "",
    with_closed: bool = False,
    state: str = "",
) -> OwnedQuerySet:
    """List people the actor may see, each with organisation and the grants of today (`held`)."""
    rows = User.objects.visible_to(actor)
    if not with_closed:
        rows = rows.filter(is_active=True)
    rows = in_state(rows, state)
    if place_code:
        rows = rows.filter(prefix_range("place_code", place_code))
    if role:
        rows = rows.filter(pk__in=Grant.objects.filter(in_force(), role=role).values("user_id"))
    if text := text.strip():
        rows = rows.filter(
            Q(full_name__contains=text) | Q(username__icontains=text) | Q(organisation__name__contains=text)
        )
    return rows.select_related("organisation").prefetch_related(_held()).order_by("place_code", "username")


def _held() -> Prefetch[str]:
    grants = Grant.objects.filter(in_force()).select_related("organisation", "stand_in").order_by("pk")
    return Prefetch("grants", queryset=grants, to_attr="held")


def get_user(actor: Actor, user_id: int) -> User:
    """Return one person with organisation and grants of today; NotFound also for another's."""
    rows = User.objects.visible_to(actor).select_related("organisation").prefetch_related(_held())
    found: User | None = rows.filter(pk=user_id).one()
    if found is None:
        raise NotFound()
    return found


def id_of_username(username: str) -> int:
    """Return the id of an account, for the console; NotFound with the name that was typed."""
    found = User.objects.filter(username__iexact=username.strip()).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(f"没有账号“{username}”。用 gongjian users list --all 查看。")
    return int(found)


def list_grants_of(user: User) -> list[Grant]:
    """List all grants of a person, those that ended last."""
    rows = Grant.objects.filter(user=user).select_related("organisation", "stand_in__absent")
    return sorted(rows, key=lambda grant: (grant.is_over, grant.place_code, grant.role, grant.pk))


def list_grants(
    actor: Actor, *, role: str = "", place_code: str = "", until: date | None = None
) -> OwnedQuerySet:
    """List the grants of today that the actor may see; `until` keeps those that end by that day."""
    rows = Grant.objects.visible_to(actor).filter(in_force(), user__is_active=True)
    if until is not None:
        rows = rows.filter(ends_on__lte=until, stand_in__isnull=True)
    if role:
        rows = rows.filter(role=role)
    if place_code:
        rows = rows.filter(prefix_range("place_code", place_code))
    related = rows.select_related("user__organisation", "organisation", "stand_in__absent")
    return related.order_by("place_code", "role", "pk")


def get_grant(actor: Actor, grant_id: int) -> Grant:
    """Return one grant with its holder; NotFound also for another's."""
    found: Grant | None = (
        Grant.objects.visible_to(actor).select_related("user", "organisation").filter(pk=grant_id).one()
    )
    if found is None:
        raise NotFound()
    return found


def people_with(right: Right, place_code: str, unit_id: int | None = None) -> list[User]:
    """List who is to be told of something that needs `right` at a place or for a unit.

    For a place: the active holders nearest to it (a community's own worker, else the street's, …),
    not everybody above. For a unit: those with a role for it, and its own people who hold the right
    over its place; nobody when the unit has no account.
    """
    if unit_id is None:
        return people_with_at(right, [place_code])[place_code]
    own = Q(organisation_id=unit_id) | Q(
        organisation__isnull=True,
        place_code__in=[*ancestors_of(place_code), place_code],
        user__organisation_id=unit_id,
    )
    return _distinct(_grants_with(right).filter(own))


def people_with_at(right: Right, place_codes: Iterable[str]) -> dict[str, list[User]]:
    """List for each of some places the active holders of `right` nearest to it, as `people_with` does. One query."""
    above = {code: (*ancestors_of(code), code) for code in place_codes}
    wanted = {step for steps in above.values() for step in steps}
    grants = list(_grants_with(right).filter(organisation__isnull=True, place_code__in=wanted))
    found: dict[str, list[User]] = {}
    for code, steps in above.items():
        covering = [grant for grant in grants if grant.place_code in steps]
        nearest = max((len(grant.place_code) for grant in covering), default=0)
        found[code] = _distinct([grant for grant in covering if len(grant.place_code) == nearest])
    return found


def _grants_with(right: Right) -> QuerySet[Grant]:
    roles = [role for role in Role if right in RIGHTS[role]]
    return Grant.objects.filter(in_force(), role__in=roles, user__is_active=True).select_related("user")


def _distinct(grants: Iterable[Grant]) -> list[User]:
    people = {grant.user_id: grant.user for grant in grants}
    return [people[key] for key in sorted(people)]


def search_users(actor: Actor, text: str, limit: int = 20) -> list[User]:
    """Find active people by part of the name, account or body, or by the initials of the name."""
    if is_initials(text):
        named = list_users(actor).order_by("-pk")[:WALK]
        letters = text.lower()
        found = (
            row for row in named if letters in row.username.lower() or fits_initials(row.full_name, letters)
        )
        return [row for row, _number in zip(found, range(limit), strict=False)]
    return list(list_users(actor, text=text)[:limit]) if text.strip() else []


def get_import(actor: Actor, import_id: int) -> UserImport:
    """Return an import that the actor himself began; NotFound for anybody else's."""
    found: UserImport | None = (
        UserImport.objects.visible_to(actor).filter(pk=import_id, made_by_id=actor.user_id).first()
    )
    if found is None:
        raise NotFound("这次导入已经完成或撤销了。要再导入，请重新选择文件。")
    return found


def organisations_by_name(names: set[str], place_codes: set[str]) -> dict[tuple[str, str], Organisation]:
    """Return {(place code, name or short name): body} for an import, in one query."""
    rows = Organisation.objects.filter(
        Q(name__in=names) | Q(short_name__in=names), place_code__in=place_codes, is_active=True
    )
    found: dict[tuple[str, str], Organisation] = {}
    for row in rows:
        found.setdefault((row.place_code, row.short_name or row.name), row)
        found[(row.place_code, row.name)] = row
    return found
