"""Writes of people: make, change, close, give a one-time password, clear a lost second factor."""

import secrets
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from axes.utils import reset as reset_failures
from django.contrib.auth.hashers import make_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from gongjian.apps.parties.models import Organisation, User
from gongjian.apps.parties.services.separation import require_other_holder
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound

FIELDS = ("username", "full_name", "post", "place_code", "organisation_id", "email", "is_active")
PERSONAL = {"full_name", "email", "phone"}
_LETTERS = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789")
"""Without letters and digits that look alike: the password is read from paper."""


@dataclass(frozen=True)
class UserSpec:
    """What an administrator states of a person; `phone` None leaves the number as it is."""

    username: str
    full_name: str
    place_code: str = ""
    organisation_id: int | None = None
    post: str = ""
    phone: str | None = ""
    email: str = ""


@dataclass(frozen=True)
class OneTime:
    """A one-time password and its hash. Hashing is slow on purpose: many are made before a transaction."""

    text: str
    hash: str


@dataclass(frozen=True)
class Issued:
    """A person with the one-time password that is shown now and never again."""

    user: User
    password: str


def one_time_password() -> str:
    """Make a password of three groups of four, all three kinds in each (about 66 bits)."""
    random = secrets.SystemRandom()
    groups = []
    for _ in range(3):
        signs = [secrets.choice(kind) for kind in _LETTERS] + [secrets.choice("".join(_LETTERS))]
        random.shuffle(signs)
        groups.append("".join(signs))
    return "-".join(groups)


def make_one_time() -> OneTime:
    """Make a one-time password with its hash."""
    text = one_time_password()
    return OneTime(text, make_password(text))


@transaction.atomic
def create_user(
    *, actor: Actor, spec: UserSpec, is_demo: bool = False, one_time: OneTime | None = None
) -> Issued:
    """Add a person with a one-time password; he holds no rights until the security administrator gives some."""
    actor.require(Right.USERS_MANAGE, spec.place_code)
    user = User(is_demo=is_demo, must_change_password=True)
    fill_user(actor, user, spec)
    one_time = one_time or make_one_time()
    user.password = one_time.hash
    user.save()
    audit.record(actor, "parties.user_created", user, after=_state(user), personal=PERSONAL)
    return Issued(user, one_time.text)


@transaction.atomic
def edit_user(*, actor: Actor, user_id: int, spec: UserSpec) -> User:
    """Change what is known of a person; moving him needs the right over both places."""
    user = manageable_user(actor, user_id, Right.USERS_MANAGE)
    actor.require(Right.USERS_MANAGE, spec.place_code)
    before = _state(user)
    fill_user(actor, user, spec)
    user.save()
    audit.record(actor, "parties.user_changed", user, before=before, after=_state(user), personal=PERSONAL)
    return user


@transaction.atomic
def deactivate_user(*, actor: Actor, user_id: int) -> User:
    """Close an account: he can't sign in any more, his history stays. Not one's own, not the last administrator's."""
    user = manageable_user(actor, user_id, Right.USERS_MANAGE)
    if user.pk == actor.user_id:
        raise NotAllowed("不能停用自己的账号。请另一位系统管理员来办。")
    for grant in user.grants.all():
        require_other_holder(grant)
    return _set_active(actor, user, False)


@transaction.atomic
def activate_user(*, actor: Actor, user_id: int) -> User:
    """Open a closed account again; its grants still count as far as their terms last."""
    return _set_active(actor, manageable_user(actor, user_id, Right.USERS_MANAGE), True)


@transaction.atomic
def reset_password(*, actor: Actor, user_id: int) -> Issued:
    """Give a one-time password where there is no mail, and open a locked account.

    All his sessions end. The second factor stays: clearing it is the security administrator's act,
    so that no single administrator can enter another person's account.
    """
    user = manageable_user(actor, user_id, Right.USERS_MANAGE)
    if user.pk == actor.user_id:
        raise NotAllowed("自己的密码请在“我的”里改。")
    one_time = make_one_time()
    user.password = one_time.hash
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    reset_failures(username=user.username.casefold())
    audit.record(actor, "parties.password_reset", user)
    return Issued(user, one_time.text)


