"""Pairings and what was done in them; the yearly tea party, who came, and what became of each unit's opinions."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices.pairings import (
    OPEN_OPINIONS,
    OPINION_MARKS,
    OpinionOutcome,
    OpinionStatus,
    OpinionStepKind,
    PairingKind,
    PartyStatus,
    ReplyMeans,
    VisitKind,
)
from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right


class Pairing(OwnedModel):
    """Two that stand together for a term: a community and a unit, or a building or an activist and households.

    Only the first kind has an `organisation`, so that a unit sees nothing of the other two.
    """

    view_right = Right.COBUILDING_VIEW
    unit_field = "organisation_id"

    place_code = models.CharField(_("社区"), max_length=15, db_index=True)
    kind = models.CharField(_("哪一种"), max_length=10, choices=PairingKind.choices)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject = models.CharField(_("楼栋或积极分子"), max_length=60, blank=True)
    leader = models.CharField(_("社区联系人"), max_length=40, blank=True)
    purpose = models.CharField(_("结对做什么"), max_length=300)
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"))
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(_("为什么提前结束"), max_length=200, blank=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "kind", "-starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="unit", organisation__isnull=False, subject="")
                | models.Q(kind__in=["building", "activist"], organisation__isnull=True)
                & ~models.Q(subject=""),
                name="cobuilding_pairing_sides",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="cobuilding_pairing_days"
            ),
            models.UniqueConstraint(
                fields=["place_code", "organisation"],
                condition=models.Q(kind="unit", ended_on__isnull=True),
                name="cobuilding_pairing_once",
            ),
        )
        indexes = (
            models.Index(fields=["place_code", "kind", "ended_on"], name="cobuilding_pairing_place"),
            models.Index(fields=["organisation", "ended_on"], name="cobuilding_pairing_unit"),
            models.Index(fields=["ended_on", "ends_on"], name="cobuilding_pairing_term"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.other_side}"

    @property
    def other_side(self) -> str:
        """Whom the community is paired with: the unit, the building, or the activist."""
        return str(self.organisation) if self.organisation_id else self.subject


class PairingHousehold(OwnedModel):
    """A household of a pairing, for the community alone: units never see it."""

    view_right = Right.RESIDENTS_VIEW
    scope_field = "pairing__place_code"

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="households")
    resident = models.ForeignKey("parties.Resident", on_delete=models.PROTECT, related_name="+")
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("pairing", "joined_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["pairing", "resident"],
                condition=models.Q(left_on__isnull=True),
                name="cobuilding_household_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.resident)


class PairingVisit(OwnedModel):
    """What was done in a pairing on a day; what was entered by mistake is withdrawn with a reason, not deleted."""

    view_right = Right.COBUILDING_VIEW
    scope_field = "pairing__place_code"
    unit_field = "pairing__organisation_id"

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="visits")
    kind = models.CharField(_("做了什么"), max_length=12, choices=VisitKind.choices)
    on = models.DateField(_("哪天"), db_index=True)
    people = models.PositiveSmallIntegerField(_("几个人参加"))
    words = models.CharField(_("说了什么、办了什么"), max_length=500)
    entered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        indexes = (models.Index(fields=["pairing", "on"], name="cobuilding_visit_pairing"),)

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class TeaPartyQuerySet(OwnedQuerySet):
    """Tea parties, seen at their place and by every unit that has a seat."""

    def visible_to(self, actor: Actor) -> "TeaPartyQuerySet":
        """Keep those of the actor's places and those to which his units are invited."""
        right = Right.COBUILDING_VIEW
        own = self.reachable_by(actor, right)
        units = actor.unit_ids(right)
        if actor.is_system or not units:
            return own
        invited = TeaPartySeat.objects.filter(organisation_id__in=units).values("party_id")
        return self.filter(models.Q(pk__in=invited) | models.Q(pk__in=own.values("pk")))


class TeaParty(OwnedModel):
    """The yearly tea party (迎新春茶话会): the community reports on `year`, the units give their opinions.

    `previous` is the one before: this one opens with what became of what was said there.
    """

    view_right = Right.COBUILDING_VIEW

    place_code = models.CharField(_("社区"), max_length=15, db_index=True)
    year = models.PositiveSmallIntegerField(_("汇报哪一年"))
    on = models.DateField(_("哪天开"))
    starts_at = models.TimeField(_("几点"), null=True, blank=True)
    venue = models.CharField(_("在哪里开"), max_length=120, blank=True)
    status = models.CharField(max_length=8, choices=PartyStatus.choices, default=PartyStatus.PLANNED)
    previous = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="following"
    )
    report = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)
    seen_seats: "list[TeaPartySeat]"  # of what `selectors.pairings.get_party` read, as are the opinions
    seen_opinions: "list[UnitOpinion]"

    objects = TeaPartyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "year"], name="cobuilding_party_of_year"),
        )

    def __str__(self) -> str:
        return f"{self.year}年度迎新春茶话会"


