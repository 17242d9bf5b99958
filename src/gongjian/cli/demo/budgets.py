"""The demo's community funds: one of the summer voted, explained and half carried out; one that collects projects."""

import random
from collections.abc import Sequence
from datetime import date, datetime

from gongjian.apps.councils.choices.budgets import SpendKind, WishSource, WishStatus
from gongjian.apps.councils.models import Fund, Wish
from gongjian.apps.councils.services import budgets
from gongjian.apps.councils.services.budgets import FundSpec, SpendSpec, WishSpec
from gongjian.cli.demo.inspection import aware, drawn_photo
from gongjian.cli.demo.scene import SEED, Demo
from gongjian.core.access import Actor
from gongjian.core.attachments import Upload
from gongjian.core.ballots import cast
from gongjian.core.clock import at
from gongjian.engines.tally import Ballot

PHONE, SOURCE = "0825-0000000", "社区发展治理专项保障资金"
PROJECTS = (
    ("3号楼前装路灯", "3号楼东侧", "晚上老人孩子走路看不见", 1_860_000, 19),
    ("电动车充电棚", "小区东门", "飞线充电不安全，雨天没有地方停", 3_980_000, 22),
    ("小广场健身角", "小广场", "老人没有地方活动", 2_650_000, 15),
    ("儿童图书角", "党群服务中心二楼", "放学以后孩子有地方看书", 960_000, 11),
    ("楼道扶手", "1至6号楼", "没有电梯，老人上下楼要扶", 2_240_000, 17),
    ("花坛改造", "2号楼南侧", "土裸着，一下雨就流泥水", 3_120_000, 8),
)
"""Title, where, why, estimate in cents, how often it is marked of 46."""
FUND_CENTS = 10_000_000
PAPERS = 16


def decide_fund(demo: Demo) -> None:
    """Live through a fund from its projects to the first work done, and open the next."""
    demo.say("居民议定资金：提项目、核算、投票、均等份额计票、实施")
    worker, community = demo.people["shequ"], demo.shown()[1]
    with at(_day(9, 1)):
        fund = budgets.open_fund(actor=worker, spec=_spec(community, "2026年居民议定项目", date(2026, 9, 15)))
    wishes = _collect(worker, fund)
    with at(_day(9, 16)):
        budgets.post_list(actor=worker, fund_id=fund.pk, posted_at_place="社区公示栏和各楼栋单元门")
    _vote(demo, worker, fund, wishes)
    with at(_day(10, 9)):
        budgets.announce(actor=worker, fund_id=fund.pk)
    _carry_out(worker, fund)
    with at(_day(11, 20)):
        spec = _spec(community, "2027年居民议定项目", date(2026, 12, 20), year=2027)
        following = budgets.open_fund(actor=worker, spec=spec)
        proposed = WishSpec(
            title="雨棚修补", where="菜市入口", what="棚顶漏雨，买菜的人摔过跤", source=WishSource.DESK
        )
        budgets.propose(actor=worker, fund_id=following.pk, spec=proposed)


def _spec(community: str, title: str, until: date, year: int = 2026) -> FundSpec:
    return FundSpec(
        place_code=community,
        year=year,
        title=title,
        fund_cents=FUND_CENTS,
        source=SOURCE,
        collect_until=until,
        phone=PHONE,
        is_demo=True,
    )


