"""The demo's agreements: a hospital and the shown community through a year, from claims to a statement."""

from dataclasses import dataclass
from datetime import date, timedelta

from gongjian.apps.cobuilding.choices import Side
from gongjian.apps.cobuilding.models import Agreement
from gongjian.apps.cobuilding.services import agreements as services
from gongjian.apps.cobuilding.services import contribution
from gongjian.apps.cobuilding.services.agreements import (
    Acceptance,
    DeliverySpec,
    StepSpec,
    SupplementSpec,
    TermsSpec,
)
from gongjian.apps.cobuilding.services.claims import ClaimSpec, claim_need, consent
from gongjian.apps.cobuilding.services.contribution import PledgeSpec
from gongjian.apps.cobuilding.services.needs import NeedSpec, enter_need
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.clock import at

YEAR = 2026
TERMS = "社区提前三天告诉要来多少人，单位当天有变动提前一天说。\n服务当场登记人次，双方各留一份。"


@dataclass(frozen=True)
class _Wish:
    """One need that the hospital takes on: when it was entered, until when, and what was delivered on which days."""

    title: str
    category: str
    quantity: int
    for_whom: str
    entered_on: date
    ends_on: date
    given: tuple[tuple[date, int, int, float], ...] = ()
    """Day, quantity, people served, hours."""


WISHES = (
    _Wish(
        "每月一次义诊",
        "people.clinic",
        240,
        "院里的老人",
        date(2026, 2, 10),
        date(2026, 6, 30),
        (
            (date(2026, 3, 14), 46, 46, 12),
            (date(2026, 4, 11), 52, 52, 12),
            (date(2026, 5, 9), 41, 41, 9.5),
            (date(2026, 6, 13), 58, 58, 12),
        ),
    ),
    _Wish(
        "急救知识讲座",
        "people.lecture",
        4,
        "楼栋长和网格员",
        date(2026, 3, 20),
        date(2026, 10, 31),
        (
            (date(2026, 5, 21), 1, 35, 2),
            (date(2026, 7, 16), 1, 28, 2),
            (date(2026, 8, 20), 1, 31, 2),
            (date(2026, 10, 15), 1, 42, 2.5),
        ),
    ),
    _Wish(
        "周六下午的活动场地",
        "venue.hall",
        12,
        "合唱队和书画班",
        date(2026, 8, 25),
        date(2026, 12, 31),
        ((date(2026, 9, 12), 2, 60, 0), (date(2026, 10, 17), 3, 85, 0), (date(2026, 11, 14), 2, 54, 0)),
    ),
    _Wish("冬季上门随访", "people.visit", 60, "独居老人", date(2026, 11, 16), date(2027, 2, 28)),
)


def build_together(demo: Demo) -> None:
    """Live through the year: a pledge, four agreements at different steps, reviews and a statement."""
    demo.say("共建协议、交付、评价、承诺和贡献证明")
    _pledge(demo)
    clinic, lectures, hall, _visits = [_agree(demo, wish) for wish in WISHES]
    _deliver(demo, clinic, WISHES[0])
    _close(demo, clinic, WISHES[0], (5, 4), "五月那次人少，六月底到期没有补")
    _deliver(demo, lectures, WISHES[1])
    _close(demo, lectures, WISHES[1], (5, 5), "")
    _deliver(demo, hall, WISHES[2])
    _ask_for_more(demo, hall)
    _remind()
    _state(demo)


def _pledge(demo: Demo) -> None:
    place = demo.shown()[1]
    with at(aware(2026, 1, 12)):
        contribution.make_pledge(
            actor=demo.people["danwei"],
            spec=PledgeSpec(
                place_code=place,
                organisation_id=_unit_id(demo),
                year=YEAR,
                text="每月到社区义诊一次；给楼栋长讲急救；周末把会议室借给居民活动。",
                lines=(
                    ("people.clinic", 240, "每月一次"),
                    ("people.lecture", 4, ""),
                    ("venue.hall", 12, "周六下午"),
                ),
            ),
        )


def _unit_id(demo: Demo) -> int:
    return next(grant.unit_id for grant in demo.people["danwei"].grants if grant.unit_id)


