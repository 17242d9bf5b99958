"""Letters of responsibility (目标责任书): what a place or unit takes on, signed on both sides."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.supervision.choices import LetterStatus
from gongjian.core.access import OwnedModel, Right


class Letter(OwnedModel):
    """One letter between the place that hands down (`issuer_…`) and the place or unit that receives.

    `place_code` (and `organisation`) is the receiver. Once both have signed, nothing in it changes and the
    files are kept; it ends only by being withdrawn, with the reason.
    """

    view_right = Right.PROGRAMMES_VIEW
    unit_field = "organisation_id"

    place_code = models.CharField(max_length=15, db_index=True)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issuer_place_code = models.CharField(max_length=15, db_index=True)
    issuer_name = models.CharField(max_length=160)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="letters")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(_("标题"), max_length=200)
    receiver_name = models.CharField(max_length=160)
    due_on = models.DateField(_("完成时限"))
    reward = models.TextField(_("奖励"), blank=True)
    penalty = models.TextField(_("问责"), blank=True)
    status = models.CharField(max_length=10, choices=LetterStatus.choices, default=LetterStatus.OPEN)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_on = models.DateField()
    issuer_signer = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    issuer_signed_at = models.DateTimeField(null=True, blank=True)
    receiver_signer = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    receiver_signed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    docx = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-year", "number", "pk")
        constraints = (
            models.UniqueConstraint(fields=["issuer_place_code", "year", "number"], name="letter_number"),
            models.UniqueConstraint(
                fields=["programme", "issuer_place_code", "place_code", "organisation"],
                condition=~models.Q(status="withdrawn"),
                name="letter_unit_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "issuer_place_code", "place_code"],
                condition=models.Q(organisation__isnull=True) & ~models.Q(status="withdrawn"),
                name="letter_place_once",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def number_text(self) -> str:
        """The number as it is cited, e.g. 责任书〔2026〕3号."""
        return f"责任书〔{self.year}〕{self.number}号"


class LetterClause(OwnedModel):
    """One line of a letter as it stood when it was made: a task with amount and day, or a target with its figure.

    For a target the figure is quoted from the registry: key, place, period, parameters, text and when it was read.
    """

    view_right = Right.PROGRAMMES_VIEW
    scope_field = "letter__place_code"
    unit_field = "letter__organisation_id"

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    assignment_id = models.BigIntegerField(null=True, blank=True)
    target_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200)
    amount = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True, blank=True)
    indicator_key = models.CharField(max_length=80, blank=True)
    figure_place_code = models.CharField(max_length=15, blank=True)
    period_first_on = models.DateField(null=True, blank=True)
    period_last_on = models.DateField(null=True, blank=True)
    params = models.JSONField(default=dict, blank=True)
    figure_text = models.CharField(max_length=60, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("letter", "order")

    def __str__(self) -> str:
        return self.title

    @property
    def is_target(self) -> bool:
        """Whether it is a result to reach, not a piece of work."""
        return self.target_id is not None
