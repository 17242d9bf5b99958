"""What a person is told."""

from django.db import models

from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right


class NoticeQuerySet(OwnedQuerySet):
    """Notices are seen by the person they are for, nobody else."""

    def visible_to(self, actor: Actor) -> "NoticeQuerySet":
        """Keep the actor's own notices."""
        return self.filter(user_id=actor.user_id)


class Notice(OwnedModel):
    """One thing a person is told: in the app, and by mail where there is mail.

    What belongs together (`topic`) is one notice with a count until it is read; `due_on` is the last day of
    the work it asks for.
    """

    view_right = Right.WORKBENCH_VIEW

    user = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="notices")
    place_code = models.CharField(max_length=15, blank=True)
    sentence = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    count = models.PositiveIntegerField(default=1)
    due_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["user", "read_at"], name="notice_unread"),)

    def __str__(self) -> str:
        return self.sentence
