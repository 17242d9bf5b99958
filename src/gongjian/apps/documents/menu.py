"""The entry of this app in the left menu."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem("成果", 30, _("公文"), "file-text", "documents:list", Right.DOCUMENTS_VIEW, "/documents/")
)
add_menu_item(
    MenuItem(
        "成果",
        40,
        _("数字复算"),
        "list-check",
        "documents:check_paper",
        Right.DOCUMENTS_CHECK,
        "/documents/check/",
    )
)