class TeaPartySeat(OwnedModel):
    """A unit that is invited, whom it sent, and whether it came (None: not noted yet)."""

    view_right = Right.COBUILDING_VIEW
    scope_field = "party__place_code"
    unit_field = "organisation_id"

    party = models.ForeignKey(TeaParty, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    delegates = models.CharField(_("来的是谁"), max_length=120, blank=True)
    came = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ("party", "organisation__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["party", "organisation"], name="cobuilding_seat_once"),
        )

    def __str__(self) -> str:
        return str(self.organisation)


class UnitOpinion(OwnedModel):
    """What a unit said of the community's work, and its way to an end: owner, day, answer, the unit's own word.

    Where the community wrote it down, `said_by` and `said_on` are who of the unit said it, and when.
    `due_on` is the day the answer in force is owed by; `answered_on` the day of the last answer, `first_due_on` and
    `first_answered_on` those that count for 'in time'.
    """

    view_right = Right.COBUILDING_VIEW
    unit_field = "organisation_id"

    place_code = models.CharField(max_length=15, db_index=True)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(TeaParty, on_delete=models.CASCADE, related_name="opinions")
    text = models.CharField(_("意见"), max_length=500)
    said_by = models.CharField(_("单位谁说的"), max_length=60, blank=True)
    said_on = models.DateField(_("哪天说的"), null=True, blank=True)
    status = models.CharField(max_length=10, choices=OpinionStatus.choices, default=OpinionStatus.RECORDED)
    owner = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("哪天前答复"), null=True, blank=True)
    first_due_on = models.DateField(null=True, blank=True)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    outcome = models.CharField(_("结果"), max_length=8, choices=OpinionOutcome.choices, blank=True)
    planned_on = models.DateField(_("计划哪天前办成"), null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    first_answered_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_on = models.DateField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("party", "organisation__name", "pk")
        indexes = (
            models.Index(fields=["place_code", "status", "due_on"], name="cobuilding_opinion_place"),
            models.Index(fields=["organisation", "status"], name="cobuilding_opinion_unit"),
            models.Index(fields=["owner", "status"], name="cobuilding_opinion_owner"),
            models.Index(fields=["status", "due_on"], name="cobuilding_opinion_due"),
        )

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def mark(self) -> str:
        """The status word of its mark."""
        return OPINION_MARKS[self.status]

    @property
    def is_open(self) -> bool:
        """Whether it still asks somebody for something."""
        return self.status in OPEN_OPINIONS


class OpinionStep(OwnedModel):
    """One step of an opinion's way, with its words; both sides see it.

    `means`, `said_by` and `said_on` are of the word of a unit without an account, as the community wrote it down.
    """

    view_right = Right.COBUILDING_VIEW
    scope_field = "opinion__place_code"
    unit_field = "opinion__organisation_id"

    opinion = models.ForeignKey(UnitOpinion, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=OpinionStepKind.choices)
    words = models.CharField(max_length=500, blank=True)
    means = models.CharField(_("怎么答复的"), max_length=8, choices=ReplyMeans.choices, blank=True)
    said_by = models.CharField(_("单位谁说的"), max_length=60, blank=True)
    said_on = models.DateField(_("哪天说的"), null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("opinion", "pk")

    def __str__(self) -> str:
        return str(self.get_kind_display())


class PairingReminder(models.Model):
    """That one thing was reminded of, once: `about` names the pairing, opinion or pledge and what was due."""

    access_exemption = "read and written by the reminders of pairings and pledges alone"

    about = models.CharField(max_length=60, unique=True)
    sent_on = models.DateField()

    def __str__(self) -> str:
        return self.about

    @classmethod
    def is_first(cls, about: str, today: Any) -> bool:
        """Note that something is reminded of; False when it was before, by whichever process."""
        if cls.objects.filter(about=about).exists():
            return False
        return cls.objects.get_or_create(about=about, defaults={"sent_on": today})[1]
