"""Lists of matters being written as workbooks in the background."""

from django.db import models

from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right


class ExportQuerySet(OwnedQuerySet):
    """Exports are seen by whoever asked for them, nobody else."""

    def visible_to(self, actor: Actor) -> "ExportQuerySet":
        """Keep the actor's own exports."""
        return self.filter(made_by_id=actor.user_id)


class MatterExport(OwnedModel):
    """One filtered list on its way to a workbook: what was asked, how far it is, the file once it is there.

    `asked` holds the filter by name with `view`; `total` is None until a worker has begun; `problem` is the
    sentence that says why no file came of it.
    """

    view_right = Right.MATTERS_VIEW

    place_code = models.CharField(max_length=15, blank=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="+")
    asked = models.JSONField()
    asked_at = models.DateTimeField(db_index=True)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    ready_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = ExportQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"事项清单 {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it or will take it."""
        return self.ready_at is None and not self.problem

    @property
    def percent(self) -> int:
        """How much of it is written."""
        return self.done * 100 // self.total if self.total else 0
