"""The entry of this app in the left menu."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem(
        "落实",
        20,
        pgettext_lazy("menu", "事项"),
        "message",
        "matters:matters",
        Right.MATTERS_VIEW,
        "/matters/",
    )
)
add_menu_item(
    MenuItem(
        "落实",
        21,
        pgettext_lazy("menu", "调解"),
        "users",
        "matters:mediations",
        Right.MATTERS_MEDIATE,
        "/matters/mediations/",
    )
)
add_menu_item(
    MenuItem("落实", 22, _("金点子"), "bulb", "matters:ideas", Right.MATTERS_VIEW, "/matters/ideas/")
)
