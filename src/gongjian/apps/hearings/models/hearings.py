"""Hearings: one panel drawn by lot, its notice, its record, its vote."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField, EncryptedTextField

from gongjian.apps.hearings.choices import HearingCause, HearingStatus, SeatGroup, SeatStatus
from gongjian.apps.hearings.models.applications import AidApplication
from gongjian.core.access import OwnedModel, Right


class Hearing(OwnedModel):
    """One hearing on an application; `number` 2 is the second, with a panel in which nobody of the first sits.

    `rule` is the local rule of the day it was called: sizes and shares as text, with its citation. `lines` are
    the canonical lines of engine `draw`, `excluded` {resident id: ground}, `result` {"seed", "drawn"}.
    `vote_key` opens the page on which tokens vote, and its box in `core.ballots`. `outcome` holds counts only.
    """

    view_right = Right.HEARINGS_VIEW
    scope_field = "application__place_code"

    application = models.ForeignKey(AidApplication, on_delete=models.PROTECT, related_name="hearings")
    number = models.PositiveSmallIntegerField()
    cause = models.CharField(_("事由"), max_length=12, choices=HearingCause.choices)
    cause_words = models.CharField(_("为什么再次评议"), max_length=300, blank=True)
    status = models.CharField(max_length=12, choices=HearingStatus.choices, default=HearingStatus.LISTED)
    rule = models.JSONField()
    size = models.PositiveSmallIntegerField(_("评议小组人数"))
    representatives = models.PositiveSmallIntegerField(_("其中居民代表"))
    source = models.CharField(_("公共数的来源"), max_length=200)
    salt = EncryptedCharField(max_length=200)
    take = models.JSONField()
    lines = models.JSONField()
    excluded = models.JSONField(default=dict)
    hash = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    public_number = models.CharField(_("公共数"), max_length=200, blank=True)
    typed_at = models.DateTimeField(null=True)
    typed_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    witnesses = EncryptedCharField(_("见证人"), max_length=400, blank=True, null=True)
    result = models.JSONField(null=True)
    venue = models.CharField(_("地点"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("时间"), null=True)
    noticed_at = models.DateTimeField(null=True)
    chair = EncryptedCharField(_("主持人"), max_length=200, blank=True, null=True)
    recorder = EncryptedCharField(_("记录人"), max_length=200, blank=True, null=True)
    record = EncryptedTextField(_("记录"), blank=True, null=True)
    vote_key = models.CharField(max_length=16, unique=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.JSONField(null=True)
    reasons = EncryptedTextField(blank=True, null=True)
    certificate = models.TextField(blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("application", "number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["application", "number"], condition=~models.Q(status="void"), name="hearing_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.application.number_text}第{self.number}次评议"

    @property
    def place_code(self) -> str:
        """The community whose hearing it is."""
        return self.application.place_code

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in (HearingStatus.COUNTED, HearingStatus.VOID)

    @property
    def is_passed(self) -> bool:
        """Whether it was counted and the votes were enough."""
        result: dict[str, Any] = self.outcome or {}
        return bool(result.get("is_passed"))


class Seat(OwnedModel):
    """One drawn person: a member of the panel, a reserve, or one who stepped aside.

    `is_present` is set by the sign-in list, for all at once; how somebody voted is nowhere.
    """

    view_right = Right.HEARINGS_VIEW
    scope_field = "hearing__application__place_code"

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="seats")
    resident = models.ForeignKey("parties.Resident", on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=16, choices=SeatGroup.choices)
    order = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=SeatStatus.choices)
    recused_for = models.CharField(max_length=200, blank=True)
    is_present = models.BooleanField(default=False)

    class Meta:
        ordering = ("hearing", "order")
        constraints = (models.UniqueConstraint(fields=["hearing", "resident"], name="seat_once"),)

    def __str__(self) -> str:
        return str(self.resident)
