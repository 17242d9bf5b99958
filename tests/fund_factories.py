"""Builders for community funds by vote: the seven steps of a fund, each from the services."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image

from gongjian.apps.councils.choices.budgets import SpendKind, WishSource
from gongjian.apps.councils.models import Fund, Wish
from gongjian.apps.councils.services import budgets as services
from gongjian.apps.councils.services.budgets import FundSpec, SpendSpec, WishSpec
from gongjian.apps.parties.models import Resident
from gongjian.core.access import Actor
from gongjian.core.attachments import Upload
from gongjian.core.ballots import cast
from gongjian.engines.tally import Ballot
from tests.factories import COMMUNITIES

COMMUNITY = COMMUNITIES[0]
COSTS = {"修自行车棚": 700_000, "健身角": 400_000, "口袋公园": 250_000, "游戏场": 200_000, "图书角": 100_000}
FUND = 1_100_000
MARKS = ("12", "123", "12", "123", "123", "12", "345", "4", "45", "345", "1")
"""The first published example (equalshares.net), a thousand times as dear: projects in the order of COSTS."""


def make_fund(worker: Actor, **more: Any) -> Fund:
    """A fund that collects projects for a month."""
    fields: dict[str, Any] = {
        "place_code": COMMUNITY,
        "year": 2026,
        "title": "社区保障资金",
        "fund_cents": FUND,
        "source": "社区保障资金专户",
        "collect_until": timezone.localdate() + timedelta(days=30),
        "phone": "0825-0000000",
    }
    fund = services.open_fund(actor=worker, spec=FundSpec(**{**fields, **more}))
    fund.rule = {**fund.rule, "most_marks": 5, "most_share": "0.7", "least_told": 2}
    fund.save(update_fields=["rule"])
    return fund


def make_wish(worker: Actor, fund: Fund, title: str = "修路灯", **more: Any) -> Wish:
    """A project somebody brought to the desk."""
    fields: dict[str, Any] = {"where": "3 号楼前", "what": "晚上看不见路", "source": WishSource.DESK}
    return services.propose(actor=worker, fund_id=fund.pk, spec=WishSpec(title=title, **{**fields, **more}))


def make_accepted(worker: Actor, fund: Fund, costs: Mapping[str, int] = COSTS) -> list[Wish]:
    """Projects that were costed and found feasible."""
    wishes = []
    for title, cost in costs.items():
        wish = make_wish(worker, fund, title)
        services.cost_wish(actor=worker, wish_id=wish.pk, cost_cents=cost, cost_basis="两家报价取低")
        wishes.append(services.accept_wish(actor=worker, wish_id=wish.pk, verdict="权属清楚，可以做"))
    return wishes


def make_voters(number: int, **more: Any) -> list[Resident]:
    """Residents on the register."""
    rows = [
        Resident(place_code=COMMUNITY, name=f"周{count}", group="resident", **more) for count in range(number)
    ]
    return Resident.objects.bulk_create(rows)


def make_posted(worker: Actor, **more: Any) -> Fund:
    """A fund whose posting is over; its projects have the numbers of their order in COSTS."""
    fund = make_fund(worker, **more)
    wishes = make_accepted(worker, fund)
    services.post_list(actor=worker, fund_id=fund.pk, posted_at_place="公示栏")
    Wish.objects.filter(fund=fund).update(number=None)
    for number, wish in enumerate(wishes, start=1):
        Wish.objects.filter(pk=wish.pk).update(number=number)
    Fund.objects.filter(pk=fund.pk).update(posted_until=timezone.localdate() - timedelta(days=1))
    fund.refresh_from_db()
    return fund


def open_fund_vote(worker: Actor, fund: Fund, papers: int = 0) -> list[str]:
    """Open the vote until today; return the tokens."""
    _, tokens = services.open_vote(
        actor=worker, fund_id=fund.pk, vote_until=timezone.localdate(), papers=papers
    )
    return tokens


def make_counted(worker: Actor, marks: Sequence[str] = MARKS, **more: Any) -> Fund:
    """A fund voted on by as many residents as there are markings, all by token."""
    make_voters(len(marks))
    fund = make_posted(worker, **more)
    for token, marked in zip(open_fund_vote(worker, fund), marks, strict=True):
        cast(fund.vote_key, token, Ballot(tuple(marked)))
    return services.close_vote(actor=worker, fund_id=fund.pk)


def make_running(worker: Actor) -> Fund:
    """A fund whose result was announced."""
    return services.announce(actor=worker, fund_id=make_counted(worker).pk)


def photo() -> Upload:
    """A photo."""
    content = BytesIO()
    Image.new("RGB", (40, 30), (120, 160, 90)).save(content, "JPEG")
    return Upload("完工.jpg", content.getvalue())


def spend(kind: SpendKind, cents: int | None = None, on: date | None = None, **more: Any) -> SpendSpec:
    """One line of carrying out a project, today."""
    fields: dict[str, Any] = {"words": "遂宁某建筑公司", "on": on or timezone.localdate()}
    return SpendSpec(kind=kind, cents=cents, **{**fields, **more})
