"""The entries of this app in the left menu."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem(
        "共建", 60, _("居民公约"), "book", "councils:covenants", Right.COUNCILS_VIEW, "/councils/covenants/"
    )
)
add_menu_item(
    MenuItem("共建", 70, _("居民议定资金"), "coin", "councils:funds", Right.COUNCILS_VIEW, "/councils/funds/")
)
add_menu_item(
    MenuItem(
        "共建",
        80,
        _("选举"),
        "user-check",
        "councils:elections",
        Right.ELECTIONS_VIEW,
        "/councils/elections/",
    )
)
add_menu_item(MenuItem("共建", 50, _("议事会"), "users", "councils:list", Right.COUNCILS_VIEW, "/councils/"))
