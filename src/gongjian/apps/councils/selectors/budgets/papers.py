"""What of a fund goes out on paper: the posted list, the result, the accounts as official pages; the table as a workbook."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from gongjian.apps.councils.choices.budgets import WishStatus
from gongjian.apps.councils.models import Fund, Wish
from gongjian.apps.councils.selectors.budgets.explaining import Explanation, explanation_of
from gongjian.apps.councils.selectors.budgets.funds import ballot_wishes, contract_of, paid_of, running
from gongjian.apps.places.selectors import names_of
from gongjian.core.errors import Conflict
from gongjian.engines.officialdoc import OfficialDocument, Paragraph, Table, format_date
from gongjian.engines.officialdoc.model import Block, Cell
from gongjian.readers.sheets import CellValue, SheetData

ODD_CENTS = (
    "每人分摊的钱算到分还有零头的，先舍去零头，差的几分按零头从大到小各补 1 分，合计与项目费用一分不差。"
)


def yuan(cents: int) -> str:
    """Write an amount in yuan, e.g. 1,368.00."""
    return f"{cents // 100:,}.{cents % 100:02d}"


def list_page(fund: Fund) -> OfficialDocument:
    """Set the list of projects to be voted on. Raises Conflict before it is posted."""
    wishes = ballot_wishes(fund)
    if not wishes or fund.posted_on is None or fund.posted_until is None:
        raise Conflict("项目名单还没有公示，不能出公示稿。")
    place = names_of([fund.place_code]).get(fund.place_code, "")
    blocks: list[Block] = [
        _say(
            f"{place}{fund.year}年“{fund.title}”共有资金{yuan(fund.fund_cents)}元，来自{fund.source}，由居民投票决定用在哪里。"
            f"经征集、核算和审查，下列项目可以上票，现予公示。公示到{format_date(fund.posted_until)}。"
        ),
        _table(("编号", "项目", "地点", "费用（元）"), _ballot_rows(wishes), (1, 4, 4, 2)),
        _say(
            f"每人最多选{fund.most_marks}项。编号由抽签确定；票数和费用都相同的项目，编号小的在先。"
            f"对名单有异议的，请在公示期内打电话{fund.phone}或者到社区提出。"
        ),
    ]
    return OfficialDocument(
        title=f"{fund.title.removesuffix('项目')}项目名单公示",
        blocks=tuple(blocks),
        kind="公示",
        issuers=(f"{place}居民委员会",),
        issued_on=fund.posted_on,
    )


def _ballot_rows(wishes: list[Wish]) -> Iterator[tuple[Cell, ...]]:
    for wish in wishes:
        yield str(wish.number), wish.title, wish.where, yuan(wish.cost_cents or 0)


def result_page(fund: Fund) -> OfficialDocument:
    """Set the announcement of the result. Raises NotFound before the count."""
    told = explanation_of(fund)
    place = names_of([fund.place_code]).get(fund.place_code, "")
    outcome = fund.outcome or {}
    blocks: list[Block] = [
        _say(
            f"{place}“{fund.title}”居民投票已经结束。名册上{fund.roll_size}人，发出{outcome['issued']}张票，"
            f"收回{outcome['returned']}张，其中有效票{told.voters}张、废票{outcome['spoilt']}张。"
        ),
        _say(
            f"资金{yuan(told.fund)}元，按“均等份额”办法分配：每张有效票代表相等的一份资金，只能用在自己选的项目上。"
            f"入选项目{len(told.rounds)}项，合计{yuan(told.spent)}元，剩余{yuan(told.left)}元。"
        ),
    ]
    if told.rounds:
        rows = [(str(one.place), one.title, str(one.told.marks), yuan(one.told.cost)) for one in told.rounds]
        blocks.append(_table(("次序", "入选项目", "票数", "费用（元）"), rows, (1, 5, 1.4, 2.4), "入选项目"))
    if told.missed:
        rows = [
            (miss.title, str(miss.told.marks), yuan(miss.told.cost), yuan(miss.told.lacking))
            for miss in told.missed
        ]
        heads = ("没有入选的项目", "票数", "费用（元）", "支持者的份额还差（元）")
        blocks.append(_table(heads, rows, (5, 1.2, 2.2, 2.6), "没有入选的项目"))
    blocks.append(
        _say(
            f"每一轮的算法、每个项目由多少人分摊多少，见社区公开页面。对结果有疑问的，请打电话{fund.phone}。"
        )
    )
    return OfficialDocument(
        title=f"{fund.title}居民投票结果公告",
        blocks=tuple(blocks),
        kind="公告",
        issuers=(f"{place}居民委员会",),
        issued_on=fund.announced_on,
    )


def accounts_page(fund: Fund) -> OfficialDocument:
    """Set the final accounts: voted, contracted, paid, what returns. Raises Conflict before they are published."""
    if fund.settled_on is None or fund.returned_cents is None:
        raise Conflict("还没有决算，不能出决算公告。请先把每个项目做完或停下，再公布决算。")
    place = names_of([fund.place_code]).get(fund.place_code, "")
    wishes = running(fund)
    paid = fund.fund_cents - fund.returned_cents
    stopped = [wish.title for wish in wishes if wish.status == WishStatus.STOPPED]
    blocks: list[Block] = [
        _say(
            f"{place}“{fund.title}”资金{yuan(fund.fund_cents)}元，实际支付{yuan(paid)}元，"
            f"结余{yuan(fund.returned_cents)}元，退回{fund.source}。"
        ),
        _table(("项目", "核定费用（元）", "合同（元）", "实付（元）"), _account_rows(wishes), (4, 2, 2, 2)),
    ]
    if stopped:
        blocks.append(_say(f"{'、'.join(stopped)}没有做完，已经停止实施，没有付的钱一并退回。"))
    blocks.append(_say(f"合同、付款单和完工照片可以到社区查看，电话{fund.phone}。"))
    return OfficialDocument(
        title=f"{fund.title}决算公告",
        blocks=tuple(blocks),
        kind="公告",
        issuers=(f"{place}居民委员会",),
        issued_on=fund.settled_on,
    )


def _account_rows(wishes: list[Wish]) -> Iterator[tuple[Cell, ...]]:
    paid = 0
    for wish in wishes:
        contract = contract_of(wish)
        paid += paid_of(wish)
        said = "未签合同" if contract is None else yuan(contract)
        yield wish.title, yuan(wish.cost_cents or 0), said, yuan(paid_of(wish))
    voted = sum(wish.cost_cents or 0 for wish in wishes)
    yield "合计", yuan(voted), "", yuan(paid)


def _say(sentence: str) -> Paragraph:
    return Paragraph((sentence,))


def _table(
    header: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], widths: tuple[float, ...], caption: str = ""
) -> Table:
    aligns = tuple("right" if "元" in head or head == "票数" else "left" for head in header)
    return Table(header=header, rows=tuple(rows), widths=widths, caption=caption, aligns=aligns)


def _in_yuan(cents: int) -> Decimal:
    return Decimal(cents) / 100


def table_of(fund: Fund) -> list[SheetData]:
    """Return the workbook that reconciles every cent: the fund, each project's payers, what was not chosen."""
    told = explanation_of(fund)
    return [_fund_sheet(told), _payers_sheet(told), _missed_sheet(told)]


