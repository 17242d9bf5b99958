"""What is said about a matter: its timeline, messages to the reporter, ratings, reminders sent."""

from django.db import models
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.matters.choices import MessageState, MessageWay, Rater, Satisfaction, StepKind
from gongjian.apps.matters.models.matters import Matter, OfMatter


class Step(OfMatter):
    """One line of the timeline; what is public is shown to the reporter too."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ("matter", "at", "pk")

    def __str__(self) -> str:
        return f"{self.matter} {self.get_kind_display()}"


class Rating(OfMatter):
    """What the person says once an answer was given: solved or not, satisfied or not; once a cycle.

    `is_satisfied` is how it counts by the rule of its day.
    """

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="ratings")
    cycle = models.PositiveSmallIntegerField(default=0)
    is_solved = models.BooleanField()
    satisfaction = models.CharField(max_length=12, choices=Satisfaction.choices)
    is_satisfied = models.BooleanField(default=False)
    words = models.CharField(max_length=500, blank=True)
    rater = models.CharField(max_length=10, choices=Rater.choices)
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("matter", "at")
        constraints = (models.UniqueConstraint(fields=["matter", "cycle"], name="matters_rated_once"),)

    def __str__(self) -> str:
        return f"{self.matter} {self.get_satisfaction_display()}"

    @property
    def is_low(self) -> bool:
        """Whether the person may have it opened again."""
        return not self.is_solved or self.satisfaction == Satisfaction.UNSATISFIED


class MeToo(OfMatter):
    """Somebody else who met the same; known only by a keyed digest, so that he counts once."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="me_toos")
    who_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("matter", "at")
        constraints = (models.UniqueConstraint(fields=["matter", "who_hash"], name="matters_me_too_once"),)

    def __str__(self) -> str:
        return f"{self.matter} +1"


class Message(OfMatter):
    """Something the reporter is told: shown to whoever follows by number and code, sent where he wants it and there is a way.

    `next_at` is when it is tried next (see `core.retries`), `fault` why the last try failed. `follow_code` is the code
    of a matter that came by mail, kept under the installation's key until it was sent, since nobody else has it.
    """

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    words = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.KEPT)
    way = models.CharField(max_length=4, choices=MessageWay.choices, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    follow_code = EncryptedCharField(max_length=200, null=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("matter", "at", "pk")
        indexes = (
            models.Index(
                fields=["way", "next_at"],
                condition=models.Q(state=MessageState.WAITING),
                name="matters_outbox",
            ),
            models.Index(
                fields=["matter", "at"], condition=models.Q(state=MessageState.FAILED), name="matters_untold"
            ),
        )

    def __str__(self) -> str:
        return self.words


class Reminder(OfMatter):
    """One step of the ladder that was taken for one clock of a matter: the row is why nobody is told twice.

    `is_sent` is False for steps that lay behind already when the clock was set anew.
    """

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="reminders")
    clock = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=40)
    is_sent = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("matter", "at")
        constraints = (
            models.UniqueConstraint(fields=["matter", "clock", "step"], name="matters_reminded_once"),
        )

    def __str__(self) -> str:
        return f"{self.matter} {self.step}"
