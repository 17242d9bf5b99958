"""Projects: proposed by residents and members, costed by the community, found feasible or declined with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.choices.budgets import FundStatus, WishSource, WishStatus
from gongjian.apps.councils.models import Fund, Wish
from gongjian.apps.councils.selectors.budgets import bounds_of, get_fund, yuan
from gongjian.apps.councils.services.budgets.steps import locked_fund, managed_wish, take_wish_step
from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.parties.services import Topic, notify
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Actor, Right
from gongjian.core.attachments import Upload, store_uploads
from gongjian.core.errors import Conflict, Invalid, NotAllowed

PERSONAL = frozenset({"proposer", "contact"})
MOST_WISHES = 200


@dataclass(frozen=True, kw_only=True)
class WishSpec:
    """A project as it is proposed."""

    title: str
    where: str
    what: str
    proposer: str = ""
    contact: str = ""
    source: WishSource = WishSource.DESK


@transaction.atomic
def propose(*, actor: Actor, fund_id: int, spec: WishSpec) -> Wish:
    """Take in a project at the desk or from a member, while projects are collected."""
    fund = get_fund(actor, fund_id)
    if not actor.can(Right.COUNCILS_MANAGE, fund.place_code):
        actor.require(Right.COUNCILS_TAKE_PART, fund.place_code)
    is_members = spec.source == WishSource.MEMBER
    return _propose(
        actor, locked_fund(fund.pk, FundStatus.COLLECTING), spec, actor.user_id if is_members else None
    )


@transaction.atomic
def propose_at_door(*, fund_id: int, place_code: str, spec: WishSpec) -> Wish:
    """Take in a project from the public door; the desk is told. Conflict once the days are over."""
    fund = locked_fund(fund_id, FundStatus.COLLECTING)
    if fund.place_code != place_code:
        raise NotAllowed("这项资金不是这个社区的。")
    wish = _propose(SYSTEM, fund, spec, None)
    url = reverse("councils:fund", args=[fund.pk])
    topic = Topic(f"fund-wishes:{fund.pk}", f"“{fund.title}”有 {{n}} 个新提出的项目", url)
    people = holders_of(Right.COUNCILS_MANAGE, [fund.place_code])
    notify(people, f"居民提出项目“{wish.title}”（{fund.title}）", url, fund.place_code, topic=topic)
    return wish


def _propose(actor: Actor, fund: Fund, spec: WishSpec, user_id: int | None) -> Wish:
    if fund.collect_until < timezone.localdate():
        raise Conflict(f"征集到 {fund.collect_until.month}月{fund.collect_until.day}日为止，已经结束。")
    title = " ".join(spec.title.split())
    if not title or not spec.where.strip() or not spec.what.strip():
        raise Invalid("请写明项目叫什么、在哪里、要做什么。")
    held = fund.wishes.exclude(status=WishStatus.WITHDRAWN)
    if held.filter(title=title).exists():
        raise Conflict(f"已经有人提出“{title}”。内容不一样的，请换一个能分清的名称。")
    if held.count() >= MOST_WISHES:
        raise Conflict(f"一项资金最多收 {MOST_WISHES} 个项目，已经满了。")
    wish = Wish.objects.create(
        fund=fund,
        title=title,
        where=spec.where.strip(),
        what=spec.what.strip(),
        source=spec.source,
        proposer=spec.proposer.strip(),
        contact=spec.contact.strip(),
        proposer_user_id=user_id,
        proposed_on=timezone.localdate(),
    )
    _record(actor, "councils.wish_proposed", wish, "title", "where", "source", "proposer", "contact")
    return wish


@transaction.atomic
def cost_wish(
    *, actor: Actor, wish_id: int, cost_cents: int, cost_basis: str, uploads: Sequence[Upload] = ()
) -> Wish:
    """Write what a project would cost, with the estimate. Outside the rule's bounds it is refused with both numbers."""
    wish = managed_wish(actor, wish_id, FundStatus.COLLECTING)
    least, most = bounds_of(wish.fund.rule, wish.fund.fund_cents)
    if not least <= cost_cents <= most:
        raise Invalid(
            f"一个项目的费用要在 {yuan(least)} 元和 {yuan(most)} 元之间，核算的是 {yuan(cost_cents)} 元。"
            "做不到的请和提出人商量改小，或者按不可行办。"
        )
    if not cost_basis.strip():
        raise Invalid("请写明费用是怎么算出来的，例如几家报价、工程量和单价。")
    take_wish_step(wish, WishStatus.COSTED)
    wish.cost_cents, wish.cost_basis = cost_cents, cost_basis.strip()
    wish.verdict, wish.decided_on, wish.told_on, wish.told_how = "", None, None, ""
    for stored in store_uploads(
        actor=actor, uploads=uploads, right=Right.COUNCILS_VIEW, place_code=wish.fund.place_code
    ):
        wish.estimate = stored
    wish.save()
    _record(actor, "councils.wish_costed", wish, "cost_cents", "cost_basis", "estimate_id")
    return wish


