"""The demo's results: the rotating red flag and names given, one appeal answered and one that waits."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, QuerySet
from django.utils import timezone

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import AppealStatus, HonourKind, SheetStatus
from gongjian.apps.inspections.models import Appeal, Round, ScoreSheet, SheetEntry
from gongjian.apps.places.choices import Level
from gongjian.cli.demo.cast import CITY, SHOWN_COUNTY
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.clock import at

BEST = 90
QUALIFIED = Decimal(80)
CITATION = "演示数据：授旗办法"


def give_honours(demo: Demo) -> None:
    """Let the county's flag move from the June to the September round; the city names its demonstration communities."""
    demo.say("流动红旗和命名")
    county, city = demo.people["quxian"], demo.people["shi"]
    june, september = (_round(title) for title in ("2026年6月自查", "2026年9月检查"))
    with at(aware(2026, 9, 21, 11)):
        flag = services.create_honour(
            actor=county,
            place_code=SHOWN_COUNTY,
            title="流动红旗",
            kind=HonourKind.ROTATING,
            level=Level.COMMUNITY,
            within=Level.STREET,
            most=1,
            at_least=QUALIFIED,
            effective_on=date(2026, 6, 1),
            citation=CITATION,
            is_demo=True,
        )
        services.award_honour(actor=county, honour_id=flag.pk, round_id=june.pk, awarded_on=date(2026, 6, 30))
    with at(aware(2026, 9, 21, 15)):
        services.award_honour(actor=county, honour_id=flag.pk, round_id=september.pk)
        name = services.create_honour(
            actor=city,
            place_code=CITY,
            title="示范社区",
            kind=HonourKind.NAMING,
            level=Level.COMMUNITY,
            label="示范",
            effective_on=date(2026, 1, 1),
            citation=CITATION,
            is_demo=True,
        )
        services.award_honour(actor=city, honour_id=name.pk, round_id=september.pk)


def file_appeal(demo: Demo) -> None:
    """A community that just missed the best grade in September appeals against its dearest item."""
    row = _round("2026年9月检查")
    last_day = ScoreSheet.objects.filter(round=row).aggregate(day=Max("inspected_on"))["day"]
    near = ScoreSheet.objects.filter(
        round=row, inspected_on__gte=last_day - timedelta(days=1), score__lt=BEST
    )
    entry = _dearest_finding(near.order_by("-score", "pk"))
    with at(aware(2026, 9, 22)):
        services.file_appeal(
            actor=demo.worker_of(entry.sheet.place_code),
            sheet_id=entry.sheet_id,
            item_id=entry.item_id,
            words="检查当天正在集中清理，照片拍到的是已经装好、等着运走的。",
        )


def answer_appeal(demo: Demo) -> None:
    """Answer it after the bulletin has gone out: the bulletin then says that its figures have changed."""
    appeal = Appeal.objects.get(status=AppealStatus.FILED)
    with at(aware(2026, 10, 20)):
        services.decide_appeal(
            actor=demo.people["shi"],
            appeal_id=appeal.pk,
            counts={},
            answer="调了清运记录，又到现场看过，确实已经清走，不扣这一项。",
        )


def leave_appeal(demo: Demo) -> None:
    """A community of the year-end cross-check appeals; the answer is still open."""
    row = _round("2026年年终交叉检查")
    handed_in = ScoreSheet.objects.filter(round=row, status=SheetStatus.SUBMITTED, score__lt=BEST)
    entry = _dearest_finding(handed_in.order_by("-submitted_at", "-pk"))
    day = timezone.localdate(entry.sheet.submitted_at) + timedelta(days=1)
    with at(aware(day.year, day.month, day.day, 16)):
        services.file_appeal(
            actor=demo.worker_of(entry.sheet.place_code),
            sheet_id=entry.sheet_id,
            item_id=entry.item_id,
            words="这一处在两个社区交界，归隔壁社区管，请对着界线图看一下。",
        )


def _round(title: str) -> Round:
    found: Round = Round.objects.get(title=title)
    return found


def _dearest_finding(sheets: QuerySet[ScoreSheet]) -> SheetEntry:
    """Find the finding with the largest count on the first of these sheets."""
    found = SheetEntry.objects.filter(sheet__in=sheets[:1].values("pk"), rule__isnull=False, count__gt=0)
    entry = found.select_related("sheet", "rule").order_by("-count", "pk").first()
    if entry is None:
        raise RuntimeError("the demo's sheet has nothing to appeal against")
    return entry
