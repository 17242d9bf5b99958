"""Writes of tokens: handed out by the security administrator for an account, taken back; and who a token is."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.api.choices import TokenScope
from gongjian.apps.api.models import ApiToken
from gongjian.apps.parties.models import User
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import SEPARATED_ROLES, Actor, Right
from gongjian.core.errors import Invalid, NotAllowed, NotFound
from gongjian.core.rules import rule_value

PREFIX = "gj_"
NOTE_EVERY = timedelta(minutes=1)
MOST_DAYS = "api.token_max_days"


@dataclass(frozen=True, kw_only=True)
class TokenSpec:
    """A token as asked for: as whom, for what, where, until when (the last day counts)."""

    name: str
    username: str
    scopes: Sequence[TokenScope]
    within_code: str = ""
    expires_on: date


@dataclass(frozen=True)
class Caller:
    """Who calls with a token: the account narrowed to what the token is good for, and the place it is for."""

    actor: Actor
    token_id: int
    place_code: str


@transaction.atomic
def issue_token(*, actor: Actor, spec: TokenSpec) -> tuple[ApiToken, str]:
    """Hand out a token; return it with its text, which is shown this once and not kept.

    Raises NotFound for an account of another scope, NotAllowed for one's own account and for those of
    administrators, Invalid for no scope, a place beyond the account's, or too long a term.
    """
    user = _account(actor, spec.username)
    if not spec.scopes:
        raise Invalid("请至少选一项用途。")
    _check_place(user, spec.within_code)
    today = timezone.localdate()
    most = int(rule_value(MOST_DAYS, on=today))
    if not today <= spec.expires_on <= today + timedelta(days=most):
        raise Invalid(f"令牌的止日要在今天到 {most} 天之内。到期前可以换发一个。")
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        place_code=user.place_code,
        user=user,
        name=spec.name.strip(),
        scopes=[scope.value for scope in spec.scopes],
        within_code=spec.within_code,
        digest=_digest(text),
        hint=text[-4:],
        made_by_id=actor.user_id,
        made_at=timezone.now(),
        expires_on=spec.expires_on,
    )
    after = audit.snapshot(token, "name", "user_id", "scopes", "within_code", "expires_on")
    audit.record(actor, "interfaces.token_issued", token, after=after)
    return token, text


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: int) -> ApiToken:
    """Make a token worthless at once."""
    rows = ApiToken.objects.visible_to(actor).select_for_update(no_key=True).filter(pk=token_id)
    token: ApiToken | None = rows.one()
    if token is None:
        raise NotFound()
    actor.require(Right.TOKENS_MANAGE, token.place_code)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit.record(actor, "interfaces.token_revoked", token, after=audit.snapshot(token, "name"))
    return token


def caller_of(text: str) -> Caller | None:
    """Return who calls with a token, None for one that is unknown, over, taken back, or of a closed account.

    The rights are those of the account at this moment, within the token's scopes and place.
    """
    token = ApiToken.objects.select_related("user").filter(digest=_digest(text)).first()
    if token is None or not token.is_good_on(timezone.localdate()) or not token.user.is_active:
        return None
    now = timezone.now()
    if token.seen_at is None or now - token.seen_at >= NOTE_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(seen_at=now)
    person = token.user.as_actor().narrowed(token.rights, token.within_code)
    named = replace(person, name=f"{person.name}（接口：{token.name}）"[:80])
    return Caller(named, token.pk, token.within_code or token.place_code)


def _account(actor: Actor, username: str) -> User:
    user: User | None = User.objects.visible_to(actor).filter(username=username.strip(), is_active=True).one()
    if user is None:
        raise NotFound("没有找到这个账号，或者已经停用。请核对用户名。")
    actor.require(Right.TOKENS_MANAGE, user.place_code)
    if user.pk == actor.user_id:
        raise NotAllowed("不能给自己发令牌。请另一位安全管理员来办。")
    if user.grants.filter(role__in=SEPARATED_ROLES).exists():
        raise NotAllowed("三员的账号不发令牌。请另建一个对接用的账号。")
    return user


def _check_place(user: User, within_code: str) -> None:
    if not within_code:
        return
    get_place(within_code)
    if not within_code.startswith(user.place_code):
        raise Invalid("限定的地方不在这个账号所在的地方之内。请重新填，或者留空。")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
