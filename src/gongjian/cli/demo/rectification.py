"""The demo's findings mended: orders in every state, one overdue, one that did not pass, more time asked for."""

from collections.abc import Sequence
from datetime import date, datetime

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import CheckOutcome, FindingStatus
from gongjian.apps.inspections.models import Finding, RectificationOrder, Round
from gongjian.apps.inspections.selectors.effects import proposals_of
from gongjian.apps.inspections.services import FindingSpec, Upload
from gongjian.cli.demo.cast import SHOWN_COUNTY
from gongjian.cli.demo.inspection import aware, drawn_photo
from gongjian.cli.demo.positions import position_of
from gongjian.cli.demo.scene import Demo
from gongjian.core.clock import at

AUTUMN, RUNNING = "2026年9月检查", "2026年年终交叉检查"
MOST = 3
WORDS = ("已清理干净，安排保洁员每天巡两次", "物业已拆除，贴了告示", "补齐了，责任到人")


def mend_findings(demo: Demo) -> None:
    """Mend some of September to the end, where the same was found before and where it was not; the running round half-way."""
    demo.say("问题整改和复查")
    autumn, running = Round.objects.get(title=AUTUMN), Round.objects.get(title=RUNNING)
    codes = [code for code in demo.communities if code.startswith(SHOWN_COUNTY)]
    elsewhere = [code for code in demo.communities if not code.startswith(SHOWN_COUNTY)]
    for code in (*_with_findings(autumn, codes)[:1], *_with_findings(autumn, elsewhere)[:2]):
        with at(aware(2026, 9, 22)):
            issued = _issue(demo, autumn, code, by_nth=True)
        for order in issued:
            _mend(demo, order, aware(2026, 9, 23), aware(2026, 9, 25))
    with at(aware(2026, 10, 9)):
        open_ = [one.finding.pk for one in proposals_of(demo.people["shi"], autumn) if one.is_open]
        if open_:
            services.confirm_effects(actor=demo.people["shi"], round_id=autumn.pk, finding_ids=open_[:2])
    _half_way(demo, running, _with_findings(running, codes))


def _with_findings(row: Round, codes: Sequence[str]) -> list[str]:
    """Keep the communities of which the round has findings that nobody has acted on."""
    found = Finding.objects.filter(round=row, place_code__in=codes, status=FindingStatus.FOUND)
    return sorted(set(found.values_list("place_code", flat=True)))


def _half_way(demo: Demo, running: Round, codes: Sequence[str]) -> None:
    """Leave orders in every state."""
    with at(aware(2026, 11, 18)):
        own = _issue(demo, running, codes[0])
        done, waiting = _issue(demo, running, codes[1]), _issue(demo, running, codes[2])
        _issue(demo, running, codes[3])  # nobody signs: overdue
    _fail_one(demo, own[0])
    _mend(demo, done[0], aware(2026, 11, 19), aware(2026, 11, 20))
    _answer_all(demo, waiting[0], aware(2026, 11, 20))
    with at(aware(2026, 11, 24)):
        _issue(demo, running, codes[4])
        late, dropped = _issue(demo, running, codes[5]), _issue(demo, running, codes[6])
        services.ask_extension(
            actor=demo.worker_of(codes[5]),
            order_id=late[0].pk,
            until_on=date(2026, 12, 4),
            reason="充电棚要等物业进场施工",
        )
        services.withdraw_order(
            actor=demo.people["shi"], order_id=dropped[0].pk, reason="社区边界刚调整，重新核对后再下达"
        )
        _record_by_hand(demo, codes[0])


def _issue(demo: Demo, row: Round, code: str, *, by_nth: bool = False) -> list[RectificationOrder]:
    """Order the heaviest findings of a community, those with photos first, or else those found for the first time."""
    rows = Finding.objects.filter(round=row, place_code=code, status=FindingStatus.FOUND)
    chosen = sorted(
        rows, key=lambda one: (by_nth and one.nth, one.latitude is None, -(one.points_lost or 0), one.pk)
    )[:MOST]
    return services.issue_orders(
        actor=demo.people["shi"],
        finding_ids=[one.pk for one in chosen],
        words="整改后拍照报来，同样的地方一并检查。",
        is_demo=True,
    )


def _answer(demo: Demo, finding: Finding, number: int) -> None:
    words = WORDS[number % len(WORDS)]
    picture = drawn_photo(f"{finding.place_code} OK", demo.chance, position_of(finding.place_code))
    services.answer_finding(
        actor=demo.worker_of(finding.place_code),
        finding_id=finding.pk,
        words=words,
        photos=[Upload("整改后.jpg", picture)],
    )


def _answer_all(demo: Demo, order: RectificationOrder, moment: datetime) -> None:
    with at(moment):
        for number, finding in enumerate(order.findings.order_by("pk")):
            _answer(demo, finding, number)


def _mend(demo: Demo, order: RectificationOrder, answered: datetime, checked: datetime) -> None:
    _answer_all(demo, order, answered)
    with at(checked):
        for finding in order.findings.order_by("pk"):
            services.check_finding(
                actor=demo.people["jiancha"], finding_id=finding.pk, outcome=CheckOutcome.PASSED
            )


def _fail_one(demo: Demo, order: RectificationOrder) -> None:
    """Mend two of the shown community's findings: one passes, the other comes back with a photo."""
    first, *more = order.findings.order_by("pk")
    with at(aware(2026, 11, 19)):
        services.acknowledge_order(actor=demo.worker_of(order.place_code), order_id=order.pk)
    with at(aware(2026, 11, 20)):
        for number, finding in enumerate([first, *more[:1]]):
            _answer(demo, finding, number)
    inspector = demo.people["jiancha"]
    with at(aware(2026, 11, 23)):
        services.check_finding(
            actor=inspector,
            finding_id=first.pk,
            outcome=CheckOutcome.PARTLY,
            reason="二单元还有没清走的",
            left_count=first.count,
            photos=[Upload("复查.jpg", drawn_photo(f"{first.place_code} AGAIN", demo.chance))],
        )
        for finding in more[:1]:
            services.check_finding(actor=inspector, finding_id=finding.pk, outcome=CheckOutcome.PASSED)


def _record_by_hand(demo: Demo, code: str) -> None:
    """Record what was seen on the way, outside of a sheet."""
    spec = FindingSpec(
        place_code=code,
        title="井盖破损",
        found_on=date(2026, 11, 24),
        per="人行道井盖缺角",
        note="南门公交站旁",
        photos=[Upload("现场.jpg", drawn_photo(f"{code} COVER", demo.chance, position_of(code)))],
        is_demo=True,
    )
    services.record_finding(actor=demo.people["jiancha"], spec=spec)
