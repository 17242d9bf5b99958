"""The demo's patrols: two places that people complained of, seen again and again between the rounds."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Finding, Round, ScoreSheet
from gongjian.apps.inspections.services import FindingSpec
from gongjian.cli.demo.cast import SHOWN_COUNTY
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.positions import position_of
from gongjian.cli.demo.scene import Demo
from gongjian.core.clock import at

FIRST_ON, EVERY = date(2026, 10, 12), timedelta(days=5)
STEP = 0.0006
"""Degrees from one finding of a patrol to the next: some sixty metres."""
MARKET = (
    ("店外经营", "市场东门一排店铺把货摆到人行道上"),
    ("流动摊点", "放学时段校门口聚了几处"),
    ("垃圾满溢", "市场后门两只桶没有清运"),
    ("污水横流", "水产摊位冲洗水流到路面"),
    ("车辆乱停", "卸货车占了消防通道"),
    ("乱贴小广告", "公交站台和电杆"),
    ("占道堆物", "泡沫箱堆在盲道上"),
    ("雨棚破损", "西侧三个摊位"),
    ("油烟直排", "两家熟食店没有装净化设施"),
)
ESTATE = (
    ("飞线充电", "三号楼一单元从窗口拉线"),
    ("楼道堆物", "四楼以上每层都有"),
    ("毁绿种菜", "围墙边十几平方米"),
    ("建筑垃圾未清运", "门卫室旁堆了两周"),
    ("路灯不亮", "南门到二号楼"),
    ("化粪池外溢", "五号楼后面"),
    ("车辆乱停", "占了回车场"),
    ("围墙破损", "北侧有一处能钻人"),
    ("遛狗不清理", "中心花园"),
)
SPOTS: tuple[tuple[str, Sequence[tuple[str, str]]], ...] = ((SHOWN_COUNTY, MARKET), ("510981", ESTATE))


def patrol(demo: Demo) -> None:
    """Look after two complaints every few days, and order the first place to be put right as a whole."""
    demo.say("日常巡查和热点")
    september = Round.objects.get(title="2026年9月检查")
    for number, (county, seen) in enumerate(SPOTS):
        code = _worst_of(september, county)
        found = [_record(demo, code, step, *words) for step, words in enumerate(seen)]
        if number == 0:
            with at(aware(2026, 11, 23, 17)):
                services.issue_orders(
                    actor=demo.people["shi"],
                    finding_ids=[finding.pk for finding in found],
                    words="投诉集中，请牵头开展一次集中整治，逐处拍照报来。",
                    workdays=10,
                    is_demo=True,
                )


def _worst_of(row: Round, county: str) -> str:
    """Return the community of a county with most findings in a round, among those not inspected since."""
    since = ScoreSheet.objects.filter(inspected_on__gt=row.ends_on).values("place_code")
    found = Finding.objects.filter(round=row, place_code__startswith=county).exclude(place_code__in=since)
    counted = found.order_by().values("place_code").annotate(count=Count("pk"))
    return str(counted.order_by("-count", "place_code")[0]["place_code"])


def _record(demo: Demo, code: str, step: int, title: str, note: str) -> Finding:
    day = FIRST_ON + step * EVERY
    north, east = position_of(code)
    spec = FindingSpec(
        place_code=code,
        title=title,
        found_on=day,
        note=note,
        latitude=Decimal(str(round(north + step * STEP, 6))),
        longitude=Decimal(str(east)),
        is_demo=True,
    )
    with at(aware(day.year, day.month, day.day, 16)):
        return services.record_finding(actor=demo.people["jiancha"], spec=spec)
