"""The demo's second programme, from November on: a winter plan under way, with something to do for everybody."""

from collections.abc import Sequence

from gongjian.apps.parties.models import Organisation
from gongjian.apps.plans import services as plans
from gongjian.apps.plans.selectors import blockers_of, get_plan, live_items
from gongjian.apps.programmes import services as programmes
from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport
from gongjian.apps.programmes.services import Receiver, ReportContent
from gongjian.cli.demo.cast import CITY, SHOWN_COUNTY
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.programme import as_docx
from gongjian.cli.demo.scene import COMMUNITIES, COUNTIES, STREETS, Demo
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.clock import at
from gongjian.core.figures import Period

SURVEY, PATROL, CLEAR, REPAIR, TELL, EQUIP, DRILL, CHECK, PRINT, SUM = (
    "摸清楼道底数",
    "组建楼栋巡查队",
    "清理堆物和飞线",
    "检修楼道消防设施",
    "开展入户宣传",
    "配齐楼道灭火器",
    "组织疏散演练",
    "开展区县互查",
    "印发宣传材料",
    "汇总整治台账",
)
REFUSING_COUNTY = "510981"
QUARTER = Period.quarter(2026, 4)


def start_winter(demo: Demo) -> Programme:
    """Bring the winter plan in, give it down, and let the levels stand at different points of it."""
    demo.say("冬春行动：下达、签收、填报")
    with at(aware(2026, 10, 27)):
        programme = _activate(demo)
    work = _Winter(demo, programme)
    with at(aware(2026, 11, 2)):
        work.give_from_city()
    with at(aware(2026, 11, 5)):
        work.give_from_counties()
    with at(aware(2026, 11, 10)):
        work.give_from_streets()
    with at(aware(2026, 11, 19)):
        work.report()
    with at(aware(2026, 11, 20)):
        work.answer()
    with at(aware(2026, 11, 24)):
        work.give_more()
    return programme


def import_next_year(demo: Demo) -> None:
    """Bring the plan for 2027 in; its open points wait for the office."""
    with at(aware(2026, 11, 20)):
        plans.import_file(
            actor=demo.people["shi"],
            place_code=CITY,
            name="提升年行动方案（征求意见稿）.docx",
            content=as_docx("next_year.txt"),
            is_demo=True,
        )


def _activate(demo: Demo) -> Programme:
    office = demo.people["shi"]
    content = as_docx("winter.txt")
    [plan] = plans.import_file(
        actor=office, place_code=CITY, name="冬春楼道整治方案.docx", content=content, is_demo=True
    )
    for item in live_items(get_plan(office, plan.pk)):
        plans.accept_item(actor=office, plan_id=plan.pk, item_id=item.pk)
    for blocker in blockers_of(get_plan(office, plan.pk)):
        if blocker.unit_id is not None:
            plans.match_unit(actor=office, plan_id=plan.pk, unit_id=blocker.unit_id, ignore=True)
    return plans.activate_plan(actor=office, plan_id=plan.pk)


