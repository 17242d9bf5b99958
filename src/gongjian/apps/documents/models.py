"""Tables of documents: templates a person may edit, documents, and every figure they quote."""

from fractions import Fraction

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.documents.choices import DocumentKind, DocumentStatus
from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right, any_prefix
from gongjian.core.figures import Period
from gongjian.core.registry import ABOVE


class Template(OwnedModel):
    """A skeleton: text with places for figures and tables, owned by a place and usable below it."""

    view_right = Right.DOCUMENTS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True, blank=True)
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    title = models.CharField(_("名称"), max_length=120)
    body = models.TextField(_("正文"))
    version = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("kind", "title", "-version")

    def __str__(self) -> str:
        return self.title


class NumberSeries(OwnedModel):
    """The running number of one body's documents with one 代字; starts anew each year."""

    view_right = Right.DOCUMENTS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="number_series"
    )
    code = models.CharField(_("代字"), max_length=30)
    year = models.PositiveSmallIntegerField()
    last_serial = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("organisation", "code", "year")
        constraints = (
            models.UniqueConstraint(fields=["organisation", "code", "year"], name="number_series_year"),
        )

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕"


class DocumentQuerySet(OwnedQuerySet):
    """Documents: one's own place and below at any stage, those of places above once they are issued."""

    def visible_to(self, actor: Actor) -> "DocumentQuerySet":
        """Keep what lies in the actor's places, and what places above have issued."""
        if actor.is_system:
            return self
        right = Right.DOCUMENTS_VIEW
        prefixes = actor.place_prefixes(right)
        if "" in prefixes:  # the nation: an empty condition would vanish when others are added to it
            return self
        issued = models.Q(status__in=(DocumentStatus.ISSUED, DocumentStatus.ARCHIVED))
        above = models.Q(place_code__in=actor.ancestor_codes(right))
        return self.filter(any_prefix("place_code", prefixes) | (above & issued))


class Document(OwnedModel):
    """One official document on its way from draft to archive.

    `tables` holds, for each table of the text, the places that are its rows as [code, name] of the day the
    figures were read. `moved_at` is when the status last changed, `checked_at` when all figures were last
    compared with the records.
    """

    view_right = Right.DOCUMENTS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    title = models.CharField(_("标题"), max_length=200)
    issuer = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="documents")
    red_head = models.CharField(_("发文机关标志"), max_length=80, blank=True)
    number_code = models.CharField(_("代字"), max_length=30, blank=True)
    doc_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    addressee = models.CharField(_("主送"), max_length=300, blank=True)
    copy_to = models.CharField(_("抄送"), max_length=300, blank=True)
    body = models.TextField(_("正文"))
    period_first_on = models.DateField()
    period_last_on = models.DateField()
    params = models.JSONField(default=dict, blank=True)
    tables = models.JSONField(default=dict, blank=True)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    programme_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    status = models.CharField(max_length=10, choices=DocumentStatus.choices, default=DocumentStatus.DRAFT)
    drafted_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    archived_on = models.DateField(null=True, blank=True)
    return_reason = models.CharField(max_length=300, blank=True)
    docx = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=["status", "-id"], name="document_by_status"),)

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """The days whose figures the document tells, unless a figure names others."""
        return Period(self.period_first_on, self.period_last_on)

    @property
    def is_draft(self) -> bool:
        """Whether the text may still be written."""
        return self.status == DocumentStatus.DRAFT

    @property
    def is_published(self) -> bool:
        """Whether the document has left the house: nothing in it changes any more."""
        return self.status in (DocumentStatus.ISSUED, DocumentStatus.ARCHIVED)


MISSING = "-"
"""Written for the sums of a figure that had nothing to read."""


class QuotedQuerySet(OwnedQuerySet):
    """Quoted figures: seen by those who see the document that quotes them."""

    def visible_to(self, actor: Actor) -> "QuotedQuerySet":
        """Keep the figures of documents that the actor may see."""
        return self.filter(document__in=Document.objects.visible_to(actor))


class QuotedFigure(OwnedModel):
    """One figure as a document quotes it: what was asked, what was read, when; and what the records say now.

    `now_…` come from the last comparison (empty before the first). `kept_on` is the day a person decided to
    keep the quoted value although the records had moved to `now_…`.
    """

    view_right = Right.DOCUMENTS_VIEW
    scope_field = "document__place_code"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="figures")
    slot = models.CharField(max_length=200)
    indicator_key = models.CharField(max_length=80)
    place_code = models.CharField(max_length=15)
    period_first_on = models.DateField()
    period_last_on = models.DateField()
    params = models.JSONField(default=dict)
    numerator = models.CharField(max_length=60)
    denominator = models.CharField(max_length=60, blank=True)
    row_count = models.PositiveIntegerField()
    text = models.CharField(max_length=60)
    read_at = models.DateTimeField()
    now_numerator = models.CharField(max_length=60, blank=True)
    now_denominator = models.CharField(max_length=60, blank=True)
    now_text = models.CharField(max_length=60, blank=True)
    kept_on = models.DateField(null=True, blank=True)

    objects = QuotedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("document", "pk")
        constraints = (models.UniqueConstraint(fields=["document", "slot"], name="quoted_figure_slot"),)

    def __str__(self) -> str:
        return self.text

    @property
    def period(self) -> Period:
        """The days the figure is of."""
        return Period(self.period_first_on, self.period_last_on)

    def value(self, unit: str) -> Fraction | None:
        """The exact quoted value in the indicator's unit (per cent for shares); None where nothing was there."""
        if self.is_missing:
            return None
        if not self.denominator:
            return Fraction(self.numerator)
        share = Fraction(self.numerator) / Fraction(self.denominator)
        return share * 100 if unit == "%" else share

    @property
    def is_own_row(self) -> bool:
        """Whether it is what is kept at the place itself, without the places below."""
        return ABOVE in self.params

    @property
    def is_missing(self) -> bool:
        """Whether there was nothing to read, which is not zero."""
        return self.numerator == MISSING

    @property
    def has_moved(self) -> bool:
        """Whether the records said something else at the last comparison."""
        quoted, now = (self.numerator, self.denominator), (self.now_numerator, self.now_denominator)
        return bool(self.now_numerator) and now != quoted

    @property
    def is_open(self) -> bool:
        """Whether the value moved and nobody has decided what to do about it."""
        return self.has_moved and self.kept_on is None

    @property
    def is_kept(self) -> bool:
        """Whether the value moved and a person decided to keep it."""
        return self.has_moved and self.kept_on is not None
