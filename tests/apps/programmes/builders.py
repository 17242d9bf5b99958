"""Programmes at work for tests: in the little country, all by the services."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal

from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport, Task
from gongjian.apps.programmes.services import (
    PhaseSpec,
    ProgrammeSpec,
    Receiver,
    ReportContent,
    ReportedFigure,
    Split,
    TargetSpec,
    TaskSpec,
    answer_assignment,
    answer_report,
    create_programme,
    hand_down,
    save_report,
    submit_report,
)
from gongjian.core import clock
from gongjian.core.access import SYSTEM, Actor
from gongjian.core.figures import Period
from gongjian.engines.worktime import CHINA_TIME
from tests.factories import COMMUNITIES, COUNTY

Q1 = Period.quarter(2026, 1)
Q2 = Period.quarter(2026, 2)


def on(day: str, hour: int = 10) -> AbstractContextManager[None]:
    """Let the clock stand at an hour of a day, in China."""
    return clock.at(datetime.fromisoformat(day).replace(hour=hour, tzinfo=CHINA_TIME))


def make_programme(actor: Actor = SYSTEM, **fields: object) -> Programme:
    """A programme of the county with one phase, one target and one task of 42 处 that serves it."""
    spec = ProgrammeSpec(
        **{
            "place_code": COUNTY,
            "title": "2026年环境共治行动",
            "year": 2026,
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            "phases": [PhaseSpec(name="提升阶段", starts_on=date(2026, 3, 1), ends_on=date(2026, 10, 31))],
            "targets": [
                TargetSpec(name="整治点位", value=Decimal(42), unit="处", deadline_on=date(2026, 9, 30))
            ],
            "tasks": [
                TaskSpec(
                    title="整治占道",
                    phase=0,
                    quantity=Decimal(42),
                    unit="处",
                    due_on=date(2026, 9, 30),
                    targets=[(0, Decimal(100))],
                )
            ],
            **fields,
        }
    )
    return create_programme(actor=actor, spec=spec)


def the_task(programme: Programme) -> Task:
    """The first task of a programme."""
    return programme.tasks.order_by("order")[0]


def give(
    programme: Programme,
    places: tuple[str, ...] = COMMUNITIES,
    actor: Actor = SYSTEM,
    split: Split | None = None,
    **fields: object,
) -> list[Assignment]:
    """Hand the first task down to places."""
    done = hand_down(
        actor=actor,
        programme_id=programme.pk,
        task_ids=[the_task(programme).pk],
        receivers=[Receiver(code) for code in places],
        split=split,
        **fields,
    )
    return list(done.created)


def acknowledged(
    programme: Programme, places: tuple[str, ...] = COMMUNITIES, **fields: object
) -> list[Assignment]:
    """Hand the first task down in January and acknowledge every part."""
    with on("2026-01-15"):
        parts = give(programme, places, **fields)
        for part in parts:
            answer_assignment(actor=SYSTEM, assignment_id=part.pk, accept=True)
    return parts


def report(
    assignment: Assignment,
    quantity: object = 3,
    period: Period = Q1,
    *,
    complete: bool = False,
    figures: dict[int, tuple[object, object]] | None = None,
    confirm: bool = True,
    submit: bool = True,
) -> ProgressReport:
    """Save, send and confirm a report."""
    content = ReportContent(
        done_quantity=None if quantity is None else Decimal(str(quantity)),
        is_complete=complete,
        text="本期清理一批。",
        figures={
            target: ReportedFigure(Decimal(str(part)), None if whole is None else Decimal(str(whole)))
            for target, (part, whole) in (figures or {}).items()
        },
    )
    row = save_report(actor=SYSTEM, assignment_id=assignment.pk, period=period, content=content)
    if submit:
        row = submit_report(actor=SYSTEM, report_id=row.pk)
    if submit and confirm:
        row = answer_report(actor=SYSTEM, report_id=row.pk, confirm=True)
    return row
