"""The entries of this app in the left menu."""

from django.utils.translation import pgettext_lazy

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem(
        "资料", 10, pgettext_lazy("menu", "地方"), "map-pin", "places:index", Right.PLACES_VIEW, "/places/"
    )
)
