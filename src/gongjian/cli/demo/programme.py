"""The demo's programme: the plan imported and corrected, activated, handed down and acknowledged."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from importlib.resources import files
from io import BytesIO

from docx import Document as WordDocument

from gongjian.apps.plans import services as plans
from gongjian.apps.plans.choices import ItemKind
from gongjian.apps.plans.selectors import blockers_of, get_plan, live_items
from gongjian.apps.programmes import services as programmes
from gongjian.apps.programmes.models import Assignment, Programme, Task
from gongjian.apps.programmes.services import Receiver
from gongjian.cli.demo.areas import ALL_PARKS, SEAT_TOWNS
from gongjian.cli.demo.cast import CITY, SHOWN_COUNTY
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import STREETS, Demo
from gongjian.core.access import Actor
from gongjian.core.clock import at
from gongjian.core.figures import Period

SECOND_COUNTY = "510921"
SCOPES = {"示范城区": "船山区、安居区", "示范镇": SEAT_TOWNS, "园区": ALL_PARKS}
"""Where the plan sets a target, by words of its name."""
SHARES = {
    "主题": {"达标": 100},
    "方案": {"达标": 60, "示范城区": 20, "示范镇": 20},
    "队伍": {"达标": 50, "示范城区": 25, "园区": 25},
    "培训": {"轮训": 100},
    "创建": {"达标": 40, "示范城区": 20, "示范镇": 20, "园区": 20},
    "机制": {"示范城区": 40, "示范镇": 30, "园区": 30},
}
"""Which targets a task serves, and by which share in per cent, by words of their names."""


def as_docx(name: str) -> bytes:
    """Set a text of the demo as the .docx that a person would import."""
    text = files("gongjian.cli.demo").joinpath(name).read_text(encoding="utf-8")
    word = WordDocument()
    for line in text.splitlines():
        word.add_paragraph(line)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def make_programme(demo: Demo) -> Programme:
    """Import the plan, correct what a person would correct, and activate it."""
    demo.say("导入方案，核对，启动行动")
    office = demo.people["shi"]
    [plan] = plans.import_file(
        actor=office, place_code=CITY, name="六个一行动方案.docx", content=as_docx("plan.txt"), is_demo=True
    )
    for item in live_items(get_plan(office, plan.pk)):
        if item.kind == ItemKind.TASK and not item.values["due"].startswith("2026"):
            plans.drop_item(actor=office, plan_id=plan.pk, item_id=item.pk)
        elif item.kind == ItemKind.TASK and "创建" in item.values["title"]:
            values = {"quantity": "2400", "unit": "处"}
            plans.correct_item(actor=office, plan_id=plan.pk, item_id=item.pk, values=values)
        elif item.kind == ItemKind.TARGET and (scope := _scope_of(item.values["indicator"])):
            values = {"scope": scope, "place_code": scope}
            plans.correct_item(actor=office, plan_id=plan.pk, item_id=item.pk, values=values)
        else:
            plans.accept_item(actor=office, plan_id=plan.pk, item_id=item.pk)
    for blocker in blockers_of(get_plan(office, plan.pk)):
        if blocker.unit_id is not None:
            plans.match_unit(actor=office, plan_id=plan.pk, unit_id=blocker.unit_id, ignore=True)
    programme = plans.activate_plan(actor=office, plan_id=plan.pk)
    _bind_targets(office, programme)
    return programme


def _scope_of(target: str) -> str:
    """Say where a target of the plan is set: three of them are for a part of the city."""
    return next((where for words, where in SCOPES.items() if words in target), "")


def _bind_targets(office: Actor, programme: Programme) -> None:
    """Bind what no name told: towns are rated like streets, training is reported by the communities."""
    targets = list(programme.targets.all())
    towns = next(target for target in targets if "示范镇" in target.name)
    trained = next(target for target in targets if "轮训" in target.name)
    programmes.bind_target(
        actor=office, target_id=towns.pk, indicator_key="inspections.demonstration_streets"
    )
    programmes.bind_target(
        actor=office, target_id=trained.pk, indicator_key="programmes.target_reported_share"
    )
    for task in programme.tasks.all():
        shares = next(shares for words, shares in SHARES.items() if words in task.title)
        programmes.share_task(
            actor=office,
            task_id=task.pk,
            shares={
                target.pk: Decimal(share)
                for target in targets
                for words, share in shares.items()
                if words in target.name
            },
        )


def _tasks(programme: Programme) -> dict[str, list[Task]]:
    """Part the tasks by who does them: the city's own, those of streets, those of communities."""
    found: dict[str, list[Task]] = defaultdict(list)
    for task in programme.tasks.order_by("order"):
        words = task.title
        kind = "communities" if any(part in words for part in ("队伍", "培训", "创建")) else "streets"
        found["city" if "主题" in words else kind].append(task)
    return found


