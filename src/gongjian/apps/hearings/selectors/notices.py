"""What is told to the panel and hung on the board: the notice of a hearing, and a posting with what the law lets be shown.

A posting names the head of the household, how many people, kind, result or amount, period and the phone for
complaints; no number, address, illness, child or finding. The page and the printed file read it from the same sheet.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gongjian.apps.hearings.choices import PostingKind
from gongjian.apps.hearings.models import AidApplication, Hearing, Posting
from gongjian.apps.places.selectors import names_of
from gongjian.core.errors import Conflict
from gongjian.engines.officialdoc import OfficialDocument, Paragraph, Table, format_date
from gongjian.engines.officialdoc.model import Block


@dataclass(frozen=True)
class PostingSheet:
    """The words of one posting; `closing` says how to object, and is empty where nobody is asked to."""

    title: str
    opening: str
    rows: tuple[tuple[str, str], ...]
    closing: str
    issuer: str
    starts_on: date


OPENINGS = {
    PostingKind.RESULT: "经入户调查、邻里访问和民主评议，现将{place}申请{kind}的家庭公示如下。",
    PostingKind.RECHECK: "公示期间收到异议，经复核，原评议结果属实。现将复核结果再次公示如下。",
    PostingKind.BENEFIT: "经审核批准，现将{place}享受{kind}的家庭公布如下，接受监督。",
}
CLOSING = "对公示的内容有异议的，请在公示时间内向社区或街道提出，也可以打监督电话。提出的人可以不留名，留名的为其保密。"


def posting_sheet(posting: Posting, row: AidApplication) -> PostingSheet:
    """Write what a posting shows; `row` is its application, loaded. Conflict once it was taken down."""
    if not posting.is_up(timezone.localdate()):
        raise Conflict("这份公示已经撤下，内容不再显示。")
    place = names_of([row.place_code]).get(row.place_code, "")
    kind = PostingKind(posting.kind)
    return PostingSheet(
        title=f"{row.get_kind_display()}{posting.get_kind_display()}",
        opening=OPENINGS[kind].format(place=place, kind=row.get_kind_display()),
        rows=(
            ("户主姓名", row.head.name),
            ("救助种类", str(row.get_kind_display())),
            *_facts(posting, row),
            ("监督电话", posting.phone),
        ),
        closing="" if kind == PostingKind.BENEFIT else CLOSING,
        issuer=f"{place}居民委员会",
        starts_on=posting.starts_on,
    )


def _facts(posting: Posting, row: AidApplication) -> list[tuple[str, str]]:
    if posting.kind == PostingKind.BENEFIT:
        benefit = row.benefit
        return [
            ("人数", f"{benefit.people} 人"),
            ("每月金额", f"{yuan(benefit.monthly_cents)} 元"),
            ("开始时间", format_date(benefit.starts_on)),
        ]
    facts = [("人数", f"{1 + len(row.members.all())} 人")]
    counted = [one.outcome for one in row.hearings.all() if one.outcome]
    if counted:
        facts.append(("评议结果", f"到会 {counted[-1]['present']} 人，同意 {counted[-1]['yes']} 票，通过"))
    if posting.ends_on:
        days = f"{format_date(posting.starts_on)}起，至{format_date(posting.ends_on)} 24 时止"
        facts.append(("公示时间", days))
    return facts


def posting_page(posting: Posting, row: AidApplication) -> OfficialDocument:
    """Set a posting to be printed and hung."""
    sheet = posting_sheet(posting, row)
    blocks: list[Block] = [
        Paragraph((sheet.opening,)),
        Table(header=("项目", "内容"), rows=sheet.rows, widths=(2, 5), aligns=("center", "left")),
    ]
    if sheet.closing:
        blocks.append(Paragraph((sheet.closing,)))
    return OfficialDocument(
        title=sheet.title,
        blocks=tuple(blocks),
        kind="公示",
        issuers=(sheet.issuer,),
        issued_on=sheet.starts_on,
    )


def notice_page(hearing: Hearing) -> OfficialDocument:
    """Set the notice of a hearing for its panel, with the household's name, so that who must step aside can say so."""
    if hearing.noticed_at is None or hearing.starts_at is None:
        raise Conflict("还没有定时间、地点，不能出通知。请先发通知。")
    row, held_at = hearing.application, timezone.localtime(hearing.starts_at)
    place = names_of([row.place_code]).get(row.place_code, "")
    which = "" if hearing.number == 1 else f"第{hearing.number}次"
    weekday = "一二三四五六日"[held_at.weekday()]
    lines = (
        f"{row.head.name}户申请{row.get_kind_display()}（{row.number_text}），定于{format_date(held_at.date())}"
        f"（星期{weekday}）{held_at:%H:%M} 在{hearing.venue}召开{which}民主评议会。你经公开抽取为评议员，请准时参加。",
        "评议的是申请家庭申报的情况和调查结果是否真实、完整，不评议为人和交情。当场发票，无记名投票；不同意的要写明理由。",
        "与申请家庭是亲属、有矛盾纠纷或者其他利害关系的，请在会前告诉社区，依次由候补参加。不能到会的也请提前告知。",
        "评议中知道的家庭情况请保密，不要向外说，也不要拍照、录音。",
    )
    return OfficialDocument(
        title=f"关于召开{which}民主评议会的通知",
        blocks=tuple(Paragraph((line,)) for line in lines),
        kind="通知",
        addressee="各位评议员",
        issuers=(f"{place}居民委员会",),
        issued_on=timezone.localdate(hearing.noticed_at),
    )


def yuan(cents: int) -> str:
    """Write an amount in yuan, e.g. 1,368.00."""
    return f"{cents // 100:,}.{cents % 100:02d}"
