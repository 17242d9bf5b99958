"""The entries of this app in the left menu."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem(
        "资料",
        20,
        pgettext_lazy("menu", "单位"),
        "building",
        "parties:organisations",
        Right.PARTIES_VIEW,
        "/parties/organisations/",
    )
)
add_menu_item(
    MenuItem("资料", 30, _("人员"), "users", "parties:users", Right.PARTIES_VIEW, "/parties/users/")
)
add_menu_item(
    MenuItem(
        "资料",
        40,
        pgettext_lazy("menu", "领导小组"),
        "users-group",
        "parties:groups",
        Right.PARTIES_VIEW,
        "/parties/groups/",
    )
)
add_menu_item(
    MenuItem("资料", 45, _("居民"), "user", "parties:residents", Right.RESIDENTS_VIEW, "/parties/residents/")
)
add_menu_item(
    MenuItem(
        "系统", 10, _("代管"), "user-check", "parties:stand_ins", Right.HANDOVER_MANAGE, "/parties/stand-ins/"
    )
)
add_menu_item(
    MenuItem("系统", 20, _("授权"), "shield-check", "parties:grants", Right.GRANTS_MANAGE, "/parties/grants/")
)