class _Winter:
    """The winter programme on its way down: who gave what to whom, and who has answered."""

    def __init__(self, demo: Demo, programme: Programme) -> None:
        self._demo, self._programme = demo, programme
        self._tasks = {task.title: task.pk for task in programme.tasks.all()}
        self._hospital = Organisation.objects.get(name="遂宁市演示医院").pk
        self._street, self._community = demo.shown()

    def give_from_city(self) -> None:
        """Give to the counties, who acknowledge but for one that sends a task back, and to the department."""
        demo, department = self._demo, self._demo.people["bumen"]
        self._hand_down(
            [SURVEY, PATROL, CLEAR, REPAIR, EQUIP, DRILL, TELL], [Receiver(code) for code in demo.counties]
        )
        self._hand_down([PRINT], [Receiver(CITY, department.home_unit_id)])
        for county in demo.counties:
            ids = self._held(county)
            if county == REFUSING_COUNTY:
                refused = self._rows().get(place_code=county, task=self._tasks[TELL]).pk
                ids.remove(refused)
                programmes.answer_assignment(
                    actor=demo.office(county),
                    assignment_id=refused,
                    accept=False,
                    reason="入户宣传已列入县里统一活动，请与县总工会的安排合并后再下达。",
                )
            programmes.acknowledge_all(actor=demo.office(county), assignment_ids=ids)
        programmes.acknowledge_all(actor=department, assignment_ids=self._held_by_unit(department, PRINT))

    def give_from_counties(self) -> None:
        """Give on to the streets of the county whose accounts one may try; clearing and drill wait."""
        demo = self._demo
        codes = [code for code in demo.streets if code.startswith(SHOWN_COUNTY)]
        titles = [SURVEY, PATROL, REPAIR, EQUIP, TELL]
        self._give_on(SHOWN_COUNTY, titles, [Receiver(code) for code in codes])
        for number, code in enumerate(codes):
            if number % 6 != 5:
                programmes.acknowledge_all(actor=demo.office(code), assignment_ids=self._held(code))

    def give_from_streets(self) -> None:
        """Give on to the communities of some streets, and to the hospital of the street one may try."""
        demo = self._demo
        for street in [code for code in demo.streets if code.startswith(SHOWN_COUNTY)][:4]:
            codes = [code for code in demo.communities if code.startswith(street)]
            self._give_on(street, [SURVEY, PATROL], [Receiver(code) for code in codes])
            for code in codes:
                programmes.acknowledge_all(actor=demo.worker_of(code), assignment_ids=self._held(code))
        self._give_on(self._street, [REPAIR], [Receiver(self._street, self._hospital)])
        contact = demo.people["danwei"]
        programmes.acknowledge_all(actor=contact, assignment_ids=self._held_by_unit(contact, REPAIR))

    def report(self) -> None:
        """Report ahead of the quarter's end: communities to streets, streets to the county, the department."""
        demo = self._demo
        rows = self._rows().filter(is_leaf=True, status="active", organisation__isnull=True)
        for row in rows.filter(place_code__startswith=SHOWN_COUNTY).order_by("place_code", "pk"):
            if len(row.place_code) == COMMUNITIES and row.task_id == self._tasks[SURVEY]:
                self._report(demo.worker_of(row.place_code), row, "已登记 14 栋，余下的本周补齐。")
            elif len(row.place_code) == STREETS and row.task_id == self._tasks[REPAIR]:
                self._report(demo.office(row.place_code), row, "已约驻区单位，灭火器检修过半。")
        department = demo.people["bumen"]
        for row in self._rows().filter(pk__in=self._held_by_unit(department, PRINT)):
            self._report(department, row, "折页初稿已定，挂图在排版。")

    def answer(self) -> None:
        """Send two back with a reason; some are confirmed, the others wait."""
        demo = self._demo
        waiting = ProgressReport.objects.filter(
            assignment__task__programme=self._programme,
            status="submitted",
            place_code__startswith=SHOWN_COUNTY,
        ).order_by("place_code", "pk")
        for report in waiting:
            self._answer_one(report, demo)

    def _answer_one(self, report: ProgressReport, demo: Demo) -> None:
        code = report.place_code
        if code == self._community:
            reason = "3 号楼和 7 号楼的登记表没有网格员签字，请补签后再报。"
            programmes.answer_report(
                actor=demo.people["jiedao"], report_id=report.pk, confirm=False, reason=reason
            )
        elif len(code) == COMMUNITIES and not code.startswith(self._street):
            programmes.answer_report(actor=demo.office(code[:STREETS]), report_id=report.pk, confirm=True)
        elif len(code) == STREETS and report.pk % 3 == 0:
            programmes.answer_report(actor=demo.office(code[:COUNTIES]), report_id=report.pk, confirm=True)

    def give_more(self) -> None:
        """Give what has not been answered yet; the street has taken the clearing on and will hand it down."""
        self._hand_down([CHECK], [Receiver(code) for code in self._demo.counties])
        self._hand_down([SUM], [Receiver(CITY, self._demo.people["bumen"].home_unit_id)])
        self._give_on(SHOWN_COUNTY, [CLEAR], [Receiver(self._street)])
        programmes.acknowledge_all(actor=self._demo.people["jiedao"], assignment_ids=self._held(self._street))
        codes = [code for code in self._demo.communities if code.startswith(self._street)]
        self._give_on(self._street, [EQUIP], [Receiver(code) for code in codes])
        self._give_on(self._street, [TELL], [Receiver(self._street, self._hospital)])

    def _rows(self) -> OwnedQuerySet:
        return Assignment.objects.filter(task__programme=self._programme)

    def _held(self, code: str) -> list[int]:
        rows = self._rows().filter(place_code=code, organisation__isnull=True)
        return list(rows.order_by("task__order", "pk").values_list("pk", flat=True))

    def _held_by_unit(self, actor: Actor, title: str) -> list[int]:
        rows = self._rows().filter(organisation=actor.home_unit_id, task=self._tasks[title])
        return list(rows.order_by("pk").values_list("pk", flat=True))

    def _hand_down(self, titles: Sequence[str], receivers: Sequence[Receiver]) -> None:
        programmes.hand_down(
            actor=self._demo.people["shi"],
            programme_id=self._programme.pk,
            task_ids=[self._tasks[title] for title in titles],
            receivers=receivers,
        )

    def _give_on(self, giver: str, titles: Sequence[str], receivers: Sequence[Receiver]) -> None:
        tasks = [self._tasks[title] for title in titles]
        rows = self._rows().filter(place_code=giver, organisation__isnull=True, task__in=tasks)
        programmes.hand_down_further(
            actor=self._demo.office(giver),
            assignment_ids=list(rows.order_by("pk").values_list("pk", flat=True)),
            receivers=receivers,
        )

    def _report(self, writer: Actor, row: Assignment, text: str) -> None:
        report = programmes.save_report(
            actor=writer, assignment_id=row.pk, period=QUARTER, content=ReportContent(text=text)
        )
        programmes.submit_report(actor=writer, report_id=report.pk)