@transaction.atomic
def accept_wish(*, actor: Actor, wish_id: int, verdict: str) -> Wish:
    """Find a costed project feasible: it will be on the ballot paper."""
    return _decide(actor, wish_id, WishStatus.ACCEPTED, verdict)


@transaction.atomic
def decline_wish(*, actor: Actor, wish_id: int, verdict: str) -> Wish:
    """Decline a project with a reason, which its proposer is told: at once if he has an account."""
    wish = _decide(actor, wish_id, WishStatus.DECLINED, verdict)
    if wish.proposer_user_id is not None:
        url = reverse("councils:fund", args=[wish.fund_id])
        sentence = f"你提出的“{wish.title}”没有上票：{wish.verdict}"
        notify([wish.proposer_user_id], sentence, url, wish.fund.place_code)
        _note_told(wish, "系统通知")
    elif not wish.contact:
        _note_told(wish, "没有留联系方式，理由在公开页面公布")
    return wish


def _decide(actor: Actor, wish_id: int, status: WishStatus, verdict: str) -> Wish:
    wish = managed_wish(actor, wish_id, FundStatus.COLLECTING)
    if not verdict.strip():
        raise Invalid("请写明审查意见，大家都会看到。")
    take_wish_step(wish, status)
    wish.verdict, wish.decided_on = verdict.strip(), timezone.localdate()
    wish.save(update_fields=["status", "verdict", "decided_on"])
    _record(actor, "councils.wish_decided", wish, "status", "verdict")
    return wish


@transaction.atomic
def tell_proposer(*, actor: Actor, wish_id: int, told_how: str) -> Wish:
    """Write down how the proposer of a declined project was told why."""
    wish = managed_wish(actor, wish_id)
    if not wish.is_untold:
        raise Conflict("这个项目不用告知，或者已经告知过。")
    if not told_how.strip():
        raise Invalid("请写怎么告知的，例如打电话、当面。")
    _note_told(wish, told_how.strip())
    _record(actor, "councils.proposer_told", wish, "told_on", "told_how")
    return wish


def _note_told(wish: Wish, told_how: str) -> None:
    wish.told_on, wish.told_how = timezone.localdate(), told_how
    wish.save(update_fields=["told_on", "told_how"])


@transaction.atomic
def withdraw_wish(*, actor: Actor, wish_id: int, reason: str) -> Wish:
    """Take a project out because its proposer withdraws it."""
    wish = managed_wish(actor, wish_id, FundStatus.COLLECTING)
    if not reason.strip():
        raise Invalid("请写明提出人为什么撤回。")
    take_wish_step(wish, WishStatus.WITHDRAWN)
    wish.verdict = reason.strip()
    wish.save(update_fields=["status", "verdict"])
    _record(actor, "councils.wish_withdrawn", wish, "verdict")
    return wish


def _record(actor: Actor, act: str, wish: Wish, *fields: str) -> None:
    audit.record(
        actor,
        act,
        wish,
        after=audit.snapshot(wish, *fields),
        personal=PERSONAL,
        place_code=wish.fund.place_code,
    )
