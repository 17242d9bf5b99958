"""The entries of the public door in the left menu."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem("系统", 28, _("来信邮箱"), "inbox", "portal:mailbox", Right.SYSTEM_VIEW, "/portal/mailbox/")
)
add_menu_item(MenuItem("落实", 36, _("公开门户"), "world", "portal:desk", Right.MATTERS_DISPATCH, "/portal/"))
