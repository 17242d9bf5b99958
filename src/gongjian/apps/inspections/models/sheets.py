"""Score sheets and what was found on them."""

from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models.rounds import Round
from gongjian.apps.inspections.models.rubrics import ItemRule, RubricItem, RubricVersion
from gongjian.core.access import OwnedModel, Right


class ScoreSheet(OwnedModel):
    """One inspector's sheet for one place in one round.

    `score` is what the inspector found and never changes once submitted; `adjusted_score` is what counts
    after the decisions that stand (appeals, mended findings), null as long as there is none. `is_vetoed` says
    that a veto forbids every grade, `bars` which grades one forbids, joined by 、.
    `started_at` and `finished_at` are the inspector's own clock, in the field. Two may have signed: the
    inspector and somebody of the place.
    """

    view_right = Right.INSPECTIONS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sheets")
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="sheets")
    inspector = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="sheets")
    inspected_on = models.DateField()
    status = models.CharField(max_length=10, choices=SheetStatus.choices, default=SheetStatus.DRAFT)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    adjusted_score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    is_vetoed = models.BooleanField(default=False)
    bars = models.CharField(_("不能评为"), max_length=200, blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    signed_name = models.CharField(_("签名"), max_length=60, blank=True)
    signature = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    place_signed_name = EncryptedCharField(_("社区签名"), max_length=200, blank=True, null=True)
    place_signature = models.ForeignKey(
        "core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("round", "place_code", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "place_code", "inspector"],
                condition=~models.Q(status="void"),
                name="sheet_once_per_inspector",
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} {self.place_code}"

    @property
    def counted_score(self) -> Decimal | None:
        """The score that gradings count: after the decisions that stand."""
        return self.score if self.adjusted_score is None else self.adjusted_score


class SheetEntry(OwnedModel):
    """What was found for one item: answered in full, or by rules that apply with counts.

    `amount` is what the inspector sets for a rule left to judgement. Without a rule the entry says that the item
    is in order, or, with `is_not_applicable` and the reason in `note`, that the place does not have it; of an
    item that an indicator scores it holds the `reading`.
    """

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "sheet__place_code"

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="entries")
    item = models.ForeignKey(RubricItem, on_delete=models.PROTECT, related_name="entries")
    rule = models.ForeignKey(ItemRule, on_delete=models.PROTECT, null=True, related_name="entries")
    count = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    amount = models.DecimalField(_("酌情几分"), max_digits=6, decimal_places=2, null=True)
    is_not_applicable = models.BooleanField(default=False)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    photos = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    documents = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    recorded_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("sheet", "item__order", "rule__order")
        constraints = (
            models.UniqueConstraint(fields=["sheet", "item", "rule"], name="sheet_entry_once"),
            models.UniqueConstraint(
                fields=["sheet", "item"], condition=models.Q(rule__isnull=True), name="sheet_item_full_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.count}"


class SheetReading(OwnedModel):
    """The figure that answers an item of a sheet, as it was read for the sheet's place and the round's days.

    It belongs to the entry (without a rule) of an item that no person scores. `value` is the exact value as a
    fraction in the indicator's unit, empty when there was none; then `reason` says why.
    """

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "entry__sheet__place_code"

    entry = models.OneToOneField(SheetEntry, on_delete=models.CASCADE, related_name="reading")
    indicator_key = models.CharField(max_length=80)
    first_on = models.DateField()
    last_on = models.DateField()
    value = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ("entry",)

    def __str__(self) -> str:
        return f"{self.entry} {self.text}"

    @property
    def exact(self) -> Fraction | None:
        """The exact value; None when there was none."""
        return Fraction(self.value) if self.value else None

    @property
    def period(self) -> str:
        """The days the figure was read for, as the registry writes them."""
        return f"{self.first_on.isoformat()}..{self.last_on.isoformat()}"
