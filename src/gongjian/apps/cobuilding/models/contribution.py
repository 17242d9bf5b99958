"""What units and people gave: two ledgers, yearly pledges with their reviews, statements that anybody can verify."""

from typing import Any, NoReturn

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices import EntryKind, Ledger, PledgeStatus, Reviewer, StatementStatus
from gongjian.apps.cobuilding.models.agreements import OfBothSides
from gongjian.apps.cobuilding.models.performance import BEST_RATING, Contributor, Delivery
from gongjian.core.access import OwnedModel, OwnedQuerySet, Right


class LedgerQuerySet(OwnedQuerySet):
    """Entries that are added, never changed or removed."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: what was wrong is reversed."""
        raise TypeError("分录不能修改，只能冲正。")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise TypeError("分录不能删除，只能冲正。")


class LedgerEntry(OfBothSides):
    """One line of an account: of the unit, or of one of its people (`contributor`). Append-only.

    `amount` counts minutes in the ledger of hours, points in the other; it is below 0 where it takes away.
    Earnings come from a confirmed `delivery`; `basis` is what the rule in force on its day gave them for.
    """

    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    ledger = models.CharField(max_length=8, choices=Ledger.choices)
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    amount = models.IntegerField()
    on = models.DateField(db_index=True)
    lasts_until = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=10, blank=True)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    rule_id = models.BigIntegerField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = LedgerQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("on", "pk")
        indexes = (
            models.Index(
                fields=["organisation", "contributor", "ledger", "on"], name="cobuilding_entry_account"
            ),
            models.Index(fields=["place_code", "ledger", "on"], name="cobuilding_entry_place"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ledger="points") | models.Q(kind__in=["earn", "reverse"]),
                name="cobuilding_hours_are_kept",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="earn", amount__gt=0, delivery__isnull=False, reverses__isnull=True)
                | models.Q(kind__in=["spend", "expire"], amount__lt=0, reverses__isnull=True)
                | models.Q(kind="reverse", reverses__isnull=False),
                name="cobuilding_entry_sign",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_ledger_display()} {self.amount:+d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise TypeError("分录不能修改，只能冲正。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("分录不能删除，只能冲正。")


class Pledge(OfBothSides):
    """What a unit pledges a community for a year (承诺), and the grade once it is reviewed (评诺).

    `share_percent` and `score` are kept as they were when the grade was given, by the rule in force on that day.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    text = models.TextField(_("承诺"), max_length=2000)
    status = models.CharField(max_length=10, choices=PledgeStatus.choices, default=PledgeStatus.MADE)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    share_percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    graded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-year", "organisation", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["place_code", "organisation", "year"], name="cobuilding_pledge_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"


class PledgeLine(OwnedModel):
    """One thing pledged: so much of a category."""

    view_right = Right.COBUILDING_VIEW
    scope_field = "pledge__place_code"
    unit_field = "pledge__organisation_id"

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="lines")
    category = models.CharField(_("类别"), max_length=40)
    quantity = models.PositiveIntegerField(_("数量"), validators=[MinValueValidator(1)])
    words = models.CharField(_("说明"), max_length=120, blank=True)

    class Meta:
        ordering = ("pledge", "pk")
        constraints = (
            models.UniqueConstraint(fields=["pledge", "category"], name="cobuilding_pledge_line_once"),
        )

    def __str__(self) -> str:
        return f"{self.category} × {self.quantity}"


class PledgeReview(OwnedModel):
    """What the community, or one of the residents' representatives, says of a year's pledge."""

    view_right = Right.COBUILDING_VIEW
    scope_field = "pledge__place_code"
    unit_field = "pledge__organisation_id"

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="reviews")
    by = models.CharField(_("谁评"), max_length=10, choices=Reviewer.choices)
    name = models.CharField(_("姓名"), max_length=40)
    rating = models.PositiveSmallIntegerField(
        _("评分"), validators=[MinValueValidator(1), MaxValueValidator(BEST_RATING)]
    )
    words = models.CharField(_("评语"), max_length=300, blank=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_on = models.DateField()

    class Meta:
        ordering = ("pledge", "by", "pk")
        constraints = (
            models.UniqueConstraint(fields=["pledge", "by", "name"], name="cobuilding_pledge_review_once"),
            models.CheckConstraint(
                condition=models.Q(rating__gte=1, rating__lte=BEST_RATING),
                name="cobuilding_pledge_review_rating",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.rating}"


class Statement(OfBothSides):
    """A contribution statement of a unit for a year: its figures frozen with their digest, under a public code.

    `figures` are the lines as printed: (key, name, text, unit). `sha256` is the digest of all that it says.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.CharField(_("编号"), max_length=40, unique=True)
    code = models.CharField(max_length=32, unique=True)
    figures = models.JSONField()
    place_name = models.CharField(max_length=160)
    unit_name = models.CharField(max_length=160)
    grade = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=StatementStatus.choices, default=StatementStatus.ISSUED)
    docx = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)
    revoke_reason = models.CharField(_("为什么作废"), max_length=200, blank=True)

    class Meta:
        ordering = ("-issued_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["place_code", "organisation", "year"],
                condition=models.Q(status="issued"),
                name="cobuilding_statement_once",
            ),
        )

    def __str__(self) -> str:
        return self.number
