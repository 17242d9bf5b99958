"""A fund is opened, its list of projects posted, taken back or given up."""

import secrets
from dataclasses import dataclass
from datetime import date
from random import SystemRandom

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.budgets import FundStatus, WishStatus
from gongjian.apps.councils.models import Fund, Wish
from gongjian.apps.councils.selectors.budgets import fund_rule, undecided
from gongjian.apps.councils.services.budgets.steps import managed_fund, take_step
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines.worktime import posting_ends_on

LEAST_PROJECTS = 2


@dataclass(frozen=True, kw_only=True)
class FundSpec:
    """A fund to be opened; money in cents, `collect_until` is the last day on which projects are proposed."""

    place_code: str
    year: int
    title: str
    fund_cents: int
    source: str
    collect_until: date
    phone: str
    is_demo: bool = False


@transaction.atomic
def open_fund(*, actor: Actor, spec: FundSpec) -> Fund:
    """Open a fund under the rule of today; Conflict when the place has one of this name and year."""
    actor.require(Right.COUNCILS_MANAGE, spec.place_code)
    get_place(spec.place_code)
    _check(spec)
    if Fund.objects.filter(place_code=spec.place_code, year=spec.year, title=spec.title.strip()).exclude(
        status=FundStatus.VOID
    ):
        raise Conflict(f"{spec.year} 年的“{spec.title.strip()}”已经有了。请换一个名称，或者打开那一项。")
    fund = Fund.objects.create(
        place_code=spec.place_code,
        year=spec.year,
        title=spec.title.strip(),
        fund_cents=spec.fund_cents,
        source=spec.source.strip(),
        collect_until=spec.collect_until,
        phone=spec.phone.strip(),
        rule=fund_rule(spec.place_code, timezone.localdate()),
        vote_key=secrets.token_hex(8),
        made_by_id=actor.user_id,
        is_demo=spec.is_demo,
    )
    audit.record(
        actor, "councils.fund_opened", fund, after=audit.snapshot(fund, "title", "year", "fund_cents")
    )
    return fund


def _check(spec: FundSpec) -> None:
    if spec.fund_cents <= 0:
        raise Invalid("资金要大于 0。请写这一年可以由居民决定的钱。")
    if spec.collect_until < timezone.localdate():
        raise Invalid("征集截止的日子已经过了。请改成今天或以后。")
    if not spec.title.strip() or not spec.source.strip() or not spec.phone.strip():
        raise Invalid("请写明名称、钱从哪来和联系电话。")


@transaction.atomic
def post_list(*, actor: Actor, fund_id: int, posted_at_place: str) -> Fund:
    """Post the list of projects for as many days as the rule says; their numbers are drawn by lot.

    Raises Conflict while a project waits for its estimate or verdict, or fewer than two are left.
    """
    fund = managed_fund(actor, fund_id, FundStatus.COLLECTING)
    if not posted_at_place.strip():
        raise Invalid("请写明名单张贴在哪里。")
    if waiting := undecided(fund):
        named = "、".join(wish.title for wish in waiting[:5])
        raise Conflict(f"还有 {len(waiting)} 个项目没有核算或审查：{named}。请先办完。")
    wishes = list(fund.wishes.filter(status=WishStatus.ACCEPTED))
    if len(wishes) < LEAST_PROJECTS:
        raise Conflict(f"可行的项目只有 {len(wishes)} 个，不够投票。至少要有 {LEAST_PROJECTS} 个。")
    if untold := [wish.title for wish in fund.wishes.all() if wish.is_untold]:
        raise Conflict(f"“{untold[0]}”等 {len(untold)} 个项目没有上票，还没有告知提出人。请先告知并登记。")
    SystemRandom().shuffle(wishes)
    for number, wish in enumerate(wishes, start=1):
        wish.number = number
    Wish.objects.bulk_update(wishes, ["number"])
    today = timezone.localdate()
    take_step(fund, FundStatus.POSTED)
    fund.posted_on, fund.posted_at_place = today, posted_at_place.strip()
    fund.posted_until = posting_ends_on(today, int(fund.rule["posting_days"]))
    fund.save(update_fields=["status", "posted_on", "posted_until", "posted_at_place"])
    order = [wish.title for wish in wishes]
    audit.record(
        actor, "councils.fund_posted", fund, after={"posted_until": fund.posted_until, "order": order}
    )
    return fund


@transaction.atomic
def take_list_back(*, actor: Actor, fund_id: int, reason: str) -> Fund:
    """Take a posted list down, since somebody objects with reason: projects may be looked at again."""
    fund = managed_fund(actor, fund_id, FundStatus.POSTED)
    if not reason.strip():
        raise Invalid("请写明为什么撤下名单。")
    take_step(fund, FundStatus.COLLECTING)
    fund.posted_on = fund.posted_until = None
    fund.save(update_fields=["status", "posted_on", "posted_until"])
    fund.wishes.update(number=None)
    audit.record(actor, "councils.fund_taken_back", fund, after={"reason": reason.strip()})
    return fund


@transaction.atomic
def void_fund(*, actor: Actor, fund_id: int, reason: str) -> Fund:
    """Give up a fund that will not be voted on; what was counted can't be given up."""
    fund = managed_fund(actor, fund_id)
    if not reason.strip():
        raise Invalid("请写明为什么作废，居民会看到。")
    take_step(fund, FundStatus.VOID)
    fund.void_reason = reason.strip()
    fund.save(update_fields=["status", "void_reason"])
    audit.record(actor, "councils.fund_void", fund, after=audit.snapshot(fund, "void_reason"))
    return fund
