"""A community fund by vote: the fund of a year, the projects proposed, what was paid for those chosen."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.councils.choices.budgets import (
    NEXT_OF_FUND,
    NEXT_OF_WISH,
    FundStatus,
    SpendKind,
    WishSource,
    WishStatus,
)
from gongjian.core.access import OwnedModel, Right


class Fund(OwnedModel):
    """Money of a place that its residents spend by vote, once.

    `rule` is the local rule of the day it was opened, with its citation. `vote_key` opens the page on which tokens vote.
    `outcome` is what was counted, as the explanation shows it: groups of fewer than the rule's number are together.
    """

    view_right = Right.COUNCILS_VIEW

    place_code = models.CharField(_("社区"), max_length=15, db_index=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("名称"), max_length=60)
    fund_cents = models.PositiveBigIntegerField(_("资金"))
    source = models.CharField(_("钱从哪来"), max_length=120)
    collect_until = models.DateField(_("征集到哪天"))
    status = models.CharField(max_length=12, choices=FundStatus.choices, default=FundStatus.COLLECTING)
    rule = models.JSONField()
    phone = models.CharField(_("联系电话"), max_length=40)
    posted_on = models.DateField(null=True, blank=True)
    posted_until = models.DateField(null=True, blank=True)
    posted_at_place = models.CharField(_("张贴在哪里"), max_length=120, blank=True)
    vote_until = models.DateField(_("投票到哪天"), null=True, blank=True)
    vote_key = models.CharField(max_length=16, unique=True)
    roll_size = models.PositiveIntegerField(default=0)
    roll_hash = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(null=True, blank=True)
    certificate = models.TextField(blank=True)
    announced_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    returned_cents = models.PositiveBigIntegerField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-year", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["place_code", "year", "title"],
                condition=~models.Q(status="void"),
                name="councils_fund_once",
            ),
        )
        indexes = (models.Index(fields=["status", "place_code"], name="councils_fund_state"),)

    def __str__(self) -> str:
        return self.title

    def may_become(self, status: FundStatus) -> bool:
        """Whether a step to `status` is open now."""
        return status in NEXT_OF_FUND[FundStatus(self.status)]

    @property
    def is_counted(self) -> bool:
        """Whether its votes were counted."""
        return self.status in (FundStatus.COUNTED, FundStatus.ANNOUNCED, FundStatus.SETTLED)

    @property
    def most_marks(self) -> int:
        """How many projects one may mark."""
        rule: dict[str, Any] = self.rule
        return int(rule["most_marks"])


class Wish(OwnedModel):
    """One project proposed for a fund. Who proposed it is encrypted and shown only to those who run the fund.

    `number` is its place on the ballot paper, drawn by lot; between projects equal in votes and cost the lower goes first.
    """

    view_right = Right.COUNCILS_VIEW
    scope_field = "fund__place_code"

    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, related_name="wishes")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(_("项目"), max_length=40)
    where = models.CharField(_("在哪里"), max_length=80)
    what = models.TextField(_("要做什么、为什么"), max_length=1000)
    source = models.CharField(_("谁提出"), max_length=8, choices=WishSource.choices, default=WishSource.DESK)
    proposer = EncryptedCharField(_("提出人"), max_length=200, blank=True, null=True)
    contact = EncryptedCharField(_("联系电话"), max_length=200, blank=True, null=True)
    proposer_user = models.ForeignKey(
        "parties.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_on = models.DateField()
    cost_cents = models.PositiveBigIntegerField(_("核算的费用"), null=True, blank=True)
    cost_basis = models.CharField(_("怎么算出来的"), max_length=300, blank=True)
    estimate = models.ForeignKey(
        "core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField(_("审查意见"), max_length=300, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(_("怎么告知的"), max_length=120, blank=True)
    status = models.CharField(max_length=10, choices=WishStatus.choices, default=WishStatus.PROPOSED)

    class Meta:
        ordering = ("fund", "number", "pk")
        constraints = (
            models.UniqueConstraint(fields=["fund", "number"], name="councils_wish_number"),
            models.UniqueConstraint(
                fields=["fund", "title"],
                condition=~models.Q(status="withdrawn"),
                name="councils_wish_title",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def may_become(self, status: WishStatus) -> bool:
        """Whether a step to `status` is open now."""
        return status in NEXT_OF_WISH[WishStatus(self.status)]

    @property
    def is_untold(self) -> bool:
        """Whether it was declined and its proposer has not been told."""
        return self.status == WishStatus.DECLINED and self.told_on is None


class Spend(OwnedModel):
    """One line of carrying out a project: a contract, a payment, a photo, its end."""

    view_right = Right.COUNCILS_VIEW
    scope_field = "wish__fund__place_code"

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="spends")
    kind = models.CharField(max_length=10, choices=SpendKind.choices)
    on = models.DateField(_("日期"))
    cents = models.PositiveBigIntegerField(_("金额"), null=True, blank=True)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    file = models.ForeignKey(
        "core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("wish", "on", "pk")

    def __str__(self) -> str:
        return f"{self.wish}：{self.get_kind_display()}"
