"""Menu entries of programmes."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem("部署", 20, _("行动"), "sitemap", "programmes:list", Right.PROGRAMMES_VIEW, "/programmes/")
)
add_menu_item(
    MenuItem(
        "落实", 10, _("填报"), "report", "programmes:mine", Right.ASSIGNMENTS_ANSWER, "/programmes/mine/"
    )
)