def hand_down(demo: Demo, programme: Programme) -> None:
    """Give the tasks down the hierarchy, each level acknowledging before it gives on."""
    demo.say("逐级下达、签收")
    tasks = _tasks(programme)
    with at(aware(2026, 1, 8)):
        _give_city_task(demo, programme, tasks["city"])
        _give(demo, demo.people["shi"], programme, tasks["streets"] + tasks["communities"], demo.counties)
    with at(aware(2026, 1, 12)):
        for county in demo.counties:
            _give_on(demo, programme, county, [code for code in demo.streets if code.startswith(county)])
    for day, pilots_only in ((15, True), (22, False)):
        with at(aware(2026, 1, day)):
            for street in _deep_streets(demo):
                below = [code for code in demo.communities if code.startswith(street)]
                _give_on(demo, programme, street, below, tasks["communities"], pilots_only=pilots_only)
    with at(aware(2026, 1, 23)):
        deep = [code for code in demo.communities if code.startswith((SHOWN_COUNTY, SECOND_COUNTY))]
        late = set(demo.chance.sample(deep, 5))
        for street in _deep_streets(demo):
            codes = [code for code in demo.communities if code.startswith(street) and code not in late]
            _acknowledge(demo.worker(street), programme, codes)


def _deep_streets(demo: Demo) -> list[str]:
    """Two counties hand down to their communities, the others stop at the streets."""
    return [code for code in demo.streets if code.startswith((SHOWN_COUNTY, SECOND_COUNTY))]


def _give_city_task(demo: Demo, programme: Programme, tasks: Sequence[Task]) -> None:
    """Give the city's own task to the department that leads it; it is done and confirmed in January."""
    office, department = demo.people["shi"], demo.people["bumen"]
    for task in tasks:
        receiver = Receiver(CITY, department.home_unit_id)
        given = programmes.hand_down(
            actor=office, programme_id=programme.pk, task_ids=[task.pk], receivers=[receiver]
        )
        ids = [assignment.pk for assignment in given.created]
        programmes.acknowledge_all(actor=department, assignment_ids=ids)
        for assignment_id in ids:
            report = programmes.save_report(
                actor=department,
                assignment_id=assignment_id,
                period=Period.quarter(2026, 1),
                content=programmes.ReportContent(is_complete=True, text="启动活动已办，主题和评法已公布。"),
            )
            programmes.submit_report(actor=department, report_id=report.pk)
            programmes.answer_report(actor=office, report_id=report.pk, confirm=True)


def _give(
    demo: Demo, actor: Actor, programme: Programme, tasks: Sequence[Task], codes: Sequence[str]
) -> None:
    programmes.hand_down(
        actor=actor,
        programme_id=programme.pk,
        task_ids=[task.pk for task in tasks],
        receivers=[Receiver(code) for code in codes],
    )
    for code in codes:
        _acknowledge(demo.office(code), programme, [code])


def _give_on(
    demo: Demo,
    programme: Programme,
    giver: str,
    codes: Sequence[str],
    tasks: Sequence[Task] | None = None,
    *,
    pilots_only: bool = False,
) -> None:
    """Give on what was acknowledged; among communities the first is the pilot, which begins a week earlier."""
    held = Assignment.objects.filter(task__programme=programme, place_code=giver)
    if tasks is not None:
        held = held.filter(task__in=tasks)
    programmes.hand_down_further(
        actor=demo.office(giver),
        assignment_ids=list(held.order_by("pk").values_list("pk", flat=True)),
        receivers=[Receiver(code, is_pilot=code == codes[0] and len(code) > STREETS) for code in codes],
        pilots_only=pilots_only,
    )
    if len(codes[0]) == STREETS:
        for code in codes:
            _acknowledge(demo.office(code), programme, [code])


def _acknowledge(actor: Actor, programme: Programme, codes: Sequence[str]) -> None:
    rows = Assignment.objects.filter(
        task__programme=programme, place_code__in=codes, organisation__isnull=True
    )
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    programmes.acknowledge_all(actor=actor, assignment_ids=ids)
