"""Builders of matters for tests: plain functions with defaults, all by the real services.

They need the little country of `tests.factories` and the rules and classes that come with the product.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import ClassKind
from gongjian.apps.matters.models import Assignment, Matter, MatterClass
from gongjian.apps.matters.services import MatterSpec, Reported, ReporterSpec
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Organisation
from gongjian.core.access import Actor, Role
from gongjian.core.attachments import Upload
from tests.factories import COMMUNITIES, COUNTY, STREET, make_actor, make_organisation

COMMUNITY = COMMUNITIES[0]
RESIDENT_SPEC = ReporterSpec(name="赵某", phone="13900000000", consent_version="2026-01")
GOOD_ANSWER = "综合执法队当天清走了通道里的旧家具，划了线，社区每天巡查一次"
PILED_UP = "0507"
_numbers = count(1)


def class_of(code: str = PILED_UP, kind: ClassKind = ClassKind.EVENT) -> MatterClass:
    """A class of the national list."""
    return MatterClass.objects.get(kind=kind, code=code, place_code="")


def make_desk(place_code: str = STREET) -> Actor:
    """A person of the desk of a street."""
    return make_actor(Role.OFFICE, place_code)


def make_unit(name: str = "", place_code: str = COUNTY) -> tuple[Organisation, Actor]:
    """A department and a person of it."""
    unit = make_organisation(place_code, name)
    return unit, make_actor(Role.DEPARTMENT, place_code, organisation=unit)


def make_committee(place_code: str = COMMUNITY) -> tuple[Organisation, Actor]:
    """A residents' committee and a worker of its community."""
    unit = make_organisation(place_code, kind=OrganisationKind.RESIDENTS_COMMITTEE)
    return unit, make_actor(Role.WORKER, place_code)


def report(photos: Sequence[Upload] = (), **fields: Any) -> Reported:
    """A matter that a resident raised by the portal, with its code."""
    defaults: dict[str, Any] = {
        "place_code": COMMUNITY,
        "words": f"楼道堆了旧家具，推轮椅过不去，第{next(_numbers)}回了。",
        "latitude": Decimal("30.525000"),
        "longitude": Decimal("105.570000"),
        "reporter": RESIDENT_SPEC,
    }
    spec = MatterSpec(**{**defaults, **fields})
    return services.report_matter(actor=services.RESIDENT, spec=spec, photos=photos)


def make_matter(**fields: Any) -> Matter:
    """A matter just reported."""
    return report(**fields).matter


def make_filed(desk: Actor, code: str = PILED_UP, **fields: Any) -> Matter:
    """A matter that the desk took on."""
    matter = make_matter(**fields)
    return services.file_matter(actor=desk, matter_id=matter.pk, class_id=class_of(code).pk)


def make_dispatched(desk: Actor, unit: Organisation, **fields: Any) -> tuple[Matter, Assignment]:
    """A matter that one unit was given."""
    matter = make_filed(desk, **fields)
    matter = services.dispatch(actor=desk, matter_id=matter.pk, organisation_id=unit.pk)
    return matter, matter.assignments.get()


def make_done(desk: Actor, unit: Organisation, person: Actor, **fields: Any) -> Matter:
    """A matter whose unit said it is done."""
    matter, part = make_dispatched(desk, unit, **fields)
    services.act(actor=person, assignment_id=part.pk, result="旧家具已清走。")
    matter.refresh_from_db()
    return matter


def make_closed(desk: Actor, answer: str = "", **fields: Any) -> Reported:
    """A matter answered and closed as solved, with its code."""
    unit, person = make_unit()
    reported = report(**fields)
    pk = reported.matter.pk
    services.file_matter(actor=desk, matter_id=pk, class_id=class_of().pk)
    services.dispatch(actor=desk, matter_id=pk, organisation_id=unit.pk)
    part = Assignment.objects.get(matter_id=pk)
    services.act(actor=person, assignment_id=part.pk, result="旧家具已清走。")
    services.check(actor=desk, matter_id=pk, has_passed=True)
    closed = services.answer_and_close(
        actor=desk, matter_id=pk, answer=answer or f"{GOOD_ANSWER}。单号{next(_numbers)}。"
    )
    return Reported(closed, reported.follow_code)


def make_at_every_step(desk: Actor) -> dict[str, Matter]:
    """A matter at every step that has acts of its own, by its state; one tells of danger."""
    unit, person = make_unit()
    make_matter(words="地下室冒烟，有焦味")
    held, held_part = make_dispatched(desk, unit)
    services.ask_extension(
        actor=person, assignment_id=held_part.pk, due_at=timezone.now() + timedelta(days=30), reason="等配件"
    )
    checked = make_done(desk, unit, person)
    services.check(actor=desk, matter_id=checked.pk, has_passed=True)
    paused = make_filed(desk)
    services.hold(actor=desk, matter_id=paused.pk, reason="等天晴")
    rows = [
        make_matter(), make_filed(desk), held, make_done(desk, unit, person), checked, paused,
        make_closed(desk).matter,
    ]  # fmt: skip
    found = Matter.objects.filter(pk__in=[row.pk for row in rows])
    return {str(row.state): row for row in found}
