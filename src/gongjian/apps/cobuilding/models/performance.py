"""How an agreement is carried out: steps, people, deliveries, papers, supplements, evaluations, reminders."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices import (
    DeliveryStatus,
    Evaluator,
    PaperKind,
    ReminderKind,
    Side,
    SupplementStatus,
    UnitAnswer,
)
from gongjian.apps.cobuilding.models.agreements import Agreement, AgreementLine
from gongjian.core.access import OwnedModel, Right
from gongjian.core.figures import round_half_up

BEST_RATING = 5


class OfAgreement(OwnedModel):
    """A row of one agreement, seen by its two sides."""

    view_right = Right.COBUILDING_VIEW
    scope_field = "agreement__place_code"
    unit_field = "agreement__organisation_id"

    class Meta:
        abstract = True


class AgreementStep(OfAgreement):
    """One step with its day and who sees to it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("做什么"), max_length=120)
    side = models.CharField(_("由哪一方"), max_length=10, choices=Side.choices)
    owner_name = models.CharField(_("谁负责"), max_length=40)
    due_on = models.DateField(_("哪天前"))
    done_on = models.DateField(_("哪天做完"), null=True, blank=True)
    note = models.CharField(_("结果"), max_length=200, blank=True)
    done_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.title


class Contributor(OwnedModel):
    """A person who serves for a unit: his own account of hours and points goes by this row, not by a user."""

    view_right = Right.COBUILDING_VIEW
    scope_field = "organisation__place_code"
    unit_field = "organisation_id"

    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="contributors"
    )
    name = models.CharField(_("姓名"), max_length=40)
    volunteer_number = models.CharField(_("志愿者编号"), max_length=32, blank=True)

    class Meta:
        ordering = ("organisation", "name")
        constraints = (
            models.UniqueConstraint(fields=["organisation", "name"], name="cobuilding_contributor_once"),
        )

    def __str__(self) -> str:
        return self.name


class AgreementPerson(OfAgreement):
    """Who takes part in an agreement for the unit, and as what."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="people")
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="takes_part")
    duty = models.CharField(_("做什么"), max_length=60)

    class Meta:
        ordering = ("agreement", "pk")
        constraints = (
            models.UniqueConstraint(fields=["agreement", "contributor"], name="cobuilding_person_once"),
        )

    def __str__(self) -> str:
        return str(self.contributor)


class Delivery(OwnedModel):
    """What was given on a day, as counted: never copied from the promise. Only confirmed ones add up.

    `quantity` counts the unit of the need's category, `minutes` is the time of all who served together. The
    receiving side confirms: what the community itself counted is confirmed with it, and the unit is asked to check it
    by `check_by`; `unit_quantity` is what it says instead where it contests. The community's count is what adds up.
    """

    view_right = Right.COBUILDING_VIEW
    scope_field = "line__agreement__place_code"
    unit_field = "line__agreement__organisation_id"

    line = models.ForeignKey(AgreementLine, on_delete=models.PROTECT, related_name="deliveries")
    on = models.DateField(_("哪天"), db_index=True)
    quantity = models.PositiveIntegerField(_("数量"), validators=[MinValueValidator(1)])
    people_served = models.PositiveIntegerField(_("服务人次"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("服务时长"), default=0)
    value_cents = models.PositiveBigIntegerField(_("折合金额"), default=0)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    side = models.CharField(max_length=10, choices=Side.choices)
    status = models.CharField(max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.ENTERED)
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    answered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    unit_answer = models.CharField(max_length=10, choices=UnitAnswer.choices, blank=True)
    check_by = models.DateField(null=True, blank=True)
    unit_quantity = models.PositiveIntegerField(_("单位的数"), null=True, blank=True)
    unit_words = models.CharField(_("单位的说明"), max_length=300, blank=True)
    checked_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    upheld_words = models.CharField(_("社区为什么维持"), max_length=300, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        indexes = (
            models.Index(fields=["line", "status"], name="cobuilding_delivery_line"),
            models.Index(fields=["status", "on"], name="cobuilding_delivery_day"),
        )

    def __str__(self) -> str:
        return f"{self.on} × {self.quantity}"

    @property
    def hours(self) -> Decimal:
        """The time in hours, to the tenth."""
        return round_half_up(Fraction(self.minutes, 60), 1)

    def is_checkable(self, today: date) -> bool:
        """Say whether the unit may still accept or contest it on a day."""
        is_asked = self.unit_answer == UnitAnswer.ASKED and self.status == DeliveryStatus.CONFIRMED
        return is_asked and self.check_by is not None and today <= self.check_by

    def checked_word(self, today: date) -> str:
        """Say what the unit answered: silence past the time is no answer; "" where it was not asked."""
        if self.unit_answer == UnitAnswer.ASKED and not self.is_checkable(today):
            return str(_("未答复"))
        return str(self.get_unit_answer_display())


class DeliveryPerson(OwnedModel):
    """How long one person served in a delivery."""

    view_right = Right.COBUILDING_VIEW
    scope_field = "delivery__line__agreement__place_code"
    unit_field = "delivery__line__agreement__organisation_id"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="people")
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="served")
    minutes = models.PositiveIntegerField(_("服务时长"), validators=[MinValueValidator(1)])

    class Meta:
        ordering = ("delivery", "pk")
        constraints = (
            models.UniqueConstraint(fields=["delivery", "contributor"], name="cobuilding_served_once"),
        )

    def __str__(self) -> str:
        return str(self.contributor)


class AgreementPaper(OfAgreement):
    """A photo or paper of an agreement, or of one delivery."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="papers")
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    kind = models.CharField(_("是什么"), max_length=10, choices=PaperKind.choices)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("agreement", "pk")

    def __str__(self) -> str:
        return str(self.file)


