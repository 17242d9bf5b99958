"""The mailbox that residents write to, and what came of each mail in it."""

from django.db import models

from gongjian.apps.portal.choices import LetterState, PassedOver
from gongjian.core.access import OwnedModel, Right


class Mailbox(OwnedModel):
    """How far a mailbox has been read; `key` is its address and folder. `busy_until` is while a worker reads it."""

    view_right = Right.SYSTEM_VIEW

    key = models.CharField(max_length=300, unique=True)
    place_code = models.CharField(max_length=15)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)
    busy_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.key


class ReceivedMail(OwnedModel):
    """One mail, once: by its number in the mailbox, and by `digest` of its id and body when the server numbers anew.

    `file` is the mail as it came, sealed; it goes when nothing of it is needed, and with what the reporter gave of
    himself. `notes` are sentences about what was not kept of it.
    """

    view_right = Right.MATTERS_REVEAL

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="letters")
    place_code = models.CharField(max_length=15)
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    message_id = models.CharField(max_length=260, blank=True)
    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.NEW)
    passed_over = models.CharField(max_length=8, choices=PassedOver.choices, blank=True)
    is_whole = models.BooleanField(default=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    notes = models.JSONField(default=list)
    file = models.ForeignKey("core.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+")
    submission = models.ForeignKey(
        "portal.Submission", on_delete=models.SET_NULL, null=True, related_name="letters"
    )
    matter = models.ForeignKey("matters.Matter", on_delete=models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["mailbox", "uid_validity", "uid"], name="portal_letter_number"),
            models.UniqueConstraint(fields=["mailbox", "digest"], name="portal_letter_once"),
        )
        indexes = (
            models.Index(fields=["id"], condition=models.Q(state=LetterState.NEW), name="portal_new_letters"),
        )

    def __str__(self) -> str:
        return f"来信 {self.pk}"
