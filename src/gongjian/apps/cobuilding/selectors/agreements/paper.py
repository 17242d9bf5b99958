"""The agreement as it is printed and signed (共建协议书)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from gongjian.apps.cobuilding.choices import Side
from gongjian.apps.cobuilding.models import Agreement, AgreementPerson, AgreementStep
from gongjian.apps.cobuilding.selectors.agreements.lines import CountedLine
from gongjian.engines.officialdoc import FigureRun, Heading, OfficialDocument, Paragraph, Table, format_date
from gongjian.engines.officialdoc.model import Block

UNSIGNED = "（待签）"


def agreement_page(
    agreement: Agreement,
    community: str,
    lines: Sequence[CountedLine],
    steps: Sequence[AgreementStep],
    people: Sequence[AgreementPerson],
) -> OfficialDocument:
    """Return the page model; `community` names who signs for the place, each promised amount carries its line's number."""
    unit = agreement.organisation.name
    blocks: list[Block] = [
        Paragraph((f"甲方：{community}",)),
        Paragraph((f"乙方：{unit}",)),
        Paragraph((_opening(agreement, lines),)),
        Heading(1, "共建内容"),
        _line_table(lines),
        Heading(1, "起止时间"),
        Paragraph((f"自{format_date(agreement.starts_on)}起，至{format_date(agreement.ends_on)}止。",)),
    ]
    if steps:
        blocks += [Heading(1, "步骤和责任人"), _step_table(steps, community, unit)]
    if people:
        blocks += [Heading(1, "参加人员"), *_people(people)]
    if agreement.terms.strip():
        blocks += [Heading(1, "双方约定"), *_paragraphs(agreement.terms)]
    blocks += [
        Heading(1, "交付、验收和评价"),
        Paragraph(("每次交付按实际数量记录，由甲方确认后计数，不以约定数代替；甲方按确认的数量验收。",)),
        Paragraph(("验收后双方互相评价，居民可以扫码评价。",)),
        Heading(1, "变更和提前结束"),
        Paragraph(
            ("签字后要改的，一方提出、另一方同意后以补充条款为准；要提前结束的，写明原因并告知对方。",)
        ),
        Heading(1, "双方签字"),
        _signatures(agreement, community, unit),
    ]
    return OfficialDocument(
        title=agreement.title, blocks=tuple(blocks), kind="协议书", doc_number=agreement.number
    )


def _opening(agreement: Agreement, lines: Sequence[CountedLine]) -> str:
    wanted = list(dict.fromkeys(line.line.need.for_whom for line in lines))
    served = f"，服务{'、'.join(wanted)}" if wanted else ""
    project = f"，实施“{agreement.project.title}”项目" if agreement.project else ""
    return f"为办好居民身边的事{served}{project}，甲乙双方自愿协商，签订本协议。"


def _line_table(lines: Sequence[CountedLine]) -> Table:
    rows = tuple(
        (
            str(number),
            one.line.need.title,
            one.kind.name,
            (FigureRun(f"{one.line.promised:,}", f"line-{one.line.pk}"), one.kind.unit),
            one.line.need.number,
        )
        for number, one in enumerate(lines, start=1)
    )
    return Table(
        header=("序号", "内容", "类别", "约定数量", "需求编号"),
        rows=rows,
        widths=(1, 4, 3, 2, 3.6),
        aligns=("center", "left", "left", "right", "left"),
    )


def _step_table(steps: Sequence[AgreementStep], community: str, unit: str) -> Table:
    names = {Side.COMMUNITY: community, Side.UNIT: unit}
    rows = tuple((row.title, names[Side(row.side)], row.owner_name, format_date(row.due_on)) for row in steps)
    return Table(
        header=("步骤", "哪一方", "责任人", "哪天前"),
        rows=rows,
        widths=(4, 3, 2, 3),
        aligns=("left", "left", "left", "left"),
    )


def _people(people: Sequence[AgreementPerson]) -> list[Block]:
    return [Paragraph(("；".join(f"{row.contributor.name}，{row.duty}" for row in people) + "。",))]


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph((line.strip(),)) for line in text.splitlines() if line.strip()]


def _signatures(agreement: Agreement, community: str, unit: str) -> Table:
    sides = (
        (community, agreement.community_signed_by, agreement.community_signed_at),
        (unit, agreement.unit_signed_by, agreement.unit_signed_at),
    )
    return Table(
        header=("", "甲方", "乙方"),
        rows=(
            ("名称", *(name for name, _who, _at in sides)),
            ("签字人", *(who.full_name if who else UNSIGNED for _name, who, _at in sides)),
            ("日期", *(_signed_on(at) for _name, _who, at in sides)),
        ),
        widths=(1, 3, 3),
        aligns=("center", "center", "center"),
    )


def _signed_on(at: datetime | None) -> str:
    day: date | None = timezone.localdate(at) if at else None
    return format_date(day) if day else UNSIGNED
