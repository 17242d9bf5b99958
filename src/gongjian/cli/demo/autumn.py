"""The demo's autumn: a round under way and one to rate, papers that wait, people who come and go."""

from datetime import date

from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.models import Document
from gongjian.apps.documents.services import (
    draft_document,
    ensure_templates,
    return_to_draft,
    send_for_review,
)
from gongjian.apps.inspections import services as inspections
from gongjian.apps.inspections.models import Round, RubricVersion
from gongjian.apps.parties.models import Organisation, User
from gongjian.apps.parties.services import UserSpec, add_stand_in, create_user, grant_role, read_phone
from gongjian.apps.programmes.models import Programme
from gongjian.cli.demo.cast import CITY, SHOWN_COUNTY
from gongjian.cli.demo.inspection import aware, fill_sheet, inspect
from gongjian.cli.demo.next_rubric import publish_next_version
from gongjian.cli.demo.phones import bring_a_phone_in
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.figures import Period

CHECKED_COUNTY = "510923"
HANDED_IN, HALF_DONE = 18, 3
NEWCOMERS = (
    ("xinren1", "演示·新任一", "船山区民政局新任经办", SHOWN_COUNTY),
    ("xinren2", "演示·新任二", "市民政局借调人员", CITY),
)


def inspect_in_winter(demo: Demo, version: RubricVersion) -> None:
    """Finish a county's round and leave its rating open; start the city's cross-check and stop half-way."""
    demo.say("复查待评级，交叉检查进行中")
    office, inspector = demo.people["shi"], demo.people["jiancha"]
    with at(aware(2026, 11, 2)):
        checked = inspect(
            office,
            inspector,
            version,
            place_code=CHECKED_COUNTY,
            title="2026年11月大英县复查",
            days=(date(2026, 11, 2), date(2026, 11, 13)),
            communities=[code for code in demo.communities if code.startswith(CHECKED_COUNTY)],
            care=demo.care,
            chance=demo.chance,
        )
    with at(aware(2026, 11, 16)):
        inspections.close_round(actor=office, round_id=checked.pk)
        running = inspections.start_round(
            actor=office,
            place_code=CITY,
            title="2026年年终交叉检查",
            version_id=publish_next_version(office, version, date(2026, 11, 15)).pk,
            starts_on=date(2026, 11, 16),
            ends_on=date(2026, 12, 31),
            is_demo=True,
        )
    _go_round(demo, running)


def _go_round(demo: Demo, running: Round) -> None:
    """Hand in the first sheets, leave some half filled, send one back."""
    inspector, chance = demo.people["jiancha"], demo.chance
    codes = [code for code in demo.communities if code.startswith(SHOWN_COUNTY)][:HANDED_IN]
    sheets = []
    for number, code in enumerate(codes):
        is_open = number >= HANDED_IN - HALF_DONE
        day = date(2026, 11, 17 + number // 4)
        with at(aware(2026, 11, day.day, 9 + number % 4)):
            sheets.append(
                fill_sheet(
                    inspector,
                    running,
                    code,
                    day,
                    demo.care[code],
                    chance,
                    until=2 + number % 3 if is_open else None,
                )
            )
    with at(aware(2026, 11, 23)):
        inspections.return_sheet(
            actor=demo.people["shi"],
            sheet_id=sheets[4].pk,
            reason="小广告一项写了扣分，没有点位照片，请补拍。",
        )
    bring_a_phone_in(demo, sheets)


def write_papers(demo: Demo, programme: Programme) -> None:
    """Draft two papers: the leader sent one back, the other waits for his signature."""
    demo.say("通报退回改稿，总结送签")
    office = demo.people["shi"]
    with at(aware(2026, 11, 18)):
        bulletin = _draft(
            demo, programme, DocumentKind.BULLETIN, "关于2026年前十个月社区环境共治行动进展情况的通报"
        )
        send_for_review(actor=office, document_id=bulletin.pk)
    with at(aware(2026, 11, 20)):
        return_to_draft(
            actor=demo.people["lingdao"],
            document_id=bulletin.pk,
            reason="欠报的单位请点到街道，不要只写区县；再补一句下一步安排。",
        )
    with at(aware(2026, 11, 23)):
        summary = _draft(demo, programme, DocumentKind.SUMMARY, "社区环境共治“六个一”行动2026年度工作总结")
        send_for_review(actor=office, document_id=summary.pk)


def _draft(demo: Demo, programme: Programme, kind: DocumentKind, title: str) -> Document:
    office = demo.people["shi"]
    templates = ensure_templates(actor=office, place_code=CITY)
    return draft_document(
        actor=office,
        place_code=CITY,
        kind=kind,
        title=title,
        issuer_id=Organisation.objects.get(name="遂宁市民政局").pk,
        period=Period.quarter(2026, 3),
        template_id=next(one for one in templates if one.kind == kind).pk,
        params={"programme": programme.pk},
        programme_id=programme.pk,
        head={
            "red_head": "遂宁市民政局文件",
            "number_code": "遂民发",
            "addressee": "各区县民政局，三个园区管委会",
        },
        is_demo=True,
    )


def change_people(demo: Demo) -> None:
    """Let people come and go: accounts not used yet, roles that end, a leave, a number that was looked up."""
    demo.say("人员变动")
    people = demo.people
    User.objects.filter(is_demo=True).update(last_login=aware(2026, 11, 23, 8))
    with at(aware(2026, 11, 24)):
        for username, name, post, place in NEWCOMERS:
            spec = UserSpec(
                username=username, full_name=name, post=post, place_code=place, phone="13900000000"
            )
            made = create_user(actor=people["xitong"], spec=spec, is_demo=True).user
        read_phone(actor=people["xitong"], user_id=made.pk, reason="核对是不是本人申请开通")
        for number, street in enumerate(demo.streets[:3]):
            grant_role(
                actor=people["anquan"],
                user_id=demo.worker(street).user_id or 0,
                role=Role.INSPECTOR,
                place_code=SHOWN_COUNTY,
                ends_on=date(2026, 12, 31) if number else date(2027, 2, 28),
            )
        add_stand_in(
            actor=people["shi"],
            absent_id=demo.office(CHECKED_COUNTY).user_id or 0,
            deputy_id=people["quxian"].user_id or 0,
            starts_on=date(2026, 12, 7),
            ends_on=date(2026, 12, 11),
            reason="外出培训",
        )
