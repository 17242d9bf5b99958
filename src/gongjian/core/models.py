"""Tables of the core: the audit trail, stored files, rules with a date."""

from collections.abc import Sequence
from typing import Any, NoReturn, cast

from django.db import models
from encrypted_fields.fields import EncryptedTextField

from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Rows that are added and linked, never changed or removed."""

    def link_rows(self, entries: Sequence["AuditEntry"]) -> None:
        """Write number and hashes of rows that have none yet."""
        models.QuerySet.bulk_update(self, entries, ["sequence", "previous_hash", "hash"], batch_size=200)

    def update(self, **kwargs: Any) -> int:
        """Refuse: the trail can't be edited (linking writes only the chain's own columns)."""
        if set(kwargs) <= {"sequence", "previous_hash", "hash"}:
            return super().update(**kwargs)
        raise TypeError("审计记录不能修改。")

    def delete(self) -> NoReturn:
        """Refuse: the trail can't be cut."""
        raise TypeError("审计记录不能删除。")


class AuditEntry(models.Model):
    """One thing that happened: who, what, when, before and after. Append-only."""

    access_exemption = (
        "read only by the audit pages, which require audit.view; it has no owner but the product"
    )

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80)
    acting_for_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80, db_index=True)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    place_code = models.CharField(max_length=15, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    request_id = models.CharField(max_length=36, blank=True)
    mac = models.CharField(max_length=64)
    sequence = models.BigIntegerField(null=True, unique=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=["object_type", "object_id"], name="audit_object"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not kwargs.get("force_insert"):
            raise TypeError("审计记录只能新增。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("审计记录不能删除。")


class SubjectKey(models.Model):
    """The key under which one person's values are sealed in the audit trail."""

    access_exemption = "keys are used by core.audit alone and shown nowhere"

    subject = models.CharField(max_length=120, unique=True)
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.subject


class FileQuerySet(OwnedQuerySet):
    """Files, each under the right of the work it belongs to."""

    def visible_to(self, actor: Actor) -> "FileQuerySet":
        """Keep the files whose own right the actor holds over their place or unit."""
        if actor.is_system:
            return self
        found: Any = self.none()
        for right in FILE_RIGHTS:
            if actor.can(right):
                found = found | self.filter(right=right).reachable_by(actor, right)
        return cast(FileQuerySet, found)


FILE_RIGHTS = (
    Right.WORKBENCH_VIEW,
    Right.PROGRAMMES_VIEW,
    Right.INSPECTIONS_VIEW,
    Right.RECTIFICATIONS_VIEW,
    Right.DOCUMENTS_VIEW,
    Right.PLANS_VIEW,
    Right.PLACES_MANAGE,
    Right.SUPERVISION_VIEW,
    Right.INDICATORS_VIEW,
    Right.MATTERS_VIEW,
)
"""The rights that a file can ask for: those of the records that hold files."""


class StoredFile(OwnedModel):
    """One uploaded or produced file, kept by the digest of its bytes; seen by `right` from its place or unit.

    `sent_sha256` is the digest of a photo as it was sent, before it was cleaned: the sender knows it by that.
    """

    view_right = Right.WORKBENCH_VIEW
    unit_field = "unit_id"

    place_code = models.CharField(max_length=15, db_index=True, blank=True)
    unit_id = models.BigIntegerField(null=True, db_index=True)
    right = models.CharField(max_length=40, default=Right.WORKBENCH_VIEW.value)
    sha256 = models.CharField(max_length=64, db_index=True)
    sent_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    content_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = FileQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_photo(self) -> bool:
        """Whether the file is a picture that pages can show."""
        return self.kind == "photo"


class Rule(models.Model):
    """One version of a rule with numbers: from a day on, for a place and all below it, with its source."""

    access_exemption = "rules are public to every signed-in person; changed only through core.rules"

    key = models.CharField(max_length=80)
    place_code = models.CharField(max_length=15, blank=True)
    effective_on = models.DateField()
    value = models.JSONField()
    citation = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("key", "place_code", "effective_on")
        constraints = (
            models.UniqueConstraint(fields=["key", "place_code", "effective_on"], name="rule_version"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.effective_on}"


class FloodBucket(models.Model):
    """How much one sender or place has sent lately for one purpose; who it is can't be read from it."""

    access_exemption = "read and written by core.flood alone and shown nowhere"

    key = models.CharField(max_length=64, primary_key=True)
    full_at_ms = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.key[:12]


class BallotBox(models.Model):
    """The box of one secret vote: one row, written anew for every vote, that holds no person, order or time.

    Its key is the vote's, so there is no number of its own; `contents` is the text of engine `tally`. `is_over` once
    nobody votes any more; `cleaned_at` is when what the box held during the vote was taken off the disk.
    """

    access_exemption = "read by the vote itself alone and shown nowhere; pages show the count after closing"

    key = models.CharField(max_length=40, primary_key=True)
    contents = EncryptedTextField()
    is_over = models.BooleanField(default=False)
    cleaned_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class PaperReading(models.Model):
    """What one person read from all paper ballots of a vote, until a second one has; then both are destroyed."""

    access_exemption = "compared by core.ballots with the second reading and destroyed; shown nowhere"

    key = models.CharField(max_length=40, primary_key=True)
    reader_id = models.BigIntegerField()
    contents = EncryptedTextField()

    def __str__(self) -> str:
        return self.key
