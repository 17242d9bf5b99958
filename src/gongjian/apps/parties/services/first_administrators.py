"""The first three administrators of an installation: three people, made when there is none yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from gongjian.apps.parties.models import Grant
from gongjian.apps.parties.selectors import in_force
from gongjian.apps.parties.services.grants import grant_role
from gongjian.apps.parties.services.users import Issued, UserSpec, create_user
from gongjian.core.access import SEPARATED_ROLES, SYSTEM, Role
from gongjian.core.errors import Conflict, Invalid


@dataclass(frozen=True)
class FirstAdministrator:
    """One of the three."""

    role: Role
    username: str
    full_name: str


@transaction.atomic
def create_first_administrators(*, people: Sequence[FirstAdministrator], place_code: str) -> list[Issued]:
    """Make system, security and audit administrator as three different people, all or none.

    Only the console reaches this, and only while the installation has none of the three.
    """
    if {person.role for person in people} != SEPARATED_ROLES or len(people) != len(SEPARATED_ROLES):
        raise Invalid("要正好三位：系统管理员、安全管理员、审计管理员各一位。")
    if len({person.username.casefold() for person in people}) < len(people):
        raise Invalid("三员分立：三位管理员要用三个不同的账号，由三个人分别掌握。")
    if Grant.objects.filter(in_force(), role__in=SEPARATED_ROLES, user__is_active=True).exists():
        raise Conflict("已经有管理员了。再加人请由系统管理员新建账号、安全管理员授权。")
    issued = []
    for person in people:
        one = create_user(actor=SYSTEM, spec=UserSpec(person.username, person.full_name, place_code))
        grant_role(actor=SYSTEM, user_id=one.user.pk, role=person.role, place_code=place_code)
        issued.append(one)
    return issued
