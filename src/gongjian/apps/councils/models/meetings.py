"""Meetings of councils: who chairs, who came, what was changed, what is on the agenda."""

from datetime import time

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.choices import (
    ChangeKind,
    ItemOutcome,
    ItemStatus,
    MeetingStatus,
    Reply,
    SeatRole,
    TurnKind,
)
from gongjian.apps.councils.choices.covenants import VoteWay
from gongjian.apps.councils.models.councils import Council, CouncilMember, OwnedByCouncil


class Meeting(OwnedByCouncil):
    """One meeting of a council. `changed_at` moves with each change that calendars must take over.

    `rule` holds quorum and majority as they were on its day, `expected` and `present` the members counted then.
    """

    meeting_field = "pk"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("主题"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("开会时间"))
    venue = models.CharField(_("开会地点"), max_length=120)
    status = models.CharField(max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED)
    chair = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, null=True, related_name="+")
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="next_ones"
    )
    called_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    recorder = models.CharField(_("记录人"), max_length=40, blank=True)
    remarks = models.TextField(_("其他记录"), max_length=4000, blank=True)
    rule = models.JSONField(default=dict, blank=True)
    expected = models.PositiveSmallIntegerField(default=0)
    present = models.PositiveSmallIntegerField(default=0)
    has_quorum = models.BooleanField(default=False)
    notice = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-starts_at", "-pk")
        constraints = (models.UniqueConstraint(fields=["council", "number"], name="council_meeting_number"),)
        indexes = (models.Index(fields=["status", "starts_at"], name="council_meeting_coming"),)

    def __str__(self) -> str:
        return f"{self.council.name}第{self.number}次会议"

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.status in (MeetingStatus.PLANNED, MeetingStatus.CALLED)

    @property
    def day(self) -> str:
        """The day and hour as an official text writes them."""
        at = timezone.localtime(self.starts_at)
        return f"{at.year}年{at.month}月{at.day}日{at.hour}:{at.minute:02d}"


class ChairTurn(OwnedByCouncil):
    """A turn in the chair: whose it was, and who took it (null: it was skipped), with the reason for a change."""

    scope_field = "meeting__council__place_code"
    council_field = "meeting__council_id"
    meeting_field = "meeting_id"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="turns")
    of = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=TurnKind.choices, default=TurnKind.OWN)
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        ordering = ("meeting", "pk")

    def __str__(self) -> str:
        return f"{self.of} {self.get_kind_display()}"


class MeetingChange(OwnedByCouncil):
    """A meeting that was called was moved or cancelled, and why."""

    scope_field = "meeting__council__place_code"
    council_field = "meeting__council_id"
    meeting_field = "meeting_id"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    was_at = models.DateTimeField()
    reason = models.CharField(_("原因"), max_length=200)
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("meeting", "pk")

    def __str__(self) -> str:
        return self.get_kind_display()


class Attendance(OwnedByCouncil):
    """A member at a meeting: what it answered, whom it sends in place of its delegate, who came and when."""

    scope_field = "meeting__council__place_code"
    council_field = "meeting__council_id"
    meeting_field = "meeting_id"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(CouncilMember, on_delete=models.CASCADE, related_name="attendances")
    reply = models.CharField(_("回复"), max_length=10, choices=Reply.choices, default=Reply.NONE)
    reply_words = models.CharField(_("说明"), max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    substitute_name = models.CharField(_("受委托人"), max_length=40, blank=True)
    substitute_user = models.ForeignKey(
        "parties.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proxy_paper = models.ForeignKey(
        "core.StoredFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_present = models.BooleanField(default=False)
    who = models.CharField(_("到会人"), max_length=40, blank=True)
    role = models.CharField(_("身份"), max_length=10, choices=SeatRole.choices, blank=True)
    came_at = models.TimeField(_("迟到，几点到"), null=True, blank=True)
    left_at = models.TimeField(_("早退，几点走"), null=True, blank=True)

    class Meta:
        ordering = ("meeting", "member__chair_order", "member__joined_on", "member_id")
        constraints = (models.UniqueConstraint(fields=["meeting", "member"], name="council_attendance_once"),)

    def __str__(self) -> str:
        return f"{self.member} {self.get_reply_display()}"

    def is_in_room(self, at: time | None) -> bool:
        """Whether the member was there at a time; without one, whether it stayed to the end."""
        if not self.is_present:
            return False
        if at is None:
            return self.left_at is None
        return (self.came_at is None or self.came_at <= at) and (self.left_at is None or at < self.left_at)


class AgendaItem(OwnedByCouncil):
    """Something for the agenda: proposed by a member or the chair, answered, then what the meeting did with it.

    `in_room` are the members that could vote, counted from the attendance of that moment. Voted in secret, it has
    a box in `core.ballots` by its `vote_key`, and no votes are known until `voted_at`.
    """

    meeting_field = "meeting_id"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="items")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="items"
    )
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("议题"), max_length=120)
    detail = models.TextField(_("说明"), max_length=2000, blank=True)
    member = models.ForeignKey(
        CouncilMember, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    matter = models.ForeignKey(
        "matters.Matter", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    papers = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    proposed_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=ItemStatus.choices, default=ItemStatus.PROPOSED)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(_("讨论情况"), max_length=4000, blank=True)
    outcome = models.CharField(max_length=8, choices=ItemOutcome.choices, default=ItemOutcome.NONE)
    yes = models.PositiveSmallIntegerField(null=True, blank=True)
    no = models.PositiveSmallIntegerField(null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(null=True, blank=True)
    in_room = models.PositiveSmallIntegerField(null=True, blank=True)
    needed = models.PositiveSmallIntegerField(null=True, blank=True)
    way = models.CharField(_("怎么表决"), max_length=8, choices=VoteWay.choices, default=VoteWay.HANDS)
    vote_key = models.CharField(max_length=16, blank=True)
    issued = models.PositiveSmallIntegerField(null=True, blank=True)
    spoilt = models.PositiveSmallIntegerField(null=True, blank=True)
    voted_at = models.DateTimeField(null=True, blank=True)
    certificate = models.TextField(blank=True)

    class Meta:
        ordering = ("order", "proposed_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["vote_key"], condition=~models.Q(vote_key=""), name="council_item_vote_key"
            ),
        )
        indexes = (models.Index(fields=["council", "status"], name="council_item_status"),)

    def __str__(self) -> str:
        return self.title

    @property
    def has_vote(self) -> bool:
        """Whether it was voted on, and counted."""
        return self.yes is not None

    @property
    def is_voting(self) -> bool:
        """Whether a secret vote on it takes votes."""
        return bool(self.vote_key) and self.yes is None

    @property
    def was_secret(self) -> bool:
        """Whether it was voted on in secret, and counted."""
        return self.has_vote and self.way == VoteWay.SECRET
