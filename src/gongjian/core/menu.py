"""The entries of the core in the left menu."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem(
        "资料",
        90,
        pgettext_lazy("menu", "规则"),
        "scale",
        "core:rules",
        Right.WORKBENCH_VIEW,
        "/system/rules/",
    )
)
add_menu_item(
    MenuItem("系统", 30, _("审计"), "shield-check", "core:audit", Right.AUDIT_VIEW, "/system/audit/")
)
