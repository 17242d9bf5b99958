"""Links for large screens: signed, limited to one place, with an end, revocable, and noted when they are opened."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from gongjian.apps.indicators.models import Screen
from gongjian.apps.places.selectors import name_beside
from gongjian.core import audit
from gongjian.core.access import Actor, Grant, Right, Role
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.registry import get_indicator
from gongjian.core.rules import rule_value

SALT = "indicators.screen"
MOST_KEYS = 3
NOTE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class ScreenSpec:
    """What a screen shows and for how many days its link works."""

    name: str
    main_key: str
    keys: Sequence[str]
    days: int


@dataclass(frozen=True)
class OpenScreen:
    """A screen whose link is good, its place's name, and as whom it reads: a viewer of its place, and of nothing else."""

    screen: Screen
    place_name: str
    actor: Actor


@transaction.atomic
def make_screen(
    *, actor: Actor, place_code: str, spec: ScreenSpec, is_demo: bool = False
) -> tuple[Screen, str]:
    """Make a screen; return it with its link's token, which is shown this once and not kept."""
    actor.require(Right.SCREENS_MANAGE, place_code)
    _check(spec, place_code)
    now = timezone.now()
    nonce = secrets.token_urlsafe(16)
    screen = Screen.objects.create(
        place_code=place_code,
        name=spec.name.strip(),
        main_key=spec.main_key,
        keys=list(dict.fromkeys(spec.keys)),
        digest=_digest(nonce),
        made_by_id=actor.user_id,
        made_at=now,
        expires_at=now + timedelta(days=spec.days),
        is_demo=is_demo,
    )
    audit.record(actor, "indicators.screen_made", screen, after=audit.snapshot(screen, "name", "expires_at"))
    return screen, _token(screen, nonce)


@transaction.atomic
def renew_screen(*, actor: Actor, screen_id: int, days: int) -> tuple[Screen, str]:
    """Give a screen a new link and a new end; the old link is dead at once."""
    screen = _own(actor, screen_id)
    _check_days(days, screen.place_code)
    nonce = secrets.token_urlsafe(16)
    screen.digest, screen.revoked_at = _digest(nonce), None
    screen.expires_at = timezone.now() + timedelta(days=days)
    screen.save(update_fields=["digest", "revoked_at", "expires_at"])
    audit.record(actor, "indicators.screen_renewed", screen, after=audit.snapshot(screen, "expires_at"))
    return screen, _token(screen, nonce)


@transaction.atomic
def revoke_screen(*, actor: Actor, screen_id: int) -> Screen:
    """Make a screen's link dead at once."""
    screen = _own(actor, screen_id)
    if screen.revoked_at is None:
        screen.revoked_at = timezone.now()
        screen.save(update_fields=["revoked_at"])
        audit.record(actor, "indicators.screen_revoked", screen, after=audit.snapshot(screen, "name"))
    return screen


def open_screen(*, token: str, is_refresh: bool = False) -> OpenScreen:
    """Return the screen of a link and as whom it reads; NotFound for a forged, expired or revoked one.

    Opening is recorded in the audit trail; a refresh only moves the time at which the screen was last seen.
    """
    screen = _screen_of(token)
    now = timezone.now()
    actor = Actor(
        user_id=None,
        name=f"大屏：{screen.name}"[:80],
        grants=(Grant(Role.VIEWER, screen.place_code),),
        home_place_code=screen.place_code,
    )
    actor.require(Right.INDICATORS_VIEW, screen.place_code)
    with transaction.atomic():
        if not is_refresh:
            audit.record(actor, "indicators.screen_opened", screen)
        if screen.seen_at is None or now - screen.seen_at >= NOTE_EVERY:
            Screen.objects.filter(pk=screen.pk).update(seen_at=now)
    return OpenScreen(screen, screen.place_name or screen.place_code, actor)


def _screen_of(token: str) -> Any:
    """Return the screen of a link, with the name of its place."""
    try:
        pk, nonce = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound("这个大屏链接不对。请找开大屏的治理办要新的链接。") from None
    found = Screen.objects.filter(pk=pk, digest=_digest(nonce))
    screen = found.annotate(place_name=name_beside("place_code")).first()
    if screen is None or not screen.is_open_at(timezone.now()):
        raise NotFound("这个大屏链接已经到期或被收回。请找开大屏的治理办换一个。")
    return screen


def _own(actor: Actor, screen_id: int) -> Screen:
    screen: Screen | None = (
        Screen.objects.visible_to(actor)
        .select_for_update(no_key=True, of=("self",))
        .filter(pk=screen_id)
        .one()
    )
    if screen is None:
        raise NotFound
    actor.require(Right.SCREENS_MANAGE, screen.place_code)
    return screen


def _check(spec: ScreenSpec, place_code: str) -> None:
    if not spec.name.strip():
        raise Invalid("请给大屏起个名称，如“指挥中心大屏”。")
    if not 1 <= len(set(spec.keys)) <= MOST_KEYS:
        raise Invalid(f"请选一到{MOST_KEYS}个要看的指标。")
    for key in (spec.main_key, *spec.keys):
        get_indicator(key)
    _check_days(spec.days, place_code)


def _check_days(days: int, place_code: str) -> None:
    most = int(rule_value("screens.max_days", on=timezone.localdate(), place_code=place_code))
    if not 1 <= days <= most:
        raise Invalid(f"链接用 1 到 {most} 天。到期前可以换新。")


def _digest(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()


def _token(screen: Screen, nonce: str) -> str:
    return signing.dumps([screen.pk, nonce], salt=SALT)
