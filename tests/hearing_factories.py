"""Builders of residents, applications and hearings, through the services where a test needs the way there."""

from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

from gongjian.apps.hearings import services
from gongjian.apps.hearings.models import AidApplication, Hearing, Seat
from gongjian.apps.hearings.services import ApplicationSpec, Papers, PersonSpec
from gongjian.apps.parties.models import Relation, Resident
from gongjian.core import ballots
from gongjian.core.access import Actor
from gongjian.engines.masking.id_number import id_check_digit
from gongjian.engines.tally import Ballot
from tests.factories import COMMUNITIES

COMMUNITY = COMMUNITIES[0]
_numbers = count(1)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"


def make_id_number() -> str:
    """A right identity number, never the same twice."""
    years, days = divmod(next(_numbers), 15_000)
    body = f"510903{date(1960, 1, 1) + timedelta(days=days):%Y%m%d}{years:03d}"
    return body + id_check_digit(body)


def make_resident(
    place_code: str = COMMUNITY, *, name: str = "", group: str = "resident", **fields: object
) -> Resident:
    """A resident; with a name of three characters unless one is given."""
    number = next(_numbers)
    named = name or f"{SURNAMES[number % len(SURNAMES)]}居{number}"
    return Resident.objects.create(place_code=place_code, name=named, group=group, **fields)


def make_pool(representatives: int = 24, others: int = 14, place_code: str = COMMUNITY) -> list[Resident]:
    """People who may be drawn to panels."""
    found = [
        make_resident(place_code, group="representative", is_panelist=True) for _ in range(representatives)
    ]
    return found + [make_resident(place_code, group="committee", is_panelist=True) for _ in range(others)]


def relate(one: Resident, other: Resident, kind: str = "sibling") -> Relation:
    """Two residents who stand so to each other."""
    first, second = sorted((one, other), key=lambda row: row.pk)
    return Relation.objects.create(first=first, second=second, kind=kind, source="declared")


def make_application(
    actor: Actor, *, place_code: str = COMMUNITY, members: int = 1, is_checked: bool = True
) -> AidApplication:
    """An application with its household, looked into unless told otherwise."""
    spec = ApplicationSpec(
        place_code=place_code,
        kind="low_income",
        head=PersonSpec("江大山", make_id_number()),
        facts="夫妻二人无固定收入，户主患病",
        phone="13900001234",
        address="船山区南津路12号3单元502室",
        members=[PersonSpec(f"江小{n}", make_id_number(), "child") for n in range(members)],
    )
    application = services.apply_for_aid(actor=actor, spec=spec)
    if is_checked:
        services.record_findings(actor=actor, application_id=application.pk, findings="入户看过，情况属实")
    application.refresh_from_db()
    return application


def make_drawn(
    actor: Actor,
    application: AidApplication,
    *,
    size: int = 15,
    representatives: int = 10,
    number: str = "3021.53",
    **more: str,
) -> Hearing:
    """A hearing whose panel is drawn."""
    hearing = services.call_hearing(
        actor=actor,
        application_id=application.pk,
        source="福彩3D第2026250期",
        size=size,
        representatives=representatives,
        **more,
    )
    services.publish_list(actor=actor, hearing_id=hearing.pk)
    return services.draw_panel(actor=actor, hearing_id=hearing.pk, number=number, witnesses="周清、吴明")


def seated(hearing: Hearing) -> list[Seat]:
    """The panel as it stands now."""
    return list(Seat.objects.filter(hearing=hearing, status="seated").order_by("order"))


def make_attended(
    actor: Actor, hearing: Hearing, present: int | None = None, day: date | None = None
) -> Hearing:
    """A hearing on its day, with the first `present` of the panel signed in (all unless told)."""
    starts_at = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=3), time(9)))
    services.send_notice(actor=actor, hearing_id=hearing.pk, venue="社区会议室", starts_at=starts_at)
    Hearing.objects.filter(pk=hearing.pk).update(starts_at=timezone.now())
    came = [seat.pk for seat in seated(hearing)][:present]
    return services.record_attendance(
        actor=actor, hearing_id=hearing.pk, present=came, chair="陈主任", recorder="李干事"
    )


def vote(
    actor: Actor, hearing: Hearing, *, yes: int, no: int = 0, abstain: int = 0, reason: str = "收入没有报全"
) -> Hearing:
    """Open the vote, cast these ballots with tokens, close it. What is left of those present does not vote."""
    opened, tokens = services.open_vote(actor=actor, hearing_id=hearing.pk)
    marks = ["yes"] * yes + ["no"] * no + ["abstain"] * abstain
    for token, mark in zip(tokens, marks, strict=False):
        cast(opened, token, mark, reason if mark == "no" else "")
    return services.close_vote(actor=actor, hearing_id=hearing.pk)


def cast(hearing: Hearing, token: str, choice: str, reason: str = "") -> None:
    """One vote by token."""
    ballots.cast(hearing.vote_key, token, Ballot((choice,), reason))


def papers(**marks: int) -> Papers:
    """What somebody read from the paper ballots."""
    return Papers(**{"yes": 0, "no": 0, "abstain": 0, "spoilt": 0, **marks})


def make_hearings(actor: Actor) -> None:
    """One application at each step that has a page of its own: drawn, signed in, voting, posted with an objection."""
    make_pool(30, 20)
    make_drawn(actor, make_application(actor))
    make_attended(actor, make_drawn(actor, make_application(actor)))
    voting = make_attended(actor, make_drawn(actor, make_application(actor)))
    services.open_vote(actor=actor, hearing_id=voting.pk, papers=4)
    heard = make_application(actor)
    vote(actor, make_attended(actor, make_drawn(actor, heard)), yes=12, no=3)
    posting = services.post_result(
        actor=actor, application_id=heard.pk, place_words="社区公示栏", phone="0825-1234567"
    )
    services.take_objection(actor=actor, posting_id=posting.pk, words="他家有车", objector="王某")
    make_application(actor, is_checked=False)
