"""The demo's units that kept their word: agreements signed, given what was counted; the rest still wait for a signature."""

from collections.abc import Sequence
from datetime import date

from gongjian.apps.cobuilding.choices import Side
from gongjian.apps.cobuilding.models import Agreement
from gongjian.apps.cobuilding.services import agreements as services
from gongjian.apps.cobuilding.services.agreements import DeliverySpec
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import SYSTEM
from gongjian.core.clock import at

Given = tuple[date, int, int, int, int]
"""Day, quantity, people served, hours, yuan."""
Kept = tuple[str, date, Sequence[Given]]
"""The need, when both signed, what the community counted."""
PERFORMED: Sequence[Kept] = (
    (
        "防诈骗讲座",
        date(2026, 2, 20),
        (
            (date(2026, 3, 15), 1, 46, 2, 0),
            (date(2026, 6, 20), 1, 52, 2, 0),
            (date(2026, 9, 18), 1, 39, 2, 0),
        ),
    ),
    (
        "独居老人家里换灯、查线路",
        date(2026, 3, 20),
        ((date(2026, 4, 16), 14, 14, 28, 0), (date(2026, 7, 11), 12, 12, 24, 0)),
    ),
    (
        "每月两次法律咨询",
        date(2026, 3, 20),
        ((date(2026, 4, 10), 4, 11, 8, 0), (date(2026, 8, 14), 6, 17, 12, 0)),
    ),
    (
        "高龄老人午餐",
        date(2026, 4, 20),
        ((date(2026, 5, 29), 400, 20, 0, 6000), (date(2026, 8, 28), 520, 20, 0, 7800)),
    ),
    (
        "独居老人每周探访",
        date(2026, 5, 20),
        ((date(2026, 6, 26), 60, 26, 60, 0), (date(2026, 9, 25), 48, 26, 48, 0)),
    ),
    ("困难学生助学金", date(2026, 6, 20), ((date(2026, 8, 25), 36_000, 18, 0, 36_000),)),
    ("中秋慰问困难户", date(2026, 9, 20), ((date(2026, 9, 24), 60, 60, 0, 9000),)),
    ("汛期转移搬运的人手", date(2026, 8, 20), ()),
)


def perform(demo: Demo, all_kept: Sequence[Kept] = PERFORMED) -> None:
    """Sign on both sides, and count what was given."""
    demo.say("共建协议的签署和交付")
    worker = demo.people["shequ"]
    for title, signed_on, given in all_kept:
        agreement = Agreement.objects.filter(lines__need__title=title).get()
        with at(aware(signed_on.year, signed_on.month, signed_on.day)):
            services.sign_agreement(actor=worker, agreement_id=agreement.pk, side=Side.COMMUNITY)
            services.sign_agreement(actor=SYSTEM, agreement_id=agreement.pk, side=Side.UNIT)
        line = agreement.lines.get(need__title=title)
        for day, quantity, people, hours, yuan in given:
            spec = DeliverySpec(
                line_id=line.pk,
                on=day,
                quantity=quantity,
                people_served=people,
                minutes=hours * 60,
                value_cents=yuan * 100,
            )
            with at(aware(day.year, day.month, day.day, 17)):
                services.enter_delivery(actor=worker, agreement_id=agreement.pk, spec=spec)
