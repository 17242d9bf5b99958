"""Where the public door is open, and what hangs on it."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.core.access import OwnedModel, Right

short_name_form = RegexValidator(
    r"^[a-z][a-z0-9-]{1,29}$", _("短名用小写字母开头，可以有数字和短横，2 到 30 个字符。")
)


class Door(OwnedModel):
    """The public door of a place and of all below it; without one, its pages are not there.

    Each place below has its own address by its code; `short_name` names this place beside its code.
    """

    view_right = Right.MATTERS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, unique=True)
    short_name = models.CharField(_("短名"), max_length=30, unique=True, validators=[short_name_form])
    phone = models.CharField(_("值班电话"), max_length=40)
    hours = models.CharField(_("值班时间"), max_length=80, blank=True)
    privacy_contact = models.CharField(_("个人信息保护联系方式"), max_length=120)
    is_open = models.BooleanField(_("开着"), default=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("place_code",)

    def __str__(self) -> str:
        return self.short_name


class PublicNotice(OwnedModel):
    """Something told to everybody at a place and below it, on the days it stands for."""

    view_right = Right.MATTERS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    title = models.CharField(_("标题"), max_length=60)
    body = models.TextField(_("内容"), max_length=4000)
    first_on = models.DateField(_("从哪天起"))
    last_on = models.DateField(_("到哪天止"))
    written_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-first_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="portal_notice_days"
            ),
        )

    def __str__(self) -> str:
        return self.title