@transaction.atomic
def unlock_user(*, actor: Actor, user_id: int) -> int:
    """Forget the failures that lock an account; return how many records there were."""
    user = manageable_user(actor, user_id, Right.USERS_MANAGE)
    count = int(reset_failures(username=user.username.casefold()))
    audit.record(actor, "parties.user_unlocked", user, after={"records": count})
    return count


@transaction.atomic
def clear_second_factor(*, actor: Actor, user_id: int, reason: str) -> User:
    """Remove a lost second factor; he sets up a new one at the next sign-in if his roles ask for it."""
    user = manageable_user(actor, user_id, Right.GRANTS_MANAGE)
    if user.pk == actor.user_id:
        raise NotAllowed("不能清除自己的第二因素。请另一位安全管理员来办。")
    if not reason.strip():
        raise Invalid("请写明为什么清除，例如“手机丢失，已当面核对身份”。")
    Authenticator.objects.filter(user=user).delete()
    user.has_second_factor = False
    user.save(update_fields=["has_second_factor"])
    audit.record(actor, "parties.second_factor_cleared", user, after={"reason": reason.strip()})
    return user


@transaction.atomic
def read_phone(*, actor: Actor, user_id: int, reason: str) -> str:
    """Return a person's number in full and write down who read it and why."""
    user = User.objects.visible_to(actor).filter(pk=user_id).one()
    if user is None:
        raise NotFound()
    if not reason.strip():
        raise Invalid("请写明查看手机号的用途。")
    audit.record_read(actor, user, ("phone",), reason.strip())
    return user.phone or ""


def manageable_user(actor: Actor, user_id: int, right: Right) -> User:
    """Return a person over whom the actor holds a right, locked; NotFound or NotAllowed."""
    user: User | None = User.objects.visible_to(actor).select_for_update(no_key=True).filter(pk=user_id).one()
    if user is None:
        raise NotFound()
    actor.require(right, user.place_code)
    return user


def fill_user(actor: Actor, user: User, spec: UserSpec) -> None:
    """Check and set what is stated of a person; Invalid and Conflict say what is wrong."""
    user.username = checked_username(spec.username, user.pk)
    user.full_name = spec.full_name.strip()
    if not user.full_name:
        raise Invalid("姓名没有填。")
    user.place_code = get_place(spec.place_code).code if spec.place_code else ""
    user.organisation = _checked_organisation(actor, spec)
    user.post = spec.post.strip()
    if spec.phone is not None:
        user.phone = spec.phone.strip() or None
    user.email = spec.email.strip()
    if user.email:
        try:
            validate_email(user.email)
        except ValidationError as error:
            raise Invalid(f"邮箱“{user.email}”不对，应像 name@example.cn。") from error


def checked_username(text: str, own_id: int | None) -> str:
    """Return the name to sign in with; it is unique however its letters are written."""
    username = text.strip()
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise Invalid("账号只能用字母、数字和 @ . + - _，例如 zhangsan 或工号。") from error
    if len(username) > 150:
        raise Invalid("账号太长，请用 150 个字以内。")
    if User.objects.filter(username__iexact=username).exclude(pk=own_id).exists():
        raise Conflict(f"账号“{username}”已有人用。请换一个，例如加上单位或工号。")
    return username


def _checked_organisation(actor: Actor, spec: UserSpec) -> Organisation | None:
    if spec.organisation_id is None:
        return None
    rows = Organisation.objects.visible_to(actor).filter(pk=spec.organisation_id, is_active=True)
    organisation: Organisation | None = rows.first()
    if organisation is None:
        raise Invalid("单位没有找到，或者已经停用。请重新选。")
    if not (
        spec.place_code.startswith(organisation.place_code)
        or organisation.place_code.startswith(spec.place_code)
    ):
        raise Invalid(f"“{organisation.name}”不在这个地方。请改单位或所在地方。")
    return organisation


def _set_active(actor: Actor, user: User, is_active: bool) -> User:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    audit.record(actor, "parties.user_opened" if is_active else "parties.user_closed", user)
    return user


def _state(user: User) -> dict[str, object]:
    return {**audit.snapshot(user, *FIELDS), "phone": user.phone or ""}
