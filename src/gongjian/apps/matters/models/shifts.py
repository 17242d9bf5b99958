"""Shifts of a desk: what one hands over, and what the next one takes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import MatterState, ShiftGroup
from gongjian.apps.matters.models.matters import Matter
from gongjian.core.access import OwnedModel, Right


class ShiftHandover(OwnedModel):
    """One shift of a desk given to the next person: by whom, from when to when, and until when the next one goes.

    It waits for both until the taker has read it (`confirmed_at`) or the giver took it back (`withdrawn_at`).
    """

    view_right = Right.MATTERS_DISPATCH

    place_code = models.CharField(max_length=15)
    giver = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("本班从"))
    ended_at = models.DateTimeField(_("本班到"))
    next_ends_at = models.DateTimeField(_("下一班到"))
    words = models.CharField(_("总的交代"), max_length=1000, blank=True)
    taker_words = models.CharField(_("接班的话"), max_length=500, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-ended_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["place_code", "giver"],
                condition=Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
                name="matters_shift_open_once",
            ),
            models.CheckConstraint(
                condition=Q(started_at__lt=F("ended_at"), ended_at__lt=F("next_ends_at")),
                name="matters_shift_in_order",
            ),
        )
        indexes = (
            models.Index(fields=["place_code", "-ended_at"], name="matters_shift_latest"),
            models.Index(
                fields=["taker"],
                condition=Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
                name="matters_shift_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has taken it yet."""
        return self.confirmed_at is None and self.withdrawn_at is None


class ShiftItem(OwnedModel):
    """One matter of a hand-over, as it stood then; `is_taken` is what the taker said of it."""

    view_right = Right.MATTERS_DISPATCH
    scope_field = "handover__place_code"

    handover = models.ForeignKey(ShiftHandover, on_delete=models.CASCADE, related_name="items")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=10, choices=ShiftGroup.choices)
    state = models.CharField(max_length=12, choices=MatterState.choices)
    due_at = models.DateTimeField()
    note = models.CharField(_("交代"), max_length=300, blank=True)
    is_taken = models.BooleanField(null=True)

    class Meta:
        ordering = ("handover", "pk")
        constraints = (
            models.UniqueConstraint(fields=["handover", "matter"], name="matters_shift_matter_once"),
        )

    def __str__(self) -> str:
        return f"{self.handover} {self.matter}"
