"""Addresses at which a calendar program reads a person's calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.choices import FeedReminder
from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right


class CalendarFeedQuerySet(OwnedQuerySet):
    """Addresses are seen by the person whose calendar they open, nobody else."""

    def visible_to(self, actor: Actor) -> "CalendarFeedQuerySet":
        """Keep the actor's own addresses."""
        return self.filter(user_id=actor.user_id)


class CalendarFeed(OwnedModel):
    """One secret address of a person's calendar: whoever has it reads what that person may see at that moment.

    The address is shown once and kept as a keyed digest. `content_digest` is of what was read last, `changed_at`
    when it was first read so; `read_at` is noted at most once an hour.
    """

    view_right = Right.WORKBENCH_VIEW
    scope_field = "user__place_code"

    user = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(_("给哪里用"), max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10)
    remind_minutes = models.PositiveIntegerField(
        _("会前提醒"), choices=FeedReminder.choices, null=True, blank=True
    )
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    content_digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()

    objects = CalendarFeedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name
