"""The demo's matters: six weeks of one street and some of others, reported, whistled, checked, answered, rated badly once."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import ClassKind, ExclusionGround, MatterKind, MatterSource, Satisfaction
from gongjian.apps.matters.models import Assignment, DispatchRule, Matter, MatterClass
from gongjian.apps.matters.services import MatterSpec, Reported, ReporterSpec
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.services import OrganisationSpec, create_organisation
from gongjian.cli.demo.cast import SHOWN_COUNTY, Company, Part
from gongjian.cli.demo.earlier_words import EARLIER
from gongjian.cli.demo.inspection import aware, drawn_photo
from gongjian.cli.demo.matter_words import CASES, ELSEWHERE, UNITS, Case
from gongjian.cli.demo.mediation import Room, mediate_disputes
from gongjian.cli.demo.positions import position_of
from gongjian.cli.demo.scene import SEED, Demo
from gongjian.core.access import SYSTEM, Actor, Role
from gongjian.core.attachments import Upload
from gongjian.core.clock import at

RULES = (("05", "综合执法"), ("0505", "交警"), ("01", "环卫"), ("02", "综合执法"), ("03", "住建"))
"""Which classes go to which of the county's units."""
STEP = Decimal("0.0007")


class Desk:
    """The street's desk, the units that act, and who acts for each."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.street, self.community = demo.shown()
        self.office, self.above = demo.people["jiedao"], demo.people["quxian"]
        self.checker, self.worker = demo.people["jiancha"], demo.people["shequ"]
        self.chance = random.Random(SEED + 6)
        self.units: dict[str, Organisation] = {}
        self.people: dict[str, Actor] = {}

    def photo(self, words: str) -> list[Upload]:
        """Draw one photo."""
        return [Upload("photo.jpg", drawn_photo(words, self.chance))]

    def act(self, matter: Matter, short: str, result: str) -> None:
        """Let a unit say what it did."""
        part = Assignment.objects.get(matter=matter, organisation=self.units[short], cycle=matter.cycle)
        services.act(
            actor=self.people[short], assignment_id=part.pk, result=result, photos=self.photo("after")
        )


def handle_matters(demo: Demo) -> None:
    """Live through what was raised in October and November, each matter by its own course."""
    demo.say("事项：上报、派办、吹哨、核查、答复")
    desk = Desk(demo)
    with at(aware(2026, 10, 9)):
        _make_units(desk)
    for number, case in enumerate(EARLIER):
        _live(desk, case, desk.community, 20 + 5 * number)
    for number, case in enumerate(CASES):
        _live(desk, case, desk.community, number)
    mediate_disputes(Room(desk.office, desk.worker, desk.community, desk.units["居委会"].pk))
    streets = [code for code in demo.communities if code.startswith(SHOWN_COUNTY) and code[:9] != desk.street]
    for number, case in enumerate(ELSEWHERE):
        with at(_moment(case.day, 9)):
            _report(desk, case, streets[number * 3 % len(streets)], number)
    with at(aware(2026, 11, 25)):
        services.send_reminders()


def _make_units(desk: Desk) -> None:
    company = Company()
    for short, name, account in UNITS:
        spec = OrganisationSpec(
            place_code=SHOWN_COUNTY, name=name, short_name=short, kind=OrganisationKind.DEPARTMENT
        )
        unit = create_organisation(actor=SYSTEM, spec=spec, is_demo=True)
        part = Part(account, f"演示·{short}", "经办", SHOWN_COUNTY, Role.DEPARTMENT, name)
        desk.units[short] = unit
        desk.people[short] = company.add(part, {name: unit.pk}).as_actor()
    office = OrganisationSpec(
        place_code=desk.street,
        name="演示街道办事处",
        short_name="街道办",
        kind=OrganisationKind.STREET_OFFICE,
    )
    create_organisation(actor=SYSTEM, spec=office, is_demo=True)
    spec = OrganisationSpec(
        place_code=desk.community,
        name="演示社区居民委员会",
        short_name="居委会",
        kind=OrganisationKind.RESIDENTS_COMMITTEE,
    )
    desk.units["居委会"] = create_organisation(actor=SYSTEM, spec=spec, is_demo=True)
    desk.people["居委会"] = desk.worker
    DispatchRule.objects.bulk_create(
        DispatchRule(
            class_kind=ClassKind.EVENT,
            class_prefix=prefix,
            place_code=SHOWN_COUNTY,
            organisation=desk.units[short],
            effective_on=aware(2026, 1, 1).date(),
        )
        for prefix, short in RULES
    )


def _moment(day: int, hour: int) -> datetime:
    """Return a moment of November; day 0 is the last of October, and so on back."""
    return aware(2026, 11, 1, hour) + timedelta(days=day - 1)


def _report(desk: Desk, case: Case, place_code: str, number: int) -> Reported:
    north, east = position_of(place_code)
    spec = MatterSpec(
        kind=MatterKind(case.kind),
        source=MatterSource(case.source),
        place_code=place_code,
        address=case.address,
        words=case.words,
        latitude=Decimal(str(north)) + STEP * (case.spot or number),
        longitude=Decimal(str(east)) + STEP * (case.spot or number * 7 % 11),
        reporter=ReporterSpec(name=case.name, phone=case.phone, consent_version="演示")
        if case.name
        else None,
        source_number=case.source_number,
        is_demo=True,
    )
    own = desk.office if place_code.startswith(desk.street) else desk.above
    actor = services.RESIDENT if case.source == MatterSource.PORTAL else own
    return services.report_matter(
        actor=actor, spec=spec, photos=desk.photo("before") if case.source != MatterSource.PHONE else []
    )


def _live(desk: Desk, case: Case, place_code: str, number: int) -> None:
    with at(_moment(case.day, case.hour)):
        reported = _report(desk, case, place_code, number)
    COURSES[case.course](desk, case, reported)


def _file(desk: Desk, case: Case, pk: int) -> Matter:
    kind, code = (ClassKind.REQUEST if case.code.startswith("99") else ClassKind.EVENT), case.code
    chosen = MatterClass.objects.get(kind=kind, code=code, place_code="")
    with at(_moment(case.day, case.hour + 1)):
        if case.name:
            services.contact(actor=desk.office, matter_id=pk, words="电话联系，说明了由谁来办、几时答复。")
        return services.file_matter(actor=desk.office, matter_id=pk, class_id=chosen.pk)


def _dispatch(desk: Desk, case: Case, pk: int) -> Matter:
    matter = _file(desk, case, pk)
    ids = [desk.units[short].pk for short in case.units]
    with at(_moment(case.day, case.hour + 1)):
        if len(ids) > 1:
            return services.whistle(
                actor=desk.office, matter_id=matter.pk, lead_id=ids[0], support_ids=ids[1:], words=case.wanted
            )
        return services.dispatch(
            actor=desk.office, matter_id=matter.pk, organisation_id=ids[0], words=case.wanted
        )


def _close(desk: Desk, case: Case, reported: Reported) -> Matter:
    """Act the same afternoon, check the next morning, answer at once; where the case says so, rework in between."""
    matter = _dispatch(desk, case, reported.matter.pk)
    with at(_moment(case.day, 15)):
        for short in case.units:
            desk.act(matter, short, case.result)
    if case.rework:
        with at(_moment(case.day, 16)):
            services.check(actor=desk.checker, matter_id=matter.pk, has_passed=False, words=case.rework)
        with at(_moment(case.day, 17)):
            for short in case.units:
                desk.act(matter, short, f"返工后：{case.result}")
    with at(_moment(case.day + 1, 9)):
        services.check(
            actor=desk.checker,
            matter_id=matter.pk,
            has_passed=True,
            words="现场看过，已办好。",
            photos=desk.photo("check"),
        )
        return services.answer_and_close(
            actor=desk.office, matter_id=matter.pk, answer=case.answer, is_published=True
        )


def _rate(case: Case, reported: Reported, satisfaction: Satisfaction) -> None:
    with at(_moment(case.day + 1, 19)):
        services.rate(
            number=reported.matter.number,
            code=reported.follow_code,
            is_solved=satisfaction != Satisfaction.UNSATISFIED,
            satisfaction=satisfaction,
            words=case.rating,
        )


def _well(desk: Desk, case: Case, reported: Reported) -> None:
    _close(desk, case, reported)
    if case.name:
        _rate(case, reported, Satisfaction.SATISFIED if desk.chance.random() < 0.7 else Satisfaction.BASIC)


def _badly(desk: Desk, case: Case, reported: Reported) -> None:
    """Rated badly, opened again one level higher, and now in the hands of the county."""
    _close(desk, case, reported)
    _rate(case, reported, Satisfaction.UNSATISFIED)
    with at(_moment(case.day + 2, 9)):
        services.reopen(number=reported.matter.number, code=reported.follow_code, words=case.rating)
    with at(_moment(case.day + 2, 10)):
        ids = [desk.units[short].pk for short in case.units]
        services.whistle(
            actor=desk.above,
            matter_id=reported.matter.pk,
            lead_id=ids[0],
            support_ids=ids[1:],
            words="区里督办。",
        )


def _unsolved(desk: Desk, case: Case, reported: Reported) -> None:
    matter = _dispatch(desk, case, reported.matter.pk)
    with at(_moment(case.day + 2, 11)):
        services.close_unsolved(
            actor=desk.office, matter_id=matter.pk, answer=case.answer, reason=case.result
        )
        services.exclude(
            actor=desk.above, matter_id=matter.pk, ground=ExclusionGround.OTHER_CHANNEL, reason=case.result
        )


def _held(desk: Desk, case: Case, reported: Reported) -> None:
    matter = _dispatch(desk, case, reported.matter.pk)
    with at(_moment(case.day, case.hour + 2)):
        services.hold(actor=desk.office, matter_id=matter.pk, reason=case.result)


def _returned(desk: Desk, case: Case, reported: Reported) -> None:
    matter = _dispatch(desk, case, reported.matter.pk)
    with at(_moment(case.day, case.hour + 2)):
        part = matter.assignments.get()
        services.hand_back(actor=desk.people[case.units[0]], assignment_id=part.pk, reason=case.result)


def _signed(desk: Desk, case: Case, reported: Reported) -> None:
    matter = _dispatch(desk, case, reported.matter.pk)
    with at(_moment(case.day, case.hour + 2)):
        part = matter.assignments.get(is_lead=True)
        services.accept(actor=desk.people[case.units[0]], assignment_id=part.pk)


def _done(desk: Desk, case: Case, reported: Reported) -> None:
    matter = _dispatch(desk, case, reported.matter.pk)
    with at(_moment(case.day, 16)):
        for short in case.units:
            desk.act(matter, short, case.result)


def _answered(desk: Desk, case: Case, reported: Reported) -> None:
    _file(desk, case, reported.matter.pk)
    with at(_moment(case.day, 16)):
        services.answer_and_close(
            actor=desk.office, matter_id=reported.matter.pk, answer=case.answer, is_published=True
        )


COURSES: dict[str, Callable[[Desk, Case, Reported], object]] = {
    "well": _well,
    "badly": _badly,
    "unsolved": _unsolved,
    "held": _held,
    "returned": _returned,
    "signed": _signed,
    "done": _done,
    "answered": _answered,
    "filed": lambda desk, case, reported: _file(desk, case, reported.matter.pk),
    "dispatched": lambda desk, case, reported: _dispatch(desk, case, reported.matter.pk),
    "reported": lambda desk, case, reported: None,
}
"""How a matter goes on, by the name its case gives."""
