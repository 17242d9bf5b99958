"""What phones recorded without a network: the device, what it took along, what was replayed, what is open."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import OperationKind, OperationResult
from gongjian.apps.inspections.models.rounds import Round
from gongjian.apps.inspections.models.rubrics import ItemRule, RubricItem
from gongjian.apps.inspections.models.sheets import ScoreSheet
from gongjian.core.access import OwnedModel, Right


class Phone(models.Model):
    """One device in the hands of one person; `expected` is the number of the next operation it sends.

    Two people who share a device are two rows with counters of their own.
    """

    access_exemption = "a phone is its owner's alone; the desk sees it through what it took along"

    user = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="phones")
    device = models.CharField(max_length=36)
    name = models.CharField(max_length=80, blank=True)
    expected = models.PositiveIntegerField(default=1)
    last_seen_at = models.DateTimeField()
    last_sent_at = models.DateTimeField(null=True)
    storage = models.JSONField(default=dict)

    class Meta:
        ordering = ("user", "pk")
        constraints = (models.UniqueConstraint(fields=["user", "device"], name="phone_once_per_person"),)

    def __str__(self) -> str:
        return self.name or self.device[:8]


class TakenRound(OwnedModel):
    """One round that one phone took along, and what the phone last said of its sheets."""

    view_right = Right.INSPECTIONS_MANAGE
    scope_field = "round__place_code"

    phone = models.ForeignKey(Phone, on_delete=models.CASCADE, related_name="taken")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="taken")
    taken_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField(null=True)
    sheets = models.JSONField(default=list)
    waiting_operations = models.PositiveIntegerField(default=0)
    waiting_photos = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("round", "phone")
        constraints = (models.UniqueConstraint(fields=["phone", "round"], name="round_taken_once"),)

    def __str__(self) -> str:
        return f"{self.phone} {self.round}"


class ReplayedOperation(OwnedModel):
    """One operation a phone sent, with what became of it; what was refused is kept whole until settled.

    `operation` is its content as sent, `file` its photo or signature. A refused one is settled by a person:
    entered after all, put aside with a reason, or kept as a note to its matter.
    """

    view_right = Right.INSPECTIONS_VIEW

    place_code = models.CharField(max_length=15, db_index=True, blank=True)
    phone = models.ForeignKey(Phone, on_delete=models.CASCADE, related_name="operations")
    seq = models.PositiveIntegerField()
    operation_id = models.CharField(max_length=36)
    kind = models.CharField(max_length=12, choices=OperationKind.choices)
    result = models.CharField(max_length=8, choices=OperationResult.choices)
    words = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, related_name="replayed")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.SET_NULL, null=True, related_name="replayed")
    matter = models.ForeignKey("matters.Matter", on_delete=models.SET_NULL, null=True, related_name="+")
    operation = models.JSONField(null=True)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    settled_words = models.CharField(_("怎么处理的"), max_length=300, blank=True)

    class Meta:
        ordering = ("phone", "seq")
        constraints = (
            models.UniqueConstraint(fields=["phone", "seq"], name="operation_in_order"),
            models.UniqueConstraint(fields=["phone", "operation_id"], name="operation_once"),
        )
        indexes = (
            models.Index(
                fields=["round", "received_at"],
                condition=models.Q(result="refused", settled_at__isnull=True),
                name="operation_refused",
            ),
            models.Index(fields=["received_at"], name="operation_received"),
        )

    def __str__(self) -> str:
        return f"{self.phone} {self.seq}"


class SheetConflict(OwnedModel):
    """One field of a sheet that phone and desk set differently. The desk's value stands until one is chosen."""

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "sheet__place_code"

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="conflicts")
    item = models.ForeignKey(RubricItem, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(ItemRule, on_delete=models.PROTECT, null=True, related_name="+")
    field = models.CharField(max_length=12)
    phone = models.ForeignKey(Phone, on_delete=models.CASCADE, related_name="conflicts")
    phone_value = models.CharField(max_length=500, blank=True)
    phone_at = models.DateTimeField()
    desk_value = models.CharField(max_length=500, blank=True)
    desk_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    desk_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    chosen = models.CharField(max_length=5, blank=True)
    resolved_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("sheet", "item__order", "rule__order", "field")
        constraints = (
            models.UniqueConstraint(
                fields=["sheet", "item", "rule", "field"],
                condition=models.Q(resolved_at__isnull=True),
                name="conflict_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet} {self.field}"
