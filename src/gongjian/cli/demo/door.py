"""The demo's public door: open in the shown county, with a notice, a question to everybody and two ideas."""

from datetime import date

from gongjian.apps.matters.choices import MatterKind
from gongjian.apps.portal import services
from gongjian.apps.portal.services import ConsultationSpec, DoorSpec, Filled, NoticeSpec
from gongjian.cli.demo.cast import SHOWN_COUNTY
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.clock import at

IDEAS = ("进门的坡道再缓一点，轮椅自己能上来", "多装几张有靠背的椅子，老人走一段能歇一歇")


def open_public_door(demo: Demo) -> None:
    """Open the door and put something behind it."""
    demo.say("公开门户：开门、通知、征集")
    desk = demo.people["quxian"]
    _street, community = demo.shown()
    with at(aware(2026, 11, 20)):
        spec = DoorSpec(
            short_name="chuanshan",
            phone="0825-0000000",
            hours="工作日 8:30—18:00",
            privacy_contact="演示·治理办，0825-0000000",
        )
        services.open_door(actor=desk, place_code=SHOWN_COUNTY, spec=spec)
        notice = NoticeSpec(
            title="换水管，分段停水",
            body="请提前储水。具体时段另行张贴。",
            first_on=date(2026, 11, 20),
            last_on=date(2026, 12, 31),
        )
        services.post_notice(actor=desk, place_code=SHOWN_COUNTY, spec=notice)
        question = ConsultationSpec(
            title="社区小公园怎么改",
            question="明年春天要改小公园。您最想先改哪里？写一两句就行。",
            first_on=date(2026, 11, 20),
            last_on=date(2026, 12, 31),
        )
        asked = services.ask_everybody(actor=desk, place_code=SHOWN_COUNTY, spec=question)
        for number, words in enumerate(IDEAS):
            filled = Filled(
                nonce=f"demo-{number}",
                sender=f"demo-{number}",
                age_s=60,
                place_code=community,
                kind=MatterKind.IDEA,
                words=words,
                consent_version="演示",
                consultation_id=asked.pk,
            )
            services.send(filled)