def _fund_sheet(told: Explanation) -> SheetData:
    rows: list[tuple[CellValue, ...]] = [("资金", "", _in_yuan(told.fund))]
    rows += [(f"第 {one.place} 轮", one.title, -_in_yuan(one.told.cost)) for one in told.rounds]
    rows += [("剩余", "资金减去入选项目的费用", _in_yuan(told.left))]
    return SheetData("资金", ("项目", "说明", "金额（元）"), rows)


def _payers_sheet(told: Explanation) -> SheetData:
    rows: list[tuple[CellValue, ...]] = []
    for one in told.rounds:
        for line in one.told.payers:
            note = "人数少的几组合并" if line.is_merged else ""
            rows.append(
                (
                    one.place,
                    one.title,
                    line.voters,
                    _in_yuan(line.least),
                    _in_yuan(line.most),
                    _in_yuan(line.cents),
                    note,
                )
            )
        rows.append((one.place, f"{one.title}合计", one.told.marks, None, None, _in_yuan(one.told.cost), ""))
    head = ("轮次", "项目", "人数", "每人至少（元）", "每人至多（元）", "合计（元）", "说明")
    rows.append(("零头", ODD_CENTS, None, None, None, None, ""))
    return SheetData("谁分摊多少", head, rows)


def _missed_sheet(told: Explanation) -> SheetData:
    head = ("项目", "票数", "费用（元）", "支持者手里还有（元）", "还差（元）")
    rows = [
        (
            miss.title,
            miss.told.marks,
            _in_yuan(miss.told.cost),
            _in_yuan(miss.told.held),
            _in_yuan(miss.told.lacking),
        )
        for miss in told.missed
    ]
    return SheetData("没有入选", head, rows)
