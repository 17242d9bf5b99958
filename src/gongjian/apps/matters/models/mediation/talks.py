"""What is said in a mediation: sessions, confidential notes, proposals."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField, EncryptedTextField

from gongjian.apps.matters.choices import SessionState
from gongjian.apps.matters.models.mediation.cases import Confidential, Mediation
from gongjian.apps.matters.models.mediation.parties import MediationParty


class MediationSession(Confidential):
    """One meeting with the parties, planned and held; `attending` are the numbers of the parties who came."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="sessions")
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    planned_at = models.DateTimeField(_("时间"))
    place = EncryptedCharField(_("地点"), max_length=400, blank=True, null=True)
    attending = models.JSONField(default=list)
    held_at = models.DateTimeField(null=True, blank=True)
    outcome = EncryptedTextField(_("调解情况"), blank=True, null=True)

    class Meta:
        ordering = ("mediation", "planned_at", "pk")

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"


class MediationNote(Confidential):
    """What a mediator noted for the mediators of the case. It is never edited: a later note corrects it."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = EncryptedTextField(_("笔录"))
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    class Meta:
        ordering = ("mediation", "at", "pk")

    def __str__(self) -> str:
        return f"笔录 {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise TypeError("调解笔录不能改，只能另写一条更正。")
        super().save(*args, **kwargs)


class MediationProposal(Confidential):
    """One way out that was put to the parties; without `by_party` a mediator put it."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="proposals")
    by_party = models.ForeignKey(
        MediationParty, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = EncryptedTextField(_("方案"))
    at = models.DateTimeField()

    class Meta:
        ordering = ("mediation", "at", "pk")

    def __str__(self) -> str:
        return f"方案 {self.pk}"


class ProposalAnswer(Confidential):
    """What one party says to a proposal."""

    scope_field = "proposal__mediation__matter__place_code"
    case_field = "proposal__mediation"

    proposal = models.ForeignKey(MediationProposal, on_delete=models.CASCADE, related_name="answers")
    party = models.ForeignKey(MediationParty, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    words = EncryptedCharField(max_length=2000, blank=True, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("proposal", "at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["proposal", "party"], name="matters_proposal_answered_once"),
        )

    def __str__(self) -> str:
        return f"答复 {self.pk}"
