"""Covenants: their versions, articles, what people say of them, how they were voted."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.choices.covenants import (
    NEXT,
    CovenantKind,
    OpinionSource,
    SlipWay,
    Standing,
    Verdict,
    VersionStatus,
    VotePurpose,
    Voters,
    VoteWay,
)
from gongjian.core.access import OwnedModel, Right
from gongjian.engines.officialdoc import chinese_numeral


class Covenant(OwnedModel):
    """One covenant of a community, a courtyard in it or a village, through all its versions.

    `area` says for whom it is when that is less than the place.
    """

    view_right = Right.COUNCILS_VIEW

    place_code = models.CharField(_("哪里的公约"), max_length=15, db_index=True)
    kind = models.CharField(_("种类"), max_length=12, choices=CovenantKind.choices)
    title = models.CharField(_("名称"), max_length=60)
    area = models.CharField(_("管到哪里"), max_length=60, blank=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "title", "pk")
        constraints = (models.UniqueConstraint(fields=["place_code", "title"], name="covenant_title_once"),)

    def __str__(self) -> str:
        return self.title


class OfCovenant(OwnedModel):
    """A row that belongs to one version of a covenant and is seen with it."""

    view_right = Right.COUNCILS_VIEW
    scope_field = "version__covenant__place_code"

    class Meta:
        abstract = True


class CovenantVersion(OwnedModel):
    """One version: drafted, discussed from a day to a day (both included), checked, voted, filed, in force.

    It is in force from `in_force_on` up to the day before `ended_on`.
    """

    view_right = Right.COUNCILS_VIEW
    scope_field = "covenant__place_code"

    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    preamble = models.TextField(_("开头"), max_length=2000, blank=True)
    why = models.CharField(_("改了什么、为什么改"), max_length=300, blank=True)
    first_on = models.DateField(_("从哪天起征求意见"), null=True)
    last_on = models.DateField(_("到哪天止"), null=True)
    reminded_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    check_words = models.CharField(_("审查意见"), max_length=1000, blank=True)
    filed_on = models.DateField(_("备案日期"), null=True)
    filing_number = models.CharField(_("备案号"), max_length=60, blank=True)
    in_force_on = models.DateField(_("从哪天起施行"), null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(_("为什么停止施行"), max_length=300, blank=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("covenant", "-number")
        constraints = (
            models.UniqueConstraint(fields=["covenant", "number"], name="covenant_version_number"),
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="covenant_discussion_days"
            ),
        )
        indexes = (models.Index(fields=["status", "last_on"], name="covenant_version_state"),)

    def __str__(self) -> str:
        return f"{self.covenant.title}第{self.number}稿"

    @property
    def place_code(self) -> str:
        """The place whose covenant it is."""
        return self.covenant.place_code

    def may_become(self, status: VersionStatus) -> bool:
        """Whether a step to `status` is open now."""
        return status in NEXT[VersionStatus(self.status)]

    def is_open_on(self, day: date) -> bool:
        """Whether opinions are taken on a day."""
        return (
            self.status == VersionStatus.DISCUSSING
            and self.first_on is not None
            and self.last_on is not None
            and self.first_on <= day <= self.last_on
        )

    def standing_on(self, day: date) -> Standing | None:
        """Return what a filed version is on a day; None for one that is not filed."""
        if self.status != VersionStatus.FILED or self.in_force_on is None:
            return None
        if self.ended_on is not None and day >= self.ended_on:
            return Standing.ENDED
        return Standing.IN_FORCE if day >= self.in_force_on else Standing.COMING


class CovenantClause(OfCovenant):
    """One article of a version; `number` counts from 1."""

    version = models.ForeignKey(CovenantVersion, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    chapter = models.CharField(max_length=60, blank=True)
    words = models.TextField()

    class Meta:
        ordering = ("version", "number")
        constraints = (models.UniqueConstraint(fields=["version", "number"], name="covenant_clause_number"),)

    def __str__(self) -> str:
        return self.number_text

    @property
    def number_text(self) -> str:
        """The number as it is cited: 第三条."""
        return f"第{chinese_numeral(self.number)}条"


class CovenantOpinion(OfCovenant):
    """What somebody said of a version, on one article or the whole, and what came of it.

    No more than a masked name is kept of who said it. One that was adopted names the later version that took it up.
    """

    version = models.ForeignKey(CovenantVersion, on_delete=models.CASCADE, related_name="opinions")
    clause = models.ForeignKey(CovenantClause, on_delete=models.PROTECT, null=True, related_name="opinions")
    words = models.TextField(_("意见"), max_length=2000)
    masked_name = models.CharField(_("谁提的"), max_length=20, blank=True)
    source = models.CharField(_("怎么来的"), max_length=10, choices=OpinionSource.choices)
    received_at = models.DateTimeField()
    is_published = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    adopted_in = models.ForeignKey(
        CovenantVersion, on_delete=models.PROTECT, null=True, related_name="adopted_opinions"
    )
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("version", "received_at", "pk")
        indexes = (
            models.Index(
                fields=["version"], condition=models.Q(answered_on__isnull=True), name="covenant_unanswered"
            ),
        )

    def __str__(self) -> str:
        return self.words[:20]


class CovenantVote(OfCovenant):
    """One vote on a version by a meeting of the residents, judged by the rule of its day, kept in `rule`.

    `outcome` is what engine `tally` says: how many were needed of how many, and the sentence for it. A secret vote
    has none while it runs; its `vote_key` opens the page on which tokens vote, `roll_hash` fixes who may.
    """

    version = models.ForeignKey(CovenantVersion, on_delete=models.PROTECT, related_name="votes")
    purpose = models.CharField(max_length=8, choices=VotePurpose.choices, default=VotePurpose.ADOPT)
    way = models.CharField(_("怎么表决"), max_length=8, choices=VoteWay.choices)
    voters = models.CharField(_("谁参加"), max_length=16, choices=Voters.choices)
    rule = models.JSONField()
    held_on = models.DateField(_("哪天开的会"))
    venue = models.CharField(_("地点"), max_length=120, blank=True)
    on_roll = models.PositiveIntegerField(_("应到"))
    present = models.PositiveIntegerField(_("实到"))
    yes = models.PositiveIntegerField(_("同意"), null=True)
    no = models.PositiveIntegerField(_("不同意"), null=True)
    abstain = models.PositiveIntegerField(_("弃权"), null=True)
    spoilt = models.PositiveIntegerField(_("废票"), default=0)
    vote_key = models.CharField(max_length=16, blank=True)
    roll_hash = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True)
    certificate = models.TextField(blank=True)
    outcome = models.JSONField(null=True)
    recorded_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("version", "held_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["vote_key"], condition=~models.Q(vote_key=""), name="covenant_vote_key"
            ),
        )

    def __str__(self) -> str:
        return f"{self.version}{self.get_purpose_display()}"

    @property
    def is_passed(self) -> bool:
        """Whether it was counted and the votes were enough."""
        return bool((self.outcome or {}).get("is_passed"))

    @property
    def is_running(self) -> bool:
        """Whether it is a secret vote that takes votes."""
        return self.way == VoteWay.SECRET and self.outcome is None


class CovenantVoter(OwnedModel):
    """One on the roll of a secret vote: a resident, or the one by whom a household is listed. `given` is how he got his slip.

    There is no moment of it: when somebody took his slip could be held against when the box was written.
    """

    view_right = Right.COUNCILS_VIEW
    scope_field = "vote__version__covenant__place_code"

    vote = models.ForeignKey(CovenantVote, on_delete=models.CASCADE, related_name="roll")
    resident = models.ForeignKey("parties.Resident", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    given = models.CharField(max_length=8, choices=SlipWay.choices, blank=True)

    class Meta:
        ordering = ("vote", "number")
        constraints = (
            models.UniqueConstraint(fields=["vote", "resident"], name="covenant_voter_once"),
            models.UniqueConstraint(fields=["vote", "number"], name="covenant_voter_number"),
        )
        indexes = (models.Index(fields=["vote", "given"], name="covenant_voter_given"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.resident.masked_name}"
