"""Candidates with who nominated them, and who holds which post from when to when."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.councils.choices.elections import (
    CandidateStatus,
    ElectionKind,
    NominationKind,
    TenureEnd,
)
from gongjian.apps.councils.models.elections.elections import Election, ElectionPost
from gongjian.apps.councils.models.elections.roll import RollEntry
from gongjian.core.access import OwnedModel, Right


class Candidate(OwnedModel):
    """One person put forward for one post; `name` is how the ballot paper shows him, told apart from namesakes."""

    view_right = Right.ELECTIONS_VIEW
    scope_field = "post__election__place_code"

    post = models.ForeignKey(ElectionPost, on_delete=models.CASCADE, related_name="candidates")
    resident = models.ForeignKey("parties.Resident", on_delete=models.PROTECT, related_name="+")
    name = EncryptedCharField(max_length=200)
    nominated_by = models.CharField(max_length=8, choices=NominationKind.choices)
    body = models.CharField(_("推荐的组织"), max_length=120, blank=True)
    about = models.CharField(_("简介"), max_length=300, blank=True)
    status = models.CharField(
        max_length=12, choices=CandidateStatus.choices, default=CandidateStatus.NOMINATED
    )
    reason = models.CharField(_("审查意见"), max_length=300, blank=True)

    class Meta:
        ordering = ("post", "pk")
        constraints = (models.UniqueConstraint(fields=["post", "resident"], name="candidate_once"),)

    def __str__(self) -> str:
        return self.name


class Nominator(OwnedModel):
    """One voter who put a candidate forward with others."""

    view_right = Right.ELECTIONS_VIEW
    scope_field = "candidate__post__election__place_code"

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="nominators")
    entry = models.ForeignKey(RollEntry, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["candidate", "entry"], name="nominator_once"),)

    def __str__(self) -> str:
        return str(self.entry)


class Tenure(OwnedModel):
    """Who holds an elected post, from a day to the end of its term or until he leaves it."""

    view_right = Right.ELECTIONS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    kind = models.CharField(max_length=16, choices=ElectionKind.choices)
    area = models.CharField(max_length=60, blank=True)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="tenures")
    post_name = models.CharField(_("职务"), max_length=40)
    resident = models.ForeignKey("parties.Resident", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60)
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("届满"))
    left_on = models.DateField(null=True)
    left_for = models.CharField(max_length=8, choices=TenureEnd.choices, blank=True)

    class Meta:
        ordering = ("place_code", "kind", "pk")
        indexes = (models.Index(fields=["left_on", "ends_on"], name="tenure_end"),)

    def __str__(self) -> str:
        return f"{self.post_name} {self.name}"
