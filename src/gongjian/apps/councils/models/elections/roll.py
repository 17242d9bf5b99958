"""The roll: who may vote, what was said against it, who votes for whom, which mobile box goes where."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.councils.choices.elections import CorrectionKind, CorrectionStatus, GivenWay
from gongjian.apps.councils.models.elections.elections import Election
from gongjian.core.access import OwnedModel, Right


class MobileBox(OwnedModel):
    """A box carried to those who can't come, with its two keepers; its papers are mixed into the main box unread."""

    view_right = Right.ELECTIONS_VIEW
    scope_field = "election__place_code"

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="mobile_boxes")
    name = models.CharField(_("名称"), max_length=40)
    route = models.CharField(_("去哪里"), max_length=200)
    keepers = EncryptedCharField(_("两名监票人"), max_length=200)
    is_mixed = models.BooleanField(default=False)

    class Meta:
        ordering = ("election", "pk")
        constraints = (models.UniqueConstraint(fields=["election", "name"], name="mobile_box_name"),)

    def __str__(self) -> str:
        return self.name


class RollEntry(OwnedModel):
    """One voter. `given` says in which way he was given a ballot, `asks_for` the mobile box he asked for.

    `reissued` is how often a lost token was replaced for him.

    There is no moment of it: when somebody took his ballot could be held against when the box was written.
    """

    view_right = Right.ELECTIONS_VIEW
    scope_field = "election__place_code"

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="roll")
    resident = models.ForeignKey("parties.Resident", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    is_struck = models.BooleanField(default=False)
    given = models.CharField(max_length=8, choices=GivenWay.choices, blank=True)
    reissued = models.PositiveSmallIntegerField(default=0)
    asks_for = models.ForeignKey(MobileBox, on_delete=models.SET_NULL, null=True, related_name="asked_by")

    class Meta:
        ordering = ("election", "number")
        constraints = (
            models.UniqueConstraint(fields=["election", "resident"], name="roll_entry_once"),
            models.UniqueConstraint(fields=["election", "number"], name="roll_entry_number"),
        )
        indexes = (models.Index(fields=["election", "is_struck", "given"], name="roll_entry_given"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.resident.masked_name}"


class RollCorrection(OwnedModel):
    """What somebody says against the posted roll, and the answer; upheld, it changes the roll."""

    view_right = Right.ELECTIONS_VIEW
    scope_field = "election__place_code"

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=8, choices=CorrectionKind.choices)
    resident = models.ForeignKey("parties.Resident", on_delete=models.PROTECT, related_name="+")
    objector = EncryptedCharField(_("提出人"), max_length=200, blank=True, null=True)
    words = models.CharField(_("理由"), max_length=300)
    raised_on = models.DateField()
    status = models.CharField(
        max_length=8, choices=CorrectionStatus.choices, default=CorrectionStatus.WAITING
    )
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ("election", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["election", "resident"],
                condition=models.Q(status="waiting"),
                name="roll_correction_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.resident.masked_name}"


class Proxy(OwnedModel):
    """A written power of one voter to another to vote for him; revoked before a ballot is handed out, it is void."""

    view_right = Right.ELECTIONS_VIEW
    scope_field = "election__place_code"

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="proxies")
    principal = models.ForeignKey(RollEntry, on_delete=models.CASCADE, related_name="given_proxies")
    agent = models.ForeignKey(RollEntry, on_delete=models.CASCADE, related_name="held_proxies")
    written_on = models.DateField(_("委托书日期"))
    reason = models.CharField(_("为什么不能到场"), max_length=200)
    revoked_on = models.DateField(null=True)

    class Meta:
        ordering = ("election", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["principal"], condition=models.Q(revoked_on__isnull=True), name="proxy_once"
            ),
            models.CheckConstraint(condition=~models.Q(principal=models.F("agent")), name="proxy_of_another"),
        )

    def __str__(self) -> str:
        return f"{self.principal}→{self.agent}"