class Supplement(OwnedModel):
    """A proposed change of one signed line: `delta` more (or less) of it, a later end, or both; the other side consents."""

    view_right = Right.COBUILDING_VIEW
    scope_field = "line__agreement__place_code"
    unit_field = "line__agreement__organisation_id"

    line = models.ForeignKey(AgreementLine, on_delete=models.PROTECT, related_name="supplements")
    delta = models.IntegerField(_("增减"))
    ends_on = models.DateField(_("改到哪天止"), null=True, blank=True)
    reason = models.CharField(_("为什么改"), max_length=300)
    side = models.CharField(max_length=10, choices=Side.choices)
    status = models.CharField(max_length=10, choices=SupplementStatus.choices, default=SupplementStatus.ASKED)
    asked_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("line", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(delta=0) | models.Q(ends_on__isnull=False),
                name="cobuilding_supplement_says",
            ),
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(status="asked"), name="cobuilding_supplement_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.delta:+d}"


class Evaluation(OfAgreement):
    """What a side or a resident says of an agreement: 1 to 5, and words. Residents have no name here."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="evaluations")
    by = models.CharField(max_length=10, choices=Evaluator.choices)
    rating = models.PositiveSmallIntegerField(
        _("评分"), validators=[MinValueValidator(1), MaxValueValidator(BEST_RATING)]
    )
    words = models.CharField(_("评语"), max_length=300, blank=True)
    nonce = models.CharField(max_length=64, blank=True)
    made_on = models.DateField()
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("agreement", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["agreement", "by"],
                condition=models.Q(by__in=["community", "unit"]),
                name="cobuilding_evaluation_once",
            ),
            models.UniqueConstraint(
                fields=["nonce"], condition=~models.Q(nonce=""), name="cobuilding_evaluation_nonce"
            ),
            models.CheckConstraint(
                condition=models.Q(rating__gte=1, rating__lte=BEST_RATING),
                name="cobuilding_evaluation_rating",
            ),
        )
        indexes = (models.Index(fields=["made_on", "by"], name="cobuilding_evaluation_day"),)

    def __str__(self) -> str:
        return f"{self.get_by_display()} {self.rating}"


class AgreementReminder(OfAgreement):
    """That an agreement was reminded of one thing, once; `about` is the key of the step or delivery (0: the whole)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=ReminderKind.choices)
    about = models.BigIntegerField(default=0)
    sent_on = models.DateField()
    words = models.CharField(max_length=200)

    class Meta:
        ordering = ("agreement", "sent_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["agreement", "kind", "about"], name="cobuilding_reminder_once"),
        )

    def __str__(self) -> str:
        return self.words
