"""The people and bodies of the demo, made by the services that real ones are made by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.demo import DEMO_PASSWORD, demo_secret
from gongjian.apps.parties.models import User
from gongjian.apps.parties.services import (
    OrganisationSpec,
    UserSpec,
    create_organisation,
    create_user,
    grant_role,
)
from gongjian.apps.parties.services.sign_in import note_second_factor
from gongjian.apps.parties.services.users import OneTime
from gongjian.core.access import SYSTEM, Actor, Role

CITY = "5109"
SHOWN_COUNTY = "510903"
DEPARTMENTS = (
    ("遂宁市民政局", "市民政局"),
    ("中共遂宁市委宣传部", "市委宣传部"),
    ("中共遂宁市委社会工作部", "市委社会工作部"),
    ("中共遂宁市委组织部", "市委组织部"),
    ("遂宁市总工会", "市总工会"),
    ("共青团遂宁市委员会", "团市委"),
    ("遂宁市妇女联合会", "市妇联"),
    ("遂宁市城市管理行政执法局", "市城管执法局"),
    ("遂宁市公安局交通警察支队", "市公安局交警支队"),
    ("遂宁市住房和城乡建设局", "市住房城乡建设局"),
    ("遂宁市卫生健康委员会", "市卫生健康委"),
)


@dataclass(frozen=True)
class Part:
    """One person of the demo: account, name, post, place, role."""

    username: str
    name: str
    post: str
    place_code: str
    role: Role
    unit: str = ""


def cast_of(first_street: str, first_community: str, names: Mapping[str, str]) -> tuple[Part, ...]:
    """List those who sign in; the rest of the hierarchy gets accounts nobody uses by hand."""
    county, street, community = (
        _short(names[code]) for code in (SHOWN_COUNTY, first_street, first_community)
    )
    return (
        Part("xitong", "演示·系统", "系统管理员", "", Role.SYSTEM_ADMIN),
        Part("anquan", "演示·安全", "安全管理员", "", Role.SECURITY_ADMIN),
        Part("shenji", "演示·审计", "审计管理员", "", Role.AUDIT_ADMIN),
        Part("shi", "演示·市办", "市民政局社区科", CITY, Role.OFFICE, "遂宁市民政局"),
        Part("lingdao", "演示·领导", "市民政局分管领导", CITY, Role.LEADER, "遂宁市民政局"),
        Part("bumen", "演示·部门", "市民政局经办", CITY, Role.DEPARTMENT, "遂宁市民政局"),
        Part("quxian", f"演示·{county}办", "船山区民政局", SHOWN_COUNTY, Role.OFFICE),
        Part("jiedao", f"演示·{street}办", "街道治理办", first_street, Role.OFFICE),
        Part("shequ", f"演示·{community}社工", "社区工作者", first_community, Role.WORKER),
        Part("jiancha", "演示·检查", "检查一组", CITY, Role.INSPECTOR),
        Part("danwei", "演示·联络", "驻区单位联络员", first_street, Role.UNIT_CONTACT, "遂宁市演示医院"),
    )


def crew_of(
    counties: Sequence[str], offices: Sequence[str], streets: Sequence[str], names: Mapping[str, str]
) -> list[Part]:
    """List the offices of counties and streets and the community workers of streets, named by their places."""
    crew = [Part(f"q{code}", f"演示·{names[code]}办", "区县民政局", code, Role.OFFICE) for code in counties]
    crew += [
        Part(f"j{code}", f"演示·{_short(names[code])}办", "街道治理办", code, Role.OFFICE) for code in offices
    ]
    crew += [
        Part(f"s{code}", f"演示·{_short(names[code])}社工", "社区工作者", code, Role.WORKER)
        for code in streets
    ]
    return crew


def _short(name: str) -> str:
    """Leave out what a street's or community's name ends in: 凯旋路街道 is 凯旋路."""
    return name.removesuffix("街道").removesuffix("社区")


def make_departments(actor: Actor) -> None:
    """Add the departments of the city that the plan names."""
    for name, short in DEPARTMENTS:
        kind = OrganisationKind.PARTY_BODY if name.startswith("中共") else OrganisationKind.DEPARTMENT
        spec = OrganisationSpec(place_code=CITY, name=name, short_name=short, kind=kind)
        create_organisation(actor=actor, spec=spec, is_demo=True)


def make_resident_unit(actor: Actor, street: str) -> None:
    """Add one resident unit."""
    spec = OrganisationSpec(place_code=street, name="遂宁市演示医院", kind=OrganisationKind.RESIDENT_UNIT)
    create_organisation(actor=actor, spec=spec, is_demo=True)


class Company:
    """Makes people: the system administrator adds them, the security administrator gives them roles."""

    def __init__(self) -> None:
        self._shared = OneTime(DEMO_PASSWORD, make_password(DEMO_PASSWORD))
        self._adder, self._granter = SYSTEM, SYSTEM

    def add(self, part: Part, unit_ids: dict[str, int]) -> User:
        """Add one person with his role; holders of wide rights get a second factor."""
        spec = UserSpec(
            username=part.username,
            full_name=part.name,
            post=part.post,
            place_code=part.place_code,
            organisation_id=unit_ids.get(part.unit),
        )
        user = create_user(actor=self._adder, spec=spec, is_demo=True, one_time=self._shared).user
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        is_unit = part.role in (Role.UNIT_CONTACT, Role.DEPARTMENT)
        grant_role(
            actor=self._granter,
            user_id=user.pk,
            role=part.role,
            place_code="" if is_unit else part.place_code,
            organisation_id=unit_ids.get(part.unit) if is_unit else None,
        )
        user = User.objects.get(pk=user.pk)
        if user.as_actor().needs_second_factor:
            TOTP.activate(user, demo_secret(user.username))
            note_second_factor(user)
        if part.role == Role.SYSTEM_ADMIN:
            self._adder = User.objects.get(pk=user.pk).as_actor()
        if part.role == Role.SECURITY_ADMIN:
            self._granter = User.objects.get(pk=user.pk).as_actor()
        return User.objects.get(pk=user.pk)

    def add_all(self, parts: Sequence[Part], unit_ids: dict[str, int]) -> dict[str, Actor]:
        """Add people and return them as actors by account name."""
        return {part.username: self.add(part, unit_ids).as_actor() for part in parts}
