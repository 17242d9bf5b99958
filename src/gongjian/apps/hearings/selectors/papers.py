"""What goes out on paper: the decision told to the household, and the record of a hearing, as official pages."""

from django.utils import timezone

from gongjian.apps.hearings.choices import AidStatus, SeatStatus
from gongjian.apps.hearings.models import AidApplication, Hearing
from gongjian.apps.hearings.selectors.hearings import reasons_of, seats_of
from gongjian.apps.hearings.selectors.notices import yuan
from gongjian.apps.hearings.selectors.rules import days_of
from gongjian.apps.places.selectors import names_of
from gongjian.core.errors import Conflict
from gongjian.core.rules import citation_on_paper
from gongjian.engines.officialdoc import Heading, OfficialDocument, Paragraph, Table, format_date
from gongjian.engines.officialdoc.model import Block

COUNTY, STREET = 6, 9


def decision_page(application: AidApplication) -> OfficialDocument:
    """Set the decision for the household: what was granted or why it was refused, and what it may do about it."""
    if application.decided_on is None:
        raise Conflict("还没有作出决定，不能出告知书。")
    code = application.place_code
    names = names_of([code, code[:STREET], code[:COUNTY]])
    where = f"{names.get(code[:STREET], '')}{names.get(code, '')}"
    office = f"{names.get(code[:COUNTY], '')}民政部门"
    kind = application.get_kind_display()
    asked = (
        f"你户（住{where}）于{format_date(application.applied_on)}申请{kind}"
        f"（{application.number_text}）。经调查、民主评议和审核，决定如下。"
    )
    is_granted = application.status == AidStatus.GRANTED
    blocks = [Paragraph((asked,)), *(_granted(application) if is_granted else _refused(application))]
    return OfficialDocument(
        title=f"{kind}申请{'批准' if is_granted else '不予批准'}告知书",
        blocks=tuple(blocks),
        kind="告知书",
        addressee=application.head.name,
        issuers=(office,),
        issued_on=application.decided_on,
    )


def _granted(application: AidApplication) -> list[Block]:
    benefit = application.benefit
    amount = yuan(benefit.monthly_cents)
    return [
        Paragraph(
            (
                f"批准你户的申请，享受 {benefit.people} 人，每月合计 {amount} 元，自{format_date(benefit.starts_on)}起。",
            )
        ),
        Paragraph(("家庭人口、收入和财产有变化的，请及时告知社区。按规定长期公示户主姓名、人数和金额。",)),
    ]


def _refused(application: AidApplication) -> list[Block]:
    assert application.decided_on is not None
    days = days_of("appeal_days", application.place_code, application.decided_on)
    return [
        Paragraph(("对你户的申请不予批准。理由：",)),
        *_lines(application.decision_reason or ""),
        Paragraph(
            (
                f"不服本决定的，可以自决定之日起 {days} 日内向社区提出再次评议，评议员全部另抽；"
                "也可以自收到之日起六十日内依法申请行政复议，或者依法提起行政诉讼。",
            )
        ),
    ]


def record_page(hearing: Hearing) -> OfficialDocument:
    """Set the record of a counted hearing: who came, what was said, the count, every reason, the signatures."""
    if hearing.outcome is None or hearing.starts_at is None:
        raise Conflict("还没有计票，不能出评议记录。")
    if not hearing.record:
        raise Conflict("会议记录还没有写。请先按议程写好。")
    code = hearing.place_code
    outcome, names = hearing.outcome, names_of([code])
    held_at = timezone.localtime(hearing.starts_at)
    seats = seats_of(hearing, SeatStatus.SEATED)
    blocks: list[Block] = [
        Heading(1, "基本情况"),
        Paragraph((f"申请：{hearing.application.number_text}，{hearing.application.get_kind_display()}。",)),
        Paragraph((f"时间：{format_date(held_at.date())} {held_at:%H:%M}；地点：{hearing.venue}。",)),
        Paragraph((f"主持人：{hearing.chair}；记录人：{hearing.recorder}。",)),
        Paragraph(
            (
                f"应到 {outcome['on_roll']} 人，实到 {outcome['present']} 人。"
                f"依据：{citation_on_paper(hearing.rule['citation'])}。",
            )
        ),
        Heading(1, "评议过程"),
        *_lines(hearing.record),
        Heading(1, "表决结果"),
        Paragraph((_count_words(hearing),)),
    ]
    if reasons := reasons_of(hearing):
        blocks += [Heading(1, "不同意的理由"), *[Paragraph((reason,)) for reason in reasons]]
    blocks += [
        Heading(1, "评议员签字"),
        _signatures([seat.resident.name for seat in seats if seat.is_present]),
    ]
    return OfficialDocument(
        title=f"{names.get(code, '')}第{hearing.number}次民主评议记录", blocks=tuple(blocks), kind="记录"
    )


def _count_words(hearing: Hearing) -> str:
    outcome = hearing.outcome or {}
    return (
        f"发出 {outcome['issued']} 张票，收回 {outcome['returned']} 张：同意 {outcome['yes']} 票，"
        f"不同意 {outcome['no']} 票，弃权 {outcome['abstain']} 票，废票 {outcome['spoilt']} 张。"
        f"{outcome['sentence']}评议{'通过' if outcome['is_passed'] else '没有通过'}。"
    )


def _signatures(names: list[str]) -> Table:
    pairs = [names[start : start + 2] for start in range(0, len(names), 2)]
    rows = tuple((first, "", second[0] if second else "", "") for first, *second in pairs)
    return Table(header=("姓名", "签字", "姓名", "签字"), rows=rows, widths=(2, 3, 2, 3))


def _lines(text: str) -> list[Block]:
    return [Paragraph((line.strip(),)) for line in text.splitlines() if line.strip()]
