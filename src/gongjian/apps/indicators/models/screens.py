"""Links that show a place's figures on a wall without anybody signed in."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.core.access import OwnedModel, Right


class Screen(OwnedModel):
    """One large screen: what it shows of a place and below, until when its link works. The link itself is not kept."""

    view_right = Right.SCREENS_MANAGE

    place_code = models.CharField(max_length=15, db_index=True)
    name = models.CharField(_("名称"), max_length=40)
    main_key = models.CharField(_("地图和排名用的指标"), max_length=80)
    keys = models.JSONField(_("三个比率"), default=list)
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("用到"))
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name

    def is_open_at(self, moment: datetime) -> bool:
        """Whether the link works at a moment."""
        return self.revoked_at is None and moment < self.expires_at