def _collect(worker: Actor, fund: Fund) -> list[Wish]:
    """Take in, cost and judge the projects; one can't be done and its proposer is told."""
    wishes = []
    for number, (title, where, what, cost, _marks) in enumerate(PROJECTS):
        with at(_day(9, 3 + number)):
            spec = WishSpec(title=title, where=where, what=what, source=WishSource.DESK)
            wish = budgets.propose(actor=worker, fund_id=fund.pk, spec=spec)
            budgets.cost_wish(
                actor=worker, wish_id=wish.pk, cost_cents=cost, cost_basis="三家报价取最低，含安装和一年保修"
            )
            wishes.append(
                budgets.accept_wish(
                    actor=worker, wish_id=wish.pk, verdict="场地归社区，没有别的钱在做，可以做"
                )
            )
    with at(_day(9, 10)):
        spec = WishSpec(
            title="给全小区换水管", where="全小区", what="水管老化", proposer="代秀兰", contact="13800008888"
        )
        declined = budgets.propose(actor=worker, fund_id=fund.pk, spec=spec)
        verdict = "水管归供水公司，已经列入老旧管网改造，不用社区的钱"
        budgets.decline_wish(actor=worker, wish_id=declined.pk, verdict=verdict)
        budgets.tell_proposer(actor=worker, wish_id=declined.pk, told_how="打电话，代秀兰表示理解")
    return wishes


def _vote(demo: Demo, worker: Actor, fund: Fund, wishes: Sequence[Wish]) -> None:
    """Most of the register votes, by token and on paper; two people read the papers."""
    marks = _markings(wishes)
    with at(_day(9, 23)):
        _, tokens = budgets.open_vote(
            actor=worker, fund_id=fund.pk, vote_until=date(2026, 10, 7), papers=PAPERS
        )
    with at(_day(9, 28)):
        for token, marked in zip(tokens, marks, strict=False):
            cast(fund.vote_key, token, Ballot(marked))
    papers = [Ballot(marked) for marked in marks[len(tokens) :][:PAPERS]]
    with at(_day(10, 8)):
        for reader in (worker, demo.people["jiedao"]):
            budgets.read_papers(actor=reader, fund_id=fund.pk, papers=papers)
        budgets.close_vote(actor=worker, fund_id=fund.pk)


def _markings(wishes: Sequence[Wish]) -> list[tuple[str, ...]]:
    """Draw what is marked: each project by as many as PROJECTS says, at most three on a ballot."""
    chance = random.Random(SEED + 11)
    ballots: list[set[str]] = [set() for _ in range(46)]
    numbers = dict(Wish.objects.filter(pk__in=[wish.pk for wish in wishes]).values_list("title", "number"))
    for title, _where, _what, _cost, marks in PROJECTS:
        free = [ballot for ballot in ballots if len(ballot) < 3]
        for ballot in chance.sample(free, min(marks, len(free))):
            ballot.add(str(numbers[title]))
    return [tuple(sorted(ballot)) for ballot in ballots if ballot]


def _carry_out(worker: Actor, fund: Fund) -> None:
    """Carry the first project out to its end, and begin the second."""
    chosen = list(Wish.objects.filter(fund=fund, status=WishStatus.FUNDED).order_by("cost_cents"))
    for wish in chosen[:2]:
        cost = wish.cost_cents or 0
        spec = SpendSpec(
            kind=SpendKind.CONTRACT, on=date(2026, 10, 16), cents=cost - 60_000, words="演示某建设服务部"
        )
        with at(_day(10, 16)):
            budgets.add_spend(actor=worker, wish_id=wish.pk, spec=spec)
    first = chosen[0]
    paid = (first.cost_cents or 0) - 60_000
    with at(_day(11, 6)):
        photo = Upload("完工.jpg", drawn_photo(first.title, random.Random(SEED + 12)))
        budgets.finish_wish(
            actor=worker,
            wish_id=first.pk,
            spec=_paid(worker, first, paid, photo),
        )


def _paid(worker: Actor, wish: Wish, cents: int, photo: Upload) -> SpendSpec:
    """Pay a project in full and say how it was accepted."""
    spec = SpendSpec(kind=SpendKind.PAYMENT, on=date(2026, 11, 5), cents=cents, words="验收后一次付清")
    budgets.add_spend(actor=worker, wish_id=wish.pk, spec=spec)
    return SpendSpec(
        kind=SpendKind.DONE, on=date(2026, 11, 6), words="居民代表三人到场验收，合格", uploads=[photo]
    )


def _day(month: int, day: int, hour: int = 10) -> datetime:
    return aware(2026, month, day, hour)
