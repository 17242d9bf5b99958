"""Findings, the orders to mend them, every attempt at it with its re-inspection, and wishes for more time."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import CheckOutcome, FindingStatus, OrderStatus
from gongjian.apps.inspections.models.rounds import Round
from gongjian.apps.inspections.models.rubrics import ItemRule, RubricItem
from gongjian.apps.inspections.models.sheets import ScoreSheet
from gongjian.core.access import OwnedModel, Right


class RectificationOrder(OwnedModel):
    """A notice (整改通知) to one place, or to a unit there, to mend findings by a day.

    `issuer_code` is the place whose office issued it: it alone grants more time and withdraws it. `due_on` is
    the last day, as extended; `redo_due_on` the one after a re-inspection that wasn't passed.
    """

    view_right = Right.RECTIFICATIONS_VIEW
    unit_field = "organisation_id"

    place_code = models.CharField(max_length=15, db_index=True)
    issuer_code = models.CharField(max_length=15, blank=True)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="orders")
    words = models.CharField(_("整改要求"), max_length=500, blank=True)
    workdays = models.PositiveSmallIntegerField()
    basis = models.CharField(_("时限依据"), max_length=300)
    due_on = models.DateField(_("时限"))
    redo_due_on = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=OrderStatus.choices, default=OrderStatus.PENDING)
    issued_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    reminded_for = models.DateField(null=True)
    overdue_for = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-issued_at", "-pk")
        indexes = (models.Index(fields=["status", "due_on"], name="order_status_due"),)

    def __str__(self) -> str:
        return f"{self.number} {self.place_code}"

    @property
    def number(self) -> str:
        """What the office calls it, e.g. 整改〔2026〕12号."""
        return f"整改〔{self.issued_at.year}〕{self.pk}号"

    @property
    def last_day(self) -> date:
        """The last day that holds now."""
        return self.redo_due_on or self.due_on

    def is_late(self, today: date) -> bool:
        """Whether something should have been handed in and wasn't."""
        return self.status in OrderStatus.to_mend() and today > self.last_day


class Finding(OwnedModel):
    """One thing found wrong at a place, on a sheet or by itself; the item's words are kept as of that day.

    `points_lost` is what it took of its sheet's score; `nth` says how often the same was found here within
    the rule's period, `earlier` is the time before. `due_on` is the last day that holds for it.
    """

    view_right = Right.RECTIFICATIONS_VIEW
    unit_field = "order__organisation_id"

    place_code = models.CharField(max_length=15, db_index=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, related_name="findings")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, null=True, related_name="findings")
    item = models.ForeignKey(RubricItem, on_delete=models.PROTECT, null=True, related_name="findings")
    rule = models.ForeignKey(ItemRule, on_delete=models.PROTECT, null=True, related_name="findings")
    title = models.CharField(_("项目"), max_length=200, db_index=True)
    per = models.CharField(_("情形"), max_length=200, blank=True)
    unit = models.CharField(max_length=10, default="处")
    count = models.DecimalField(_("数量"), max_digits=10, decimal_places=2, default=1)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    is_veto = models.BooleanField(default=False)
    points_lost = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    photos = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    found_on = models.DateField()
    found_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    nth = models.PositiveSmallIntegerField(default=1)
    earlier = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="later")
    status = models.CharField(max_length=10, choices=FindingStatus.choices, default=FindingStatus.FOUND)
    order = models.ForeignKey(
        RectificationOrder, on_delete=models.SET_NULL, null=True, related_name="findings"
    )
    due_on = models.DateField(null=True)
    mended_on = models.DateField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-nth", "-found_on", "-pk")
        indexes = (
            models.Index(fields=["place_code", "title", "found_on"], name="finding_place_title"),
            models.Index(fields=["round", "status", "place_code"], name="finding_round_status"),
            models.Index(fields=["found_on", "place_code"], name="finding_day_place"),
        )
        constraints = (models.UniqueConstraint(fields=["sheet", "rule"], name="finding_once_per_rule"),)

    def __str__(self) -> str:
        return f"{self.title} {self.place_code}"

    @property
    def is_repeated(self) -> bool:
        """Whether the same was found here before."""
        return self.nth > 1

    def is_late(self, today: date) -> bool:
        """Whether it should have been handed in as mended and wasn't."""
        return self.status in FindingStatus.to_mend() and self.due_on is not None and today > self.due_on

    @property
    def is_in_time(self) -> bool:
        """Whether what passed was handed in by the order's own last day, extensions included."""
        return bool(self.mended_on and self.order and self.mended_on <= self.order.due_on)


class Mending(OwnedModel):
    """One attempt: what was handed in as mended, and what the re-inspection found of it."""

    view_right = Right.RECTIFICATIONS_VIEW
    scope_field = "finding__place_code"
    unit_field = "finding__order__organisation_id"

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="mendings")
    words = models.CharField(_("怎么整改的"), max_length=500)
    photos = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    answered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField()
    answered_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=CheckOutcome.choices, blank=True)
    left_count = models.DecimalField(_("还有几处"), max_digits=10, decimal_places=2, null=True)
    reason = models.CharField(_("说明"), max_length=500, blank=True)
    check_photos = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    checked_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("finding", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["finding"], condition=models.Q(outcome=""), name="mending_one_unchecked"
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding} {self.answered_on}"


class Extension(OwnedModel):
    """A wish for more time on an order, and the issuer's answer."""

    view_right = Right.RECTIFICATIONS_VIEW
    scope_field = "order__place_code"
    unit_field = "order__organisation_id"

    order = models.ForeignKey(RectificationOrder, on_delete=models.CASCADE, related_name="extensions")
    until_on = models.DateField(_("延到哪天"))
    reason = models.CharField(_("为什么要延期"), max_length=300)
    asked_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    is_granted = models.BooleanField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(is_granted__isnull=True), name="extension_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.order} {self.until_on}"