def _agree(demo: Demo, wish: _Wish) -> Agreement:
    """Enter the need, claim it, consent, write steps and terms; the last one waits for the unit's signature."""
    worker, liaison, place = demo.people["shequ"], demo.people["danwei"], demo.shown()[1]
    entered = aware(wish.entered_on.year, wish.entered_on.month, wish.entered_on.day)
    with at(entered):
        need = enter_need(
            actor=worker,
            spec=NeedSpec(
                place_code=place,
                published_to=demo.shown()[0],
                category=wish.category,
                title=wish.title,
                quantity=wish.quantity,
                for_whom=wish.for_whom,
                last_on=wish.ends_on,
                is_demo=True,
            ),
        )
        spec = ClaimSpec(
            need_id=need.pk, quantity=wish.quantity, organisation_id=_unit_id(demo), is_demo=True
        )
        claim = claim_need(actor=liaison, spec=spec)
    with at(entered + timedelta(days=2)):
        consent(actor=worker, claim_id=claim.pk)
        agreement = Agreement.objects.get(lines__claim=claim)
        _write(demo, agreement, wish)
        services.sign_agreement(actor=worker, agreement_id=agreement.pk, side=Side.COMMUNITY)
    if wish.given:
        with at(entered + timedelta(days=3)):
            services.sign_agreement(actor=liaison, agreement_id=agreement.pk, side=Side.UNIT)
    return agreement


def _write(demo: Demo, agreement: Agreement, wish: _Wish) -> None:
    worker, liaison = demo.people["shequ"], demo.people["danwei"]
    services.change_terms(
        actor=worker,
        agreement_id=agreement.pk,
        spec=TermsSpec(
            title=agreement.title, starts_on=agreement.starts_on, ends_on=wish.ends_on, terms=TERMS
        ),
    )
    for title, side, owner, days in (
        ("定好第一次的时间地点", Side.COMMUNITY, "社区副主任", 7),
        ("第一次服务", Side.UNIT, "医务科", 40),
    ):
        services.add_step(
            actor=worker,
            agreement_id=agreement.pk,
            spec=StepSpec(
                title=title,
                side=side,
                owner_name=owner,
                due_on=agreement.starts_on + timedelta(days=days),
            ),
        )
    if wish.category.startswith("people."):
        for name, duty in (("演示·周医生", "全科医生"), ("演示·何护士", "护士")):
            services.add_person(actor=liaison, agreement_id=agreement.pk, name=name, duty=duty)


def _deliver(demo: Demo, agreement: Agreement, wish: _Wish) -> None:
    """Record each delivery as it was counted; the community confirms the next day."""
    line = agreement.lines.get()
    people = [row.contributor_id for row in agreement.people.order_by("pk")]
    for day, quantity, served, hours in wish.given:
        with at(aware(day.year, day.month, day.day, 17)):
            minutes = int(hours * 60)
            delivery = services.enter_delivery(
                actor=demo.people["danwei"],
                agreement_id=agreement.pk,
                spec=DeliverySpec(
                    line_id=line.pk,
                    on=day,
                    quantity=quantity,
                    people_served=served,
                    minutes=minutes,
                    served=[(who, minutes // len(people)) for who in people if minutes],
                ),
            )
        is_waiting = wish is WISHES[2] and day == wish.given[-1][0]
        if not is_waiting:
            with at(aware(day.year, day.month, day.day, 18) + timedelta(days=1)):
                services.confirm_delivery(actor=demo.people["shequ"], delivery_id=delivery.pk)


def _close(demo: Demo, agreement: Agreement, wish: _Wish, ratings: tuple[int, int], why_less: str) -> None:
    last = wish.given[-1][0] + timedelta(days=5)
    line, given = agreement.lines.get(), sum(quantity for _day, quantity, *_more in wish.given)
    with at(aware(last.year, last.month, last.day)):
        services.finish_agreement(actor=demo.people["danwei"], agreement_id=agreement.pk)
        services.accept_agreement(
            actor=demo.people["shequ"],
            agreement_id=agreement.pk,
            accepted={line.pk: Acceptance(given, why_less)},
        )
        for side, who, rating in (
            (Side.COMMUNITY, "shequ", ratings[0]),
            (Side.UNIT, "danwei", ratings[1]),
        ):
            services.evaluate_agreement(
                actor=demo.people[who], agreement_id=agreement.pk, side=side, rating=rating
            )


def _ask_for_more(demo: Demo, agreement: Agreement) -> None:
    """The hospital asks to give two sessions less; the community has not answered yet."""
    with at(aware(2026, 11, 18)):
        services.propose_supplement(
            actor=demo.people["danwei"],
            agreement_id=agreement.pk,
            spec=SupplementSpec(
                line_id=agreement.lines.get().pk, delta=-2, reason="年底会议室要布线，少开放两次"
            ),
        )


def _remind() -> None:
    """Let the daily job run on the days on which a reminder came."""
    with at(aware(2026, 11, 24, 8)):
        services.send_reminders()


def _state(demo: Demo) -> None:
    """Print a statement of the year so far."""
    worker, place = demo.people["shequ"], demo.shown()[1]
    with at(aware(2026, 11, 25)):
        contribution.issue_statement(
            actor=worker,
            place_code=place,
            organisation_id=_unit_id(demo),
            year=YEAR,
            address_of=lambda code: f"https://gongjian.example/cobuilding/verify/{code}/",
        )
