"""Tables of plans: the text as it came, and the items read from it, each tied to its words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.plans.choices import ItemKind, ItemStatus, PlanStatus
from gongjian.core.access import OwnedModel, Right


class Plan(OwnedModel):
    """One plan document in review or at work.

    `outline` lists headings as {level, marker, heading, start}; `findings` the sums of its own text
    that do not come out, as {sentence, start, end}. `revises` is the running programme that a new version is for.
    """

    view_right = Right.PLANS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    title = models.CharField(_("标题"), max_length=200)
    kind = models.CharField(max_length=12, blank=True)
    issuer = models.CharField(_("制发单位"), max_length=120, blank=True)
    doc_number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    text = models.TextField()
    source = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    outline = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=PlanStatus.choices, default=PlanStatus.REVIEW)
    programme = models.OneToOneField(
        "programmes.Programme", on_delete=models.SET_NULL, null=True, blank=True, related_name="plan"
    )
    revises = models.ForeignKey(
        "programmes.Programme", on_delete=models.SET_NULL, null=True, blank=True, related_name="revisions"
    )
    imported_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-imported_at", "pk")

    def __str__(self) -> str:
        return self.title


class PlanItem(OwnedModel):
    """One recognised or added passage: kind, words with offsets, and the values as cards show them."""

    view_right = Right.PLANS_VIEW
    scope_field = "plan__place_code"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=ItemKind.choices)
    order = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(blank=True)
    rule = models.CharField(max_length=60, blank=True)
    confidence = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    status = models.CharField(max_length=10, choices=ItemStatus.choices, default=ItemStatus.PROPOSED)
    values = models.JSONField(default=dict)
    read_values = models.JSONField(default=dict)
    unresolved = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("plan", "start", "order")

    def __str__(self) -> str:
        return self.quote[:40]


class PlanUnit(OwnedModel):
    """One unit named in a plan and what it was matched to.

    `collective_level` is set for names that mean every place of a level (各街道, 各社区).
    """

    view_right = Right.PLANS_VIEW
    scope_field = "plan__place_code"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="units")
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    collective_level = models.PositiveSmallIntegerField(null=True, blank=True)
    is_ignored = models.BooleanField(default=False)
    suggestions = models.JSONField(default=list)

    class Meta:
        ordering = ("plan", "name")
        constraints = (models.UniqueConstraint(fields=["plan", "name"], name="plan_unit_name"),)

    def __str__(self) -> str:
        return self.name
