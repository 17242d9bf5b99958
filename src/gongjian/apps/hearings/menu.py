"""The entry of this app in the left menu."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem(
        "落实", 60, _("救助和评议"), "users-group", "hearings:applications", Right.HEARINGS_VIEW, "/hearings/"
    )
)
