"""Projects that were chosen are carried out: contract, payments against the voted cost, photos, the end, the accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.budgets import FundStatus, SpendKind, WishStatus
from gongjian.apps.councils.models import Fund, Spend, Wish
from gongjian.apps.councils.selectors.budgets import contract_of, get_fund, paid_in, paid_of, yuan
from gongjian.apps.councils.services.budgets.steps import (
    managed_fund,
    managed_wish,
    take_step,
    take_wish_step,
)
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import PHOTO_ENDINGS, Upload, store_uploads
from gongjian.core.errors import Conflict, Invalid

MONEY = (SpendKind.CONTRACT, SpendKind.PAYMENT)


@dataclass(frozen=True, kw_only=True)
class SpendSpec:
    """One line of carrying out a project; money in cents, with its paper or photo."""

    kind: SpendKind
    on: date
    cents: int | None = None
    words: str = ""
    uploads: Sequence[Upload] = ()


@transaction.atomic
def announce(*, actor: Actor, fund_id: int) -> Fund:
    """Announce the result; the projects chosen may be carried out from now on."""
    fund = managed_fund(actor, fund_id, FundStatus.COUNTED)
    take_step(fund, FundStatus.ANNOUNCED)
    fund.announced_on = timezone.localdate()
    fund.save(update_fields=["status", "announced_on"])
    audit.record(actor, "councils.fund_announced", fund, after=audit.snapshot(fund, "announced_on"))
    return fund


@transaction.atomic
def add_spend(*, actor: Actor, wish_id: int, spec: SpendSpec) -> Spend:
    """Write a contract, a payment or a photo. Conflict where more would be paid than residents voted for it."""
    wish = managed_wish(actor, wish_id, FundStatus.ANNOUNCED)
    if wish.status != WishStatus.FUNDED:
        raise Conflict(f"项目“{wish.title}”现在是“{wish.get_status_display()}”，不能再记。")
    if spec.on > timezone.localdate():
        raise Invalid("日期还没有到。请写实际发生的日子。")
    if spec.kind in MONEY:
        _check_money(wish, spec)
    elif spec.kind != SpendKind.PHOTO or not _are_photos(spec.uploads):
        raise Invalid("请选照片（JPG、PNG、WebP）。")
    return _keep(actor, wish, spec)


def _check_money(wish: Wish, spec: SpendSpec) -> None:
    if not spec.cents or not spec.words.strip():
        raise Invalid("请写明金额和对方是谁、付的是什么。")
    voted = wish.cost_cents or 0
    before = paid_of(wish) if spec.kind == SpendKind.PAYMENT else 0
    if before + spec.cents > voted:
        raise Conflict(
            f"居民投票定的是 {yuan(voted)} 元，已付 {yuan(before)} 元，再记 {yuan(spec.cents)} 元就超了。"
            "超出的请用别的钱付，不记在这项资金里。"
        )


def _are_photos(uploads: Sequence[Upload]) -> bool:
    return bool(uploads) and all(one.name.lower().endswith(PHOTO_ENDINGS) for one in uploads)


def _keep(actor: Actor, wish: Wish, spec: SpendSpec) -> Spend:
    stored = store_uploads(
        actor=actor, uploads=spec.uploads, right=Right.COUNCILS_VIEW, place_code=wish.fund.place_code
    )
    files: list[int | None] = [one.pk for one in stored] or [None]
    rows = [
        Spend.objects.create(
            wish=wish,
            kind=spec.kind,
            on=spec.on,
            cents=spec.cents if spec.kind in MONEY else None,
            words=spec.words.strip(),
            file_id=file_id,
            made_by_id=actor.user_id,
        )
        for file_id in files
    ]
    audit.record(
        actor,
        "councils.spend_added",
        rows[0],
        after=audit.snapshot(rows[0], "kind", "on", "cents", "words"),
        place_code=wish.fund.place_code,
    )
    return rows[0]


@transaction.atomic
def finish_wish(*, actor: Actor, wish_id: int, spec: SpendSpec) -> Wish:
    """Accept a finished project: a photo of it is kept, and something was paid or it says that nothing was."""
    wish = managed_wish(actor, wish_id, FundStatus.ANNOUNCED)
    if not spec.words.strip():
        raise Invalid("请写验收的情况：谁参加、做得怎样。")
    if not Spend.objects.filter(wish=wish, kind=SpendKind.PHOTO).exists() and not _are_photos(spec.uploads):
        raise Invalid("请至少留一张完工的照片。")
    if contract_of(wish) is None and not paid_of(wish):
        raise Invalid("还没有记合同和付款。没有花钱的，请按“停止实施”办，钱退回。")
    take_wish_step(wish, WishStatus.DONE)
    return _end(actor, wish, spec, SpendKind.DONE)


@transaction.atomic
def stop_wish(*, actor: Actor, wish_id: int, spec: SpendSpec) -> Wish:
    """Stop a project that can't be carried out, with the reason; what was not paid returns to the fund."""
    wish = managed_wish(actor, wish_id, FundStatus.ANNOUNCED)
    if not spec.words.strip():
        raise Invalid("请写明为什么停止，居民会看到。")
    take_wish_step(wish, WishStatus.STOPPED)
    return _end(actor, wish, spec, SpendKind.STOPPED)


def _end(actor: Actor, wish: Wish, spec: SpendSpec, kind: SpendKind) -> Wish:
    wish.save(update_fields=["status"])
    _keep(actor, wish, SpendSpec(kind=kind, on=spec.on, words=spec.words, uploads=spec.uploads))
    return wish


@transaction.atomic
def settle(*, actor: Actor, fund_id: int) -> Fund:
    """Publish the accounts once every chosen project is done or stopped; what was not paid returns to its source."""
    fund = managed_fund(actor, fund_id, FundStatus.ANNOUNCED)
    if under_way := [row.title for row in fund.wishes.filter(status=WishStatus.FUNDED)]:
        raise Conflict(
            f"还有 {len(under_way)} 个项目没有做完：{'、'.join(under_way[:5])}。做完或停下以后再决算。"
        )
    take_step(fund, FundStatus.SETTLED)
    fund.settled_on, fund.returned_cents = timezone.localdate(), fund.fund_cents - paid_in(fund)
    fund.save(update_fields=["status", "settled_on", "returned_cents"])
    audit.record(
        actor, "councils.fund_settled", fund, after=audit.snapshot(fund, "settled_on", "returned_cents")
    )
    return get_fund(actor, fund.pk)
