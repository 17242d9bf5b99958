"""Contribution statements (贡献证明): the printed page, its digest, and what anybody learns by its code."""

import hashlib
import json
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from gongjian.apps.cobuilding.choices import StatementStatus
from gongjian.apps.cobuilding.models import Statement
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound
from gongjian.engines.officialdoc import (
    FigureRun,
    OfficialDocument,
    Paragraph,
    QrCode,
    Table,
)

SHORT = 16
"""So many digits of the digest are printed; all of them are on the page of verification."""


def statements_of(actor: Actor, *, place_code: str, organisation_id: int, year: int) -> OwnedQuerySet:
    """List the statements of a unit's year at a place, the newest first."""
    rows: OwnedQuerySet = Statement.objects.visible_to(actor).filter(
        place_code=place_code, organisation_id=organisation_id, year=year
    )
    return rows.order_by("-issued_on", "-pk")


def get_statement(actor: Actor, statement_id: int) -> Statement:
    """Return a statement; NotFound for another's."""
    rows = Statement.objects.visible_to(actor).select_related("organisation", "issued_by")
    found: Statement | None = rows.filter(pk=statement_id).one()
    if found is None:
        raise NotFound()
    return found


def digest_of(statement: Statement) -> str:
    """Return the digest of all that a statement says, in one fixed order."""
    said: dict[str, Any] = {
        "number": statement.number,
        "year": statement.year,
        "place": statement.place_name,
        "unit": statement.unit_name,
        "figures": statement.figures,
        "grade": statement.grade,
        "issued_on": statement.issued_on.isoformat(),
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Checked:
    """What the page of verification says: the statement, and whether what is kept still has its digest."""

    statement: Statement
    is_whole: bool

    @property
    def holds(self) -> bool:
        """Whether it is in force and unchanged."""
        return self.is_whole and self.statement.status == StatementStatus.ISSUED


def check_statement(code: str) -> Checked | None:
    """Look a code up and hold the statement against its digest; None for a code that was never given out."""
    statement = Statement.objects.filter(code=code).first()
    return None if statement is None else Checked(statement, digest_of(statement) == statement.sha256)


def statement_page(statement: Statement, address: str, signer: str) -> OfficialDocument:
    """Return the page model, one page to hang up; every figure carries its key, the code leads to the page of verification."""
    cells = [(one["name"], (FigureRun(one["text"], one["key"]), one["unit"])) for one in statement.figures]
    pairs = zip_longest(cells[::2], cells[1::2], fillvalue=("", ""))
    grade = f"年度评诺等次：{statement.grade}。" if statement.grade else ""
    blocks = (
        Paragraph(
            (
                f"兹证明{statement.unit_name}参加{statement.place_name}共驻共建，"
                f"{statement.year}年经接受方确认的贡献如下。{grade}",
            )
        ),
        Table(
            header=("项目", "数量") * 2,
            rows=tuple((*left, *right) for left, right in pairs),
            widths=(3, 2, 3, 2),
            aligns=("left", "right") * 2,
        ),
        Paragraph(("以上数字取自双方确认的交付记录，不是约定的数。",)),
        Paragraph(
            (f"编号{statement.number}，摘要{statement.sha256[:SHORT]}。手机扫码，或者打开下面的网址核验。",)
        ),
        QrCode(address, address),
    )
    return OfficialDocument(
        title=f"{statement.year}年度共驻共建贡献证明",
        blocks=blocks,
        kind="证明",
        doc_number=statement.number,
        issuers=(signer,),
        issued_on=statement.issued_on,
    )
