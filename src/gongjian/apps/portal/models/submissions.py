"""Forms filled in at the door: photos that wait, reports that are held for a look."""

from django.db import models
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.matters.choices import MatterKind, MatterSource
from gongjian.apps.portal.choices import HoldReason, SubmissionState
from gongjian.core.access import OwnedModel, Right


class Submission(OwnedModel):
    """One showing of a form that something was sent with; `nonce` is why it becomes one matter, however often it is sent.

    What was typed stands here only while it is held: once there is a matter, it stands there alone. The
    follow code is kept under the installation's key for the hours of the rule, so that a person whose
    line broke sees it after all. `reasons` is None until it was judged, which happens once. `sender` and
    `words_digest` are keyed digests (see `core.flood`). With `opinion_on` it becomes no matter but an opinion on a
    covenant, on the article `opinion_clause` or the whole.
    """

    view_right = Right.MATTERS_DISPATCH

    nonce = models.CharField(max_length=32, unique=True)
    place_code = models.CharField(max_length=15)
    state = models.CharField(max_length=8, choices=SubmissionState.choices, default=SubmissionState.OPEN)
    sender = models.CharField(max_length=64)
    words_digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    matter = models.OneToOneField("matters.Matter", on_delete=models.CASCADE, null=True, related_name="+")
    follow_code = EncryptedCharField(max_length=200, null=True)
    consultation = models.ForeignKey(
        "portal.Consultation", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    opinion_on = models.ForeignKey(
        "councils.CovenantVersion", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    opinion_clause = models.ForeignKey(
        "councils.CovenantClause", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reasons = models.JSONField(null=True)
    kind = models.CharField(max_length=14, choices=MatterKind.choices, blank=True)
    matter_class = models.ForeignKey(
        "matters.MatterClass", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    words = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    name = EncryptedCharField(max_length=200, null=True)
    phone = EncryptedCharField(max_length=200, null=True)
    email = EncryptedCharField(max_length=300, null=True)
    source = models.CharField(max_length=10, choices=MatterSource.choices, default=MatterSource.PORTAL)
    wants_messages = models.BooleanField(default=False)
    consent_version = models.CharField(max_length=40, blank=True)
    is_danger = models.BooleanField(default=False)
    decided_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=["place_code", "sender"],
                condition=models.Q(state=SubmissionState.HELD),
                name="portal_held",
            ),
            models.Index(fields=["words_digest", "sent_at"], name="portal_same_words"),
            models.Index(fields=["state", "made_at"], name="portal_submission_age"),
        )

    def __str__(self) -> str:
        return self.words[:20] or self.nonce[:8]

    @property
    def reason_words(self) -> list[str]:
        """Why it is held, in words."""
        return [str(HoldReason(reason).label) for reason in self.reasons or ()]


class SubmissionPhoto(OwnedModel):
    """A photo as it was sent, until a worker has cleaned it and put it with its matter."""

    view_right = Right.MATTERS_DISPATCH
    scope_field = "submission__place_code"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="photos")
    stored_as = models.CharField(max_length=32, unique=True)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("submission", "pk")
        constraints = (models.UniqueConstraint(fields=["submission", "sha256"], name="portal_photo_once"),)

    def __str__(self) -> str:
        return self.name
