"""Builders of the three lists for tests: a community, a bank beside it, what each wants and has."""

from datetime import date
from typing import Any

from gongjian.apps.cobuilding.choices import AllianceSide
from gongjian.apps.cobuilding.models import Alliance, AllianceMember, Need, Resource
from gongjian.apps.cobuilding.services.needs import NeedSpec, enter_need
from gongjian.apps.cobuilding.services.resources import ResourceSpec, offer_resource
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Organisation, User
from gongjian.core.access import SYSTEM, Actor, Role
from tests.factories import COMMUNITIES, make_organisation, make_user

HERE = COMMUNITIES[0]
LAST = date(2099, 12, 31)


def make_unit(name: str = "城南银行", place_code: str = HERE) -> Organisation:
    """A unit on the ground of a place."""
    return make_organisation(place_code, name, kind=OrganisationKind.RESIDENT_UNIT)


def make_liaison(unit: Organisation) -> User:
    """A person who speaks for a unit."""
    return make_user(Role.UNIT_CONTACT, unit.place_code, unit)


def make_worker(place_code: str = HERE) -> User:
    """A worker who keeps the lists of a place."""
    return make_user(Role.WORKER, place_code)


def need_spec(**stated: Any) -> NeedSpec:
    """A need of a hall on Saturdays, shown in its community."""
    usual = {
        "place_code": HERE,
        "published_to": HERE,
        "category": "venue.hall",
        "title": "周六下午要一间能坐 60 人的场地",
        "quantity": 10,
        "for_whom": "合唱队",
    }
    return NeedSpec(**{**usual, **stated})


def make_need(actor: Actor = SYSTEM, **stated: Any) -> Need:
    """A need entered by the service."""
    return enter_need(actor=actor, spec=need_spec(**stated))


def make_resource(unit: Organisation, actor: Actor = SYSTEM, **stated: Any) -> Resource:
    """A hall that a unit offers, shown in its community."""
    usual = {
        "place_code": HERE,
        "published_to": HERE,
        "category": "venue.hall",
        "title": "三楼会议室，能坐 80 人",
        "quantity": 20,
        "weekdays": "6",
    }
    return offer_resource(actor=actor, spec=ResourceSpec(organisation_id=unit.pk, **{**usual, **stated}))


def join(unit: Organisation, place_code: str = HERE, **stated: Any) -> AllianceMember:
    """Make a unit a member of the alliance of a place, by rows."""
    alliance, _made = Alliance.objects.get_or_create(
        place_code=place_code, name="共建联盟", defaults={"founded_on": date(2026, 1, 1)}
    )
    usual = {"side": AllianceSide.UNIT, "joined_on": date(2026, 1, 1)}
    return AllianceMember.objects.create(alliance=alliance, organisation=unit, **{**usual, **stated})
