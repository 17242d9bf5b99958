"""The entries of this app in the left menu."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

for item in (
    MenuItem(
        "今天",
        30,
        _("日程"),
        "calendar",
        "supervision:calendar",
        Right.SUPERVISION_VIEW,
        "/supervision/calendar/",
    ),
    MenuItem(
        "部署",
        30,
        pgettext_lazy("menu", "责任书"),
        "signature",
        "supervision:letters",
        Right.PROGRAMMES_VIEW,
        "/supervision/letters/",
    ),
    MenuItem(
        "检查", 50, _("督办"), "flag", "supervision:matters", Right.SUPERVISION_VIEW, "/supervision/matters/"
    ),
    MenuItem(
        "检查",
        52,
        _("督查记录"),
        "camera",
        "supervision:notes",
        Right.SUPERVISION_VIEW,
        "/supervision/notes/",
    ),
    MenuItem(
        "检查",
        54,
        _("例会和通报"),
        "users",
        "supervision:meetings",
        Right.DOCUMENTS_VIEW,
        "/supervision/",
    ),
):
    add_menu_item(item)
